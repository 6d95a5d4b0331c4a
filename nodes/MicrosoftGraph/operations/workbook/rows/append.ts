import { cellsOf, writeRulesOf, writtenRow } from './mapping';
import { addColumns, planColumns, type RowEntry } from './columns';
import { fail, isOpen, notWritten, settle, stops, tryFor, type Step } from './step';
import type { Cell } from '../../../../shared/rows/cells';
import type { Place } from './place';
import { addToTable, formatDates, hasDates, piecesOf, writeCells } from './write';

/** A row to be added, and the items that get it as their result. */
export interface NewRow<E extends RowEntry = RowEntry> {
	entries: E[];
	cells: Cell[];
}

/** Adds a row for each item, at the end of its sheet or table. */
export async function appendRows(step: Step<RowEntry>): Promise<void> {
	const plan = planColumns(step);
	const rows: NewRow[] = [];
	for (const entry of step.entries.filter(isOpen)) {
		const cells = tryFor(entry, () => cellsOf(entry.mapped, plan.keys, writeRulesOf(entry.run.item)));
		if (cells !== undefined) rows.push({ entries: [entry], cells });
	}
	if (stops(step) || rows.length === 0) return;
	await addRows(step, await addColumns(step, plan), rows);
}

/** Adds rows in pieces, and settles their items. After a failure, no further piece is sent: the rows keep their order. */
export async function addRows(step: Step<RowEntry>, place: Place, rows: readonly NewRow[]): Promise<void> {
	let failure: { error: unknown } | undefined;
	let next = place.nextRow;
	const pieces = piecesOf(rows.map(({ cells }) => cells));
	if (pieces.length > 1) await step.openSession();
	for (const { from, to } of pieces) {
		const piece = rows.slice(from, to);
		if (failure !== undefined) {
			for (const { entries } of piece) for (const entry of entries) fail(entry, notWritten(failure.error));
			continue;
		}
		try {
			const first = await addPiece(step, place, { row: next, piece });
			next = first + piece.length;
			for (const [index, { entries, cells }] of piece.entries())
				for (const entry of entries)
					settle(entry, [writtenRow(entry.mapped, place.keys, cells, first + index + 1)]);
		} catch (error) {
			failure = { error };
			for (const { entries } of piece) for (const entry of entries) fail(entry, error);
		}
	}
}

/** @returns the place of the first row, from 0 */
async function addPiece(
	{ send, run, openSession }: Step<RowEntry>,
	place: Place,
	{ row, piece }: { row: number; piece: readonly NewRow[] },
): Promise<number> {
	const cells = piece.map((one) => one.cells);
	const { table } = place;
	if (table === undefined) {
		await writeCells(place.sheet, { row, column: place.header.column }, cells, send);
		return row;
	}
	const adding = { place: { ...place, table }, send, run };
	if (hasDates(cells)) await openSession();
	const first = await addToTable(adding, cells, row - place.body.row);
	await formatDates(adding, first, cells);
	return first;
}
