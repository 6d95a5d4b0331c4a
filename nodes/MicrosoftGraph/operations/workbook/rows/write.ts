import type { Send } from '../../../../graph/client';
import { isOutcomeUnknown } from '../../../../graph/errors/outcomeUnknown';
import { requestError } from '../../../../graph/errors/requestError';
import { caught } from '../../../../../credentials/auth/core/caught';
import type { Block } from '../../../../shared/resources/workbook';
import { blockOf } from '../../../../shared/resources/workbook';
import { comparable, untouched, type Cell } from '../../../../shared/rows/cells';
import type { ItemRun } from '../../../../shared/itemRun';
import type { Place } from './place';
import { rangePath, readRange, readValues } from './range';

/** The most bytes of values in one request: Graph takes about 4 MB. */
const maxBytes = 1_000_000;
/** The most cells in one request: Excel takes long for more. */
const maxCells = 50_000;
/** The rows of a sheet. Source: "Excel specifications and limits". */
const maxRows = 1_048_576;

/** Rows to be written at once: `from` is included, `to` isn't. */
export interface Piece {
	from: number;
	to: number;
}

/** Splits rows into pieces that Graph takes in one request. */
export function piecesOf(rows: ReadonlyArray<readonly Cell[]>): Piece[] {
	const pieces: Piece[] = [];
	let from = 0;
	let bytes = 0;
	for (const [index, row] of rows.entries()) {
		const size = Buffer.byteLength(JSON.stringify(row.map(({ value }) => value)));
		if (index > from && (bytes + size > maxBytes || (index - from + 1) * row.length > maxCells)) {
			pieces.push({ from, to: index });
			from = index;
			bytes = 0;
		}
		bytes += size;
	}
	if (rows.length > from) pieces.push({ from, to: rows.length });
	return pieces;
}

/**
 * Writes cells; untouched ones stay as they are. The same cells get the same values if it happens twice.
 * @param from the first row and column of the cells, from 0
 */
export async function writeCells(
	sheet: readonly string[],
	{ row, column }: Pick<Block, 'row' | 'column'>,
	rows: ReadonlyArray<readonly Cell[]>,
	send: Send,
): Promise<void> {
	const columns = rows[0]?.length ?? 0;
	if (rows.length === 0 || columns === 0) return;
	if (row + rows.length > maxRows) {
		throw requestError({
			what: `The sheet has no room: a sheet has ${maxRows} rows.`,
			fix: 'Use another sheet, or delete rows first.',
		});
	}
	const isFormatted = hasDates(rows);
	await send({
		method: 'PATCH',
		path: rangePath(sheet, { row, column, rows: rows.length, columns, prefix: '' }),
		body: {
			...(isFormatted && { numberFormat: rows.map((cells) => cells.map(({ format }) => format ?? null)) }),
			values: rows.map((cells) => cells.map(({ value }) => value)),
		},
		idempotent: true,
	});
}

/** What adding rows to a table takes. */
export interface Adding {
	place: Place & { table: string[] };
	send: Send;
	run: Pick<ItemRun, 'wait' | 'hint'>;
}

/** The waits before the checks whether rows were added, in ms: Excel may still be at it. */
const pauses = [0, 1_000, 2_000, 4_000];
/** How often rows are sent, if they're certain not to be there. */
const maxSends = 3;

/**
 * Adds rows at the end of a table, once: if Excel's response is lost, it's checked whether they are there.
 * @param count how many rows the table has now
 * @returns the place of the first one in the sheet, from 0
 * @throws an error with an unknown outcome if that can't be decided; then they aren't sent again
 */
export async function addToTable(
	adding: Adding,
	rows: ReadonlyArray<readonly Cell[]>,
	count: number,
): Promise<number> {
	const { place, send } = adding;
	for (let sends = 1; ; sends++) {
		const body = sends === 1 ? { ...place.body, rows: count } : await bodyOf(adding);
		try {
			const response = await send({
				method: 'POST',
				path: [...place.table, 'rows', 'add'],
				expectedResponse: 'createdOrFound',
				body: { index: null, values: rows.map((cells) => cells.map(({ value }) => value)) },
			});
			const { index } = response.body as { index?: unknown };
			return body.row + (typeof index === 'number' ? index : body.rows);
		} catch (error) {
			if (!isOutcomeUnknown(error)) throw caught(error);
			const found = await findAdded(adding, body, rows).catch(() => 'unclear' as const);
			if (typeof found === 'number') return found;
			if (found === 'unclear' || sends >= maxSends) throw caught(error);
		}
	}
}

/** Where the rows of a table are now. */
export async function bodyOf({ place, send }: Pick<Adding, 'place' | 'send'>): Promise<Block> {
	const { address } = await readRange([...place.table, 'dataBodyRange'], 'address', send);
	const block = typeof address === 'string' ? blockOf(address) : undefined;
	if (block !== undefined) return block;
	throw requestError({ what: "Excel didn't say where the table's rows are.", fix: 'Run this again.' });
}

/** The place of rows that may have been added; `none` if they certainly aren't there. */
async function findAdded(
	adding: Adding,
	before: Block,
	rows: ReadonlyArray<readonly Cell[]>,
): Promise<number | 'none' | 'unclear'> {
	const { place, send, run } = adding;
	// What Excel reads as it likes can't be recognized.
	const isKnown = rows.every((cells) => cells.some(({ reads }) => reads !== undefined && reads !== ''));
	let grown = false;
	for (const pause of pauses) {
		await run.wait(pause);
		const now = await bodyOf(adding);
		const added = now.rows - before.rows;
		if (added <= 0) continue;
		grown = true;
		const values = await readValues(place.sheet, { ...now, row: now.row + before.rows, rows: added }, send);
		for (let start = 0; start + rows.length <= added; start++) {
			if (isKnown && rows.every((cells, index) => isSame(cells, values[start + index] ?? [])))
				return now.row + before.rows + start;
		}
	}
	return grown ? 'unclear' : 'none';
}

/** Whether a row is what was written. */
const isSame = (cells: readonly Cell[], values: readonly unknown[]): boolean =>
	cells.every(({ reads }, index) => reads === undefined || isEqual(reads, values[index]));

/** Excel keeps 15 digits of a number. */
const isEqual = (one: unknown, other: unknown): boolean =>
	typeof one === 'number' && typeof other === 'number'
		? Math.abs(one - other) <= Math.abs(one) * 1e-14
		: comparable(one) === comparable(other);

/** Whether there's a date among the cells, whose number format is written too. */
export const hasDates = (rows: ReadonlyArray<readonly Cell[]>): boolean =>
	rows.some((cells) => cells.some(({ format }) => format !== undefined));

/** Sets the number formats of dates in rows that were added: rows are added without. */
export async function formatDates(
	{ place, send, run }: Adding,
	row: number,
	rows: ReadonlyArray<readonly Cell[]>,
): Promise<void> {
	if (!hasDates(rows)) return;
	const dates = rows.map((cells) => cells.map((cell) => (cell.format === undefined ? untouched : cell)));
	await writeCells(place.sheet, { row, column: place.header.column }, dates, send).catch(() =>
		run.hint('Rows were added, but their dates are shown as numbers: Excel refused the number format'),
	);
}
