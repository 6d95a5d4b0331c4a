import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../../graph/errors/requestError';
import { shown } from '../../../../graph/errors/shown';
import { comparable, untouched, type Cell } from '../../../../shared/rows/cells';
import { addRows, type NewRow } from './append';
import { addColumns, planColumns, type RowEntry } from './columns';
import { rowNumberKey } from './fields';
import { cellsOf, noColumn, valueFor, writeRulesOf, writtenRow } from './mapping';
import type { Place } from './place';
import { readValues } from './range';
import { fail, isOpen, notWritten, settle, stops, tryFor, type Step } from './step';
import { piecesOf, writeCells } from './write';

/** An item that changes rows. */
export interface ChangeEntry extends RowEntry {
	/** What to do if no row matches. */
	noMatch: 'append' | 'error' | 'ignore';
}

/** The rows of a sheet by the values of some columns. */
interface RowIndex {
	/** The rows that an item matches, from 0 within the body. */
	find(values: readonly string[]): readonly number[];
}

/**
 * Changes the rows that have an item's values in the columns to match, and adds rows for items without any, if wanted.
 * Rows are read once, and written once, whatever the number of items: a later item sees what an earlier one changes.
 */
export async function changeRows(step: Step<ChangeEntry>): Promise<void> {
	for (const entry of step.entries) tryFor(entry, () => checkMatching(entry, step.place));
	const plan = planColumns(step);
	const open = step.entries.filter(isOpen);
	const [first] = open;
	if (first === undefined || stops(step)) return;
	const { matching } = first.mapped;
	const index = await indexOf(step, matching);
	const changed = new Map<number, Cell[]>();
	const changes: Array<{ entry: ChangeEntry; rows: readonly number[]; cells: Cell[] }> = [];
	const added = new Map<string, NewRow<ChangeEntry>>();

	for (const entry of open) {
		const cells = tryFor(entry, () => cellsOf(entry.mapped, plan.keys, writeRulesOf(entry.run.item)));
		if (cells === undefined) continue;
		const values = tryFor(entry, () => matchValues(entry, matching, plan.keys, cells));
		if (values === undefined) continue;
		const rows = index.find(values);
		const own = cells.map((cell, at) => (matching.includes(plan.keys[at] ?? '') ? untouched : cell));
		const key = JSON.stringify(values);
		const before = added.get(key);
		if (rows.length > 0) {
			for (const row of rows) changed.set(row, merged(changed.get(row), own));
			changes.push({ entry, rows, cells });
		} else if (before !== undefined) {
			before.cells = merged(before.cells, own);
			before.entries.push(entry);
		} else if (entry.noMatch === 'append') added.set(key, { entries: [entry], cells });
		else if (entry.noMatch === 'ignore') settle(entry, []);
		else fail(entry, noRow(matching, values));
	}
	if (stops(step)) return;
	const place = await addColumns(step, plan);
	await writeChanged(step, place, { changed, changes, isLast: added.size === 0 });
	if (stops(step) || added.size === 0) return;
	await addRows(step, place, [...added.values()]);
}

function checkMatching({ mapped, noMatch }: ChangeEntry, { keys, isEmpty }: Place): void {
	const fix = 'Choose it under "Columns", "Column to Match On".';
	if (mapped.matching.length === 0)
		throw requestError({ what: 'No column is chosen by which rows are found.', fix });
	if (isEmpty && noMatch === 'append') return;
	const unknown = mapped.matching.find((name) => name !== rowNumberKey && !keys.includes(name));
	if (unknown === undefined) return;
	throw noColumn(unknown, keys);
}

/** What an item's rows have in the columns to match. @throws RequestError if one is empty */
function matchValues(
	{ mapped }: ChangeEntry,
	matching: readonly string[],
	keys: readonly string[],
	cells: readonly Cell[],
): string[] {
	return matching.map((name) => {
		const { value, reads } = cells[keys.indexOf(name)] ?? untouched;
		const text = name === rowNumberKey ? comparable(valueFor(mapped, name)) : comparable(reads ?? value);
		if (text !== '') return text;
		throw requestError({
			what: `The item has no value for the column ${shown(name)}, by which rows are found.`,
			fix: 'Check that the item has a value for it: an empty one would match all rows without one.',
		});
	});
}

