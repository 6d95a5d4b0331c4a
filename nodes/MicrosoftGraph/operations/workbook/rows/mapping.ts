import type { IDataObject, ResourceMapperValue } from 'n8n-workflow';

import { requestError } from '../../../../graph/errors/requestError';
import { cellOf, untouched, valueOf, type Cell, type WriteRules } from '../../../../shared/rows/cells';
import type { ItemParameters } from '../../../../shared/parameters/itemParameters';
import { refusal, shown } from '../../../../shared/parameters/values/refusal';
import { rowNumberKey } from './fields';

/** What an item writes. */
export interface Mapped {
	/** The values by column; `undefined` ones aren't written. Read by `valueFor`. */
	values: Readonly<Record<string, unknown>>;
	/** The columns by which rows are found. */
	matching: readonly string[];
}

/** The values of an item, by column: from the fields of the node, or from the item's own by name. */
export function mappedOf(item: ItemParameters): Mapped {
	const { entered, matching } = item.derive('columns', () => readColumns(item.value('columns')));
	return { values: entered ?? trimmed(item.json), matching };
}

/** What the field "Columns" holds; nothing is entered where the item's own values are mapped by name. */
function readColumns(given: unknown): { entered?: Mapped['values']; matching: string[] } {
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
	if (mappingMode !== 'defineBelow') return { matching };
	// The editor stores `null` for a column that isn't filled in.
	const filledIn = Object.entries(value ?? {}).filter(([, one]) => one !== null);
	return { entered: trimmed(Object.fromEntries(filledIn)), matching };
}

/** Values by their names without white space around. */
function trimmed(values: Mapped['values']): Mapped['values'] {
	if (Object.keys(values).every((name) => name === name.trim())) return values;
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [name.trim(), value]));
}

/** An item's value for a column; `undefined` if it has none. */
export const valueFor = ({ values }: Mapped, name: string): unknown =>
	Object.hasOwn(values, name) ? values[name] : undefined;

/** How an item's values are written. */
export function writeRulesOf(item: ItemParameters): WriteRules {
	return item.derive('writeRules', () => {
		const { convertDates, textInput, objectsAsJson } = item.collection('options');
		return {
			convertDates: convertDates !== false,
			textInput: textInput === 'typed' || textInput === 'formulas' ? textInput : 'text',
			objectsAsJson: objectsAsJson === true,
			timeZone: item.timeZone,
		};
	});
}

/** The columns of an item that the sheet or table doesn't have. */
export function missingColumns({ values }: Mapped, keys: ReadonlySet<string>): string[] {
	return Object.keys(values).filter((name) => !keys.has(name) && name !== rowNumberKey && name !== '');
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
export function cellsOf(mapped: Mapped, keys: readonly string[], rules: WriteRules): Cell[] {
	const cells = keys.map((key) => cellOf(valueFor(mapped, key), rules, key));
	if (cells.some(({ value }) => value !== null)) return cells;
	throw requestError({
		what: 'The item has no value for any column.',
		fix: `The columns are ${keys.slice(0, 10).map(shown).join(', ')}. Rename the fields of the item to match, or map the columns in the node.`,
	});
}

/** A row as an item: what was written, by column, and the number of its row in the sheet. */
export function writtenRow(
	mapped: Mapped,
	keys: readonly string[],
	cells: readonly Cell[],
	rowNumber: number,
): IDataObject {
	const row: IDataObject = { [rowNumberKey]: rowNumber };
	for (const [index, key] of keys.entries()) {
		const { value, format, reads } = cells[index] ?? untouched;
		if (value === null) continue;
		const written = format === undefined ? (reads ?? valueFor(mapped, key)) : valueOf(value, format);
		setOwn(row, key, written as IDataObject[string]);
	}
	return row;
}

/** Sets a property, whatever its name. */
function setOwn(object: IDataObject, name: string, value: IDataObject[string]): void {
	if (name in object)
		Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
	else object[name] = value;
}
