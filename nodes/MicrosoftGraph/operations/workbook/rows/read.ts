import type { IDataObject } from 'n8n-workflow';

import type { Send } from '../../../../graph/client';
import { comparable, valueOf } from '../../../../shared/rows/cells';
import { rowNumberKey } from './fields';
import { noColumn } from './mapping';
import type { Place, Whole } from './place';
import { chunksOf, linesOf, type Chunk } from './range';

/** What is read of cells. */
export type ReadAs = 'values' | 'text' | 'formulas';

/** A column, and what it must contain. */
export interface Condition {
	column: string;
	value: unknown;
}

/** Which rows are read, and how. */
export interface ReadRules {
	readAs: ReadAs;
	/** Whether numbers with a date's format become ISO 8601. */
	convertDates: boolean;
	emptyRows: boolean;
	rowNumbers: boolean;
	/** All must be met. */
	conditions: readonly Condition[];
	limit: number;
}

/**
 * Rows that were read in one call, as objects.
 * @throws RequestError for a condition on a column that isn't there
 */
export function rowsOfWhole({ place, chunk }: Whole, rules: ReadRules): IDataObject[] {
	const rows = collector(place, rules);
	rows.add(chunk);
	return rows.found;
}

/**
 * Reads rows as objects, in pieces, until there are enough.
 * @param most how many rows are read, of those that there are
 * @param atOnce how many of them in one request
 * @throws RequestError for a condition on a column that isn't there
 */
export async function readRows(
	place: Place,
	rules: ReadRules,
	send: Send,
	{ most = place.body.rows, atOnce }: { most?: number; atOnce?: number } = {},
): Promise<IDataObject[]> {
	const rows = collector(place, rules);
	const { readAs, convertDates } = rules;
	const what = { property: readAs, formats: convertDates && readAs === 'values', atOnce };
	for await (const chunk of chunksOf(place.sheet, { ...place.body, rows: most }, what, send))
		if (rows.add(chunk)) break;
	return rows.found;
}

/** Collects rows as objects. */
function collector(place: Place, rules: ReadRules) {
	const meets = test(place, rules.conditions);
	const found: IDataObject[] = [];
	const { readAs, convertDates, limit, emptyRows, rowNumbers } = rules;
	const withDates = convertDates && readAs === 'values';
	const { keys } = place;
	return {
		found,
		/** Returns whether there are enough. */
		add({ row, range }: Chunk): boolean {
			const formats = withDates ? linesOf(range.numberFormat) : [];
			for (const [index, line] of linesOf(range[readAs]).entries()) {
				if (found.length >= limit) return true;
				const format = formats[index];
				const values = line.map((cell, at) => valueOf(cell, format?.[at]));
				if (!emptyRows && values.every((value) => value === null)) continue;
				if (!meets(line, values)) continue;
				const item: IDataObject = {};
				if (rowNumbers) item[rowNumberKey] = row + index + 1;
				for (const [at, key] of keys.entries()) setOwn(item, key, values[at] ?? null);
				found.push(item);
			}
			return found.length >= limit;
		},
	};
}

/** Sets a property, also one whose name has a meaning for objects. */
function setOwn(item: IDataObject, key: string, value: IDataObject[string]): void {
	if (key !== '__proto__') item[key] = value;
	else Object.defineProperty(item, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Whether a row meets conditions: by what the cell holds, or by the date that it shows. */
function test(
	{ keys }: Place,
	conditions: readonly Condition[],
): (line: readonly unknown[], values: readonly unknown[]) => boolean {
	const places = conditions.map(({ column, value }) => {
		const at = keys.indexOf(column.trim());
		if (at >= 0) return { at, wanted: comparable(value) };
		throw noColumn(column, keys);
	});
	return (line, values) =>
		places.every(({ at, wanted }) => comparable(line[at]) === wanted || comparable(values[at]) === wanted);
}