const noRow = (matching: readonly string[], values: readonly string[]): Error =>
	requestError({
		what: `No row has ${matching.map((name, index) => `${shown(values[index] ?? '')} in ${shown(name)}`).join(' and ')}.`,
		fix: 'Check the value: texts match exactly, with their case. To add a row then, use "Append or Update Rows"; to skip such items, set "If No Row Matches" under "Options".',
	});

/** Reads the columns to match. */
async function indexOf({ place, send }: Step<ChangeEntry>, matching: readonly string[]): Promise<RowIndex> {
	const { body } = place;
	if (place.isEmpty) return { find: () => [] };
	if (matching.includes(rowNumberKey)) {
		return {
			find: ([text = '']) => {
				const row = Number(text) - 1 - body.row;
				return Number.isInteger(row) && row >= 0 && row < body.rows ? [row] : [];
			},
		};
	}
	const places = matching.map((name) => place.keys.indexOf(name));
	const [left, right] = [Math.min(...places), Math.max(...places)];
	const block = { ...body, column: body.column + left, columns: right - left + 1 };
	const lines = await readValues(place.sheet, block, send);
	const rows = new Map<string, number[]>();
	for (const [row, line] of lines.entries()) {
		const key = JSON.stringify(places.map((at) => comparable(line[at - left])));
		const known = rows.get(key);
		if (known) known.push(row);
		else rows.set(key, [row]);
	}
	return { find: (values) => rows.get(JSON.stringify(values)) ?? [] };
}

/** Cells with later ones over them. */
const merged = (before: readonly Cell[] | undefined, later: readonly Cell[]): Cell[] =>
	later.map((cell, index) => (cell.value === null ? (before?.[index] ?? cell) : cell));

/** Rows that are so close are written at once, with those between left as they are. */
const maxGap = 50;

/** Writes changed rows, close ones at once, and settles their items. */
async function writeChanged(
	{ send, openSession }: Step<ChangeEntry>,
	place: Place,
	{
		changed,
		changes,
		isLast,
	}: {
		changed: ReadonlyMap<number, Cell[]>;
		changes: ReadonlyArray<{ entry: ChangeEntry; rows: readonly number[]; cells: Cell[] }>;
		/** Whether no rows are added afterwards. */
		isLast: boolean;
	},
): Promise<void> {
	const failures = new Map<number, unknown>();
	let failure: { error: unknown } | undefined;
	const writes = writesOf(changed, place);
	if (writes.length > (isLast ? 1 : 0)) await openSession();
	for (const { row, own, rows } of writes) {
		if (failure === undefined) {
			const at = { row: place.body.row + row, column: place.header.column };
			await writeCells(place.sheet, at, rows, send).catch((error: unknown) => {
				failure = { error };
				for (const one of own) failures.set(one, error);
			});
		} else for (const one of own) failures.set(one, notWritten(failure.error));
	}
	for (const { entry, rows, cells } of changes) {
		const failed = rows.find((row) => failures.has(row));
		if (failed !== undefined) fail(entry, failures.get(failed));
		else
			settle(
				entry,
				rows.map((row): IDataObject => writtenRow(entry.mapped, place.keys, cells, place.body.row + row + 1)),
			);
	}
}

/** Rows that are written at once, from the row of the first one within the body. */
interface ChangeWrite {
	row: number;
	/** Those of them that are changed. */
	own: number[];
	rows: Cell[][];
}

function writesOf(changed: ReadonlyMap<number, Cell[]>, place: Place): ChangeWrite[] {
	const blank = place.keys.map(() => untouched);
	return runsOf([...changed.keys()].sort((one, other) => one - other)).flatMap((run) => {
		const [first = 0] = run;
		const length = (run.at(-1) ?? 0) - first + 1;
		const rows = Array.from({ length }, (_, at) => changed.get(first + at) ?? blank);
		return piecesOf(rows)
			.map(({ from, to }) => ({
				row: first + from,
				own: run.filter((row) => row >= first + from && row < first + to),
				rows: rows.slice(from, to),
			}))
			.filter(({ own }) => own.some((row) => hasContent(changed.get(row))));
	});
}

const hasContent = (cells: readonly Cell[] = []): boolean => cells.some(({ value }) => value !== null);

/** Groups of rows that are close to each other. */
function runsOf(rows: readonly number[]): number[][] {
	const runs: number[][] = [];
	for (const row of rows) {
		const last = runs.at(-1);
		if (last !== undefined && row - (last.at(-1) ?? 0) <= maxGap) last.push(row);
		else runs.push([row]);
	}
	return runs;
}
