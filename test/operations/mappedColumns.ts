import type { INodeParameters } from 'n8n-workflow';

/** A value for a column of a list. */
export interface MappedColumn {
	name: string;
	/** As the list defines it. */
	kind?: string;
	value: unknown;
}

/** The parameter of columns that are mapped one by one, as the editor stores it once it has read the list's columns. */
export const mappedColumns = (...columns: readonly MappedColumn[]): INodeParameters => ({
	columns: {
		mappingMode: 'defineBelow',
		value: Object.fromEntries(columns.map(({ name, value }) => [name, value])) as Record<string, string>,
		matchingColumns: [],
		schema: columns.map(({ name, kind = 'text' }) => ({ id: name, columnKind: kind })),
	},
});
