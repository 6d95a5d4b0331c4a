import type { IDataObject, ResourceMapperValue } from 'n8n-workflow';

import { requestError } from '../../../../graph/errors/requestError';
import { cellOf, untouched, valueOf, type Cell, type WriteRules } from '../../../../shared/rows/cells';
import type { ItemParameters } from '../../../../shared/parameters/itemParameters';
import { refusal, shown } from '../../../../shared/parameters/values/refusal';
import { rowNumberKey } from './fields';

/** What an item writes. */
export interface Mapped {
	/** The values by column; `undefined` ones aren't written. */
	values: Map<string, unknown>;
	/** The columns by which rows are found. */
	matching: string[];
}

/** The values of an item, by column: from the fields of the node, or from the item's own by name. */
export function mappedOf(item: ItemParameters): Mapped {
	const given = item.value('columns');
	const isMapping =
		typeof given === 'object' &&
		given !== null &&
		'mappingMode' in given &&
		['defineBelow', 'autoMapInputData'].includes(String(given.mappingMode));
	if (!isMapping)
		throw refusal(
			'Columns',
			`expects values by column, but is ${shown(given)}`,
			'Map the columns in the node.',
		);
	const { mappingMode, value, matchingColumns } = given as Partial<ResourceMapperValue>;
	const matching = Array.isArray(matchingColumns) ? matchingColumns.map((name) => name.trim()) : [];
	const isManual = mappingMode === 'defineBelow';
	// The editor stores `null` for a column that isn't filled in.
	const entries = isManual
		? Object.entries(value ?? {}).filter(([, one]) => one !== null)
		: Object.entries(item.json);
	return { values: new Map(entries.map(([name, one]) => [name.trim(), one])), matching };
}

/** How an item's values are written. */
export function writeRulesOf(item: ItemParameters): WriteRules {
	const { convertDates, textInput, objectsAsJson } = item.collection('options');
	return {
		convertDates: convertDates !== false,
		textInput: textInput === 'typed' || textInput === 'formulas' ? textInput : 'text',
		objectsAsJson: objectsAsJson === true,
		timeZone: item.timeZone,
	};
}

/** The columns of an item that the sheet or table doesn't have. */
export function missingColumns({ values }: Mapped, keys: ReadonlySet<string>): string[] {
	return [...values.keys()].filter((name) => !keys.has(name) && name !== rowNumberKey && name !== '');
}

/** The error of an item with values for missing columns. */
export const columnsMissing = (names: readonly string[]): Error =>
	requestError({
		what: `There's no column for ${names.slice(0, 5).map(shown).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}.`,
		fix: 'Check the names in the header row, remove the values before, or choose what to do with them under "Options", "If a Column Is Missing".',
	});

/** The error for a column that is named in the node. */
export const noColumn = (name: string, keys: readonly string[]): Error =>
	requestError({
		what: `There's no column ${shown(name)}.`,
		why: `The columns are ${keys
			.slice(0, 10)
			.map((key) => shown(key))
			.join(', ')}.`,
		fix: 'Check its name. If the names of the columns are in another row, set "Header Row" under "Options".',
	});

/**
 * The cells of an item's row, one for each column.
 * @throws RequestError for a value that no cell can hold, and if there's nothing to write
 */
export function cellsOf({ values }: Mapped, keys: readonly string[], rules: WriteRules): Cell[] {
	const cells = keys.map((key) => (values.has(key) ? cellOf(values.get(key), rules, key) : untouched));
	if (cells.some(({ value }) => value !== null)) return cells;
	throw requestError({
		what: 'The item has no value for any column.',
		fix: `The columns are ${keys.slice(0, 10).map(shown).join(', ')}. Rename the fields of the item to match, or map the columns in the node.`,
	});
}

/** A row as an item: what was written, by column, and the number of its row in the sheet. */
export function writtenRow(
	{ values }: Mapped,
	keys: readonly string[],
	cells: readonly Cell[],
	rowNumber: number,
): IDataObject {
	const entries = keys.flatMap((key, index) => {
		const { value, format, reads } = cells[index] ?? untouched;
		if (value === null) return [];
		return [[key, format === undefined ? (reads ?? values.get(key)) : valueOf(value, format)] as const];
	});
	return Object.fromEntries([[rowNumberKey, rowNumber], ...entries]) as IDataObject;
}
