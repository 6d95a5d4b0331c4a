import type { IDataObject } from 'n8n-workflow';

import type { Send } from '../../../../graph/client';
import { comparable, valueOf } from '../../../../shared/rows/cells';
import { rowNumberKey } from './fields';
import { noColumn } from './mapping';
import { blocksOf, linesOf, rangePath, readRange, type Place } from './place';

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
 * Reads rows as objects, in pieces, until there are enough.
 * @throws RequestError for a condition on a column that isn't there
 */
export async function readRows(place: Place, rules: ReadRules, send: Send): Promise<IDataObject[]> {
	const meets = test(place, rules.conditions);
	const found: IDataObject[] = [];
	const { readAs, convertDates, conditions, limit } = rules;
	const withDates = convertDates && readAs === 'values';
	const select = [readAs, ...(withDates ? ['numberFormat'] : [])].join(',');
	// Only as much as is wanted, unless most of it may not be.
	const enough =
		conditions.length === 0 && rules.emptyRows ? Math.min(limit, place.body.rows) : place.body.rows;
	for (const part of blocksOf({ ...place.body, rows: enough })) {
		const range = await readRange(rangePath(place.sheet, part), select, send);
		const formats = withDates ? linesOf(range.numberFormat) : [];
		for (const [index, line] of linesOf((range as IDataObject)[readAs]).entries()) {
			const values = line.map((cell, at) => valueOf(cell, formats[index]?.[at]));
			const isBlank = values.every((value) => value === null);
			if ((isBlank && !rules.emptyRows) || !meets(line, values)) continue;
			found.push(
				Object.fromEntries([
					...(rules.rowNumbers ? [[rowNumberKey, part.row + index + 1] as const] : []),
					...place.keys.map((key, at) => [key, values[at] ?? null] as const),
				]) as IDataObject,
			);
			if (found.length >= limit) return found;
		}
	}
	return found;
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
