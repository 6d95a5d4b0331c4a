import { caught } from '../../../../../credentials/auth/core/caught';
import { isOutcomeUnknown } from '../../../../graph/errors/outcomeUnknown';
import { requestError } from '../../../../graph/errors/requestError';
import { shown } from '../../../../graph/errors/shown';
import type { Block } from '../../../../shared/resources/workbook';
import { comparable } from '../../../../shared/rows/cells';
import { noColumn } from './mapping';
import type { Place } from './place';
import { rangePath, readValues } from './range';
import { fail, isOpen, notWritten, settle, stops, tryFor, type Entry, type Step } from './step';
import { bodyOf } from './write';

/** An item that removes rows. */
export interface RemovalEntry extends Entry {
	/** By their numbers in the sheet, or by the value of a column. */
	rows: { numbers: Array<[first: number, last: number]> } | { column: string; value: string };
	clearOnly: boolean;
	noMatch: 'error' | 'ignore';
}

/**
 * Removes the rows of all items at once: they're found before any is removed, and removed from the bottom up, so that the
 * numbers of the others stay right.
 */
export async function removeRows(step: Step<RemovalEntry>): Promise<void> {
	const { entries, place, send } = step;
	const needsValues = entries.some(({ rows }) => 'column' in rows);
	const lines = needsValues ? await readValues(place.sheet, place.body, send) : [];
	const found = new Map<RemovalEntry, number[]>();
	for (const entry of entries.filter(isOpen)) {
		const rows = tryFor(entry, () => rowsOf(entry, place, lines));
		if (rows !== undefined) found.set(entry, rows);
	}
	if (stops(step)) return;
	const all = [...new Set([...found.values()].flat())].sort((one, other) => one - other);
	const [first] = entries;
	const failures = new Map<number, unknown>();
	let failure: { error: unknown } | undefined;
	const blocks = blocksOfRows(all, place).reverse();
	// A table's rows are deleted one by one.
	const isOne = blocks.length <= 1 && (all.length <= 1 || place.table === undefined);
	if (!isOne) await step.openSession();
	for (const block of blocks) {
		const own = all.filter((row) => row >= block.row && row < block.row + block.rows);
		if (failure === undefined) {
			await (first?.clearOnly === true ? clear(place, block, step) : remove(place, block, step)).catch(
				(error: unknown) => {
					failure = { error };
					for (const row of own) failures.set(row, error);
				},
			);
		} else for (const row of own) failures.set(row, notWritten(failure.error));
	}
	for (const [entry, rows] of found) {
		const failed = rows.find((row) => failures.has(row));
		if (failed !== undefined) fail(entry, failures.get(failed));
		else
			settle(
				entry,
				rows.length === 0
					? []
					: [{ [entry.clearOnly ? 'cleared' : 'deleted']: true, rows: rows.map((row) => row + 1) }],
			);
	}
}

/** The rows of an item, from 0 within the sheet. @throws RequestError if there are none */
function rowsOf({ rows, noMatch }: RemovalEntry, place: Place, lines: readonly unknown[][]): number[] {
	const { row: top, rows: count } = place.body;
	if ('numbers' in rows) {
		const outside = rows.numbers.find(([first, last]) => first - 1 < top || last > top + count);
		if (outside !== undefined) {
			throw requestError({
				what: `"Row Numbers" contains ${outside[0] - 1 < top ? outside[0] : outside[1]}, which isn't one of the rows with data.`,
				fix: `They are the rows ${top + 1} to ${top + count}; the one above has the names of the columns.`,
			});
		}
		return rows.numbers.flatMap(([first, last]) =>
			Array.from({ length: last - first + 1 }, (_, index) => first - 1 + index),
		);
	}
	const at = place.keys.indexOf(rows.column);
	if (at < 0) throw noColumn(rows.column, place.keys);
	const found = lines.flatMap((line, index) => (comparable(line[at]) === rows.value ? [top + index] : []));
	if (found.length > 0 || noMatch === 'ignore') return found;
	throw requestError({
		what: `No row has ${shown(rows.value)} in ${shown(rows.column)}.`,
		fix: 'Check the value: texts match exactly, with their case. To skip such items, set "If No Row Matches" under "Options".',
	});
}

/** The most rows that are removed at once. */
const maxRowsAtOnce = 5_000;

/** Adjacent rows as blocks of cells. */
function blocksOfRows(rows: readonly number[], { header }: Place): Block[] {
	const blocks: Block[] = [];
	for (const row of rows) {
		const last = blocks.at(-1);
		if (last !== undefined && last.row + last.rows === row && last.rows < maxRowsAtOnce) last.rows += 1;
		else blocks.push({ ...header, row, rows: 1, prefix: '' });
	}
	return blocks;
}

async function clear(place: Place, block: Block, { send }: Step<RemovalEntry>): Promise<void> {
	await send({
		method: 'POST',
		path: [...rangePath(place.sheet, block), 'clear'],
		body: { applyTo: 'Contents' },
		expectedResponse: 'done',
		idempotent: true,
	});
}

/** Deletes cells, and moves those below up. */
async function remove(place: Place, block: Block, step: Step<RemovalEntry>): Promise<void> {
	if (place.table === undefined) return await removeCells(place, block, step);
	const adding = { place: { ...place, table: place.table }, send: step.send };
	for (let row = block.row + block.rows - 1; row >= block.row; row--) {
		const count = (await bodyOf(adding)).rows;
		const index = row - place.body.row;
		await once(step, {
			request: async () =>
				await step.send({
					method: 'DELETE',
					path: [...adding.place.table, 'rows', `itemAt(index=${index})`],
					// The next row then has the index of the deleted one.
					idempotent: false,
					expectedResponse: 'done',
				}),
			isDone: async () => {
				const now = (await bodyOf(adding)).rows;
				// A table keeps an empty row.
				if (count === 1) return undefined;
				if (now === count - 1) return true;
				return now === count ? false : undefined;
			},
		});
	}
}

async function removeCells(place: Place, block: Block, step: Step<RemovalEntry>): Promise<void> {
	const end = place.body.row + place.body.rows;
	const below: Block = { ...block, rows: Math.min(end - block.row, block.rows + maxRowsAtOnce) };
	const before = await readValues(place.sheet, below, step.send);
	await once(step, {
		request: async () =>
			await step.send({
				method: 'POST',
				path: [...rangePath(place.sheet, block), 'delete'],
				body: { shift: 'Up' },
				expectedResponse: 'done',
			}),
		isDone: async () => {
			const now = await readValues(place.sheet, { ...below, rows: below.rows }, step.send);
			const compared = Math.max(1, before.length - block.rows);
			const stayed = isSame(now.slice(0, compared), before.slice(0, compared));
			const moved = isSame(now.slice(0, before.length - block.rows), before.slice(block.rows));
			if (before.length <= block.rows) return !stayed;
			return stayed === moved ? undefined : moved;
		},
	});
}

const isSame = (one: readonly unknown[][], other: readonly unknown[][]): boolean =>
	JSON.stringify(one) === JSON.stringify(other);

/** The waits before the checks whether rows are gone, in ms. */
const pauses = [0, 1_000, 2_000, 4_000];
/** How often it's tried, if it's certain that nothing was done. */
const maxTries = 3;

/** Does something once: if Excel's response is lost, it's checked whether it was done. */
async function once(
	{ run }: Step<RemovalEntry>,
	{
		request,
		isDone,
	}: {
		request: () => Promise<unknown>;
		/** `undefined` if it can't be said. */
		isDone: () => Promise<boolean | undefined>;
	},
): Promise<void> {
	for (let tries = 1; ; tries++) {
		try {
			await request();
			return;
		} catch (error) {
			if (!isOutcomeUnknown(error)) throw caught(error);
			let done: boolean | undefined;
			for (const pause of pauses) {
				await run.wait(pause);
				done = await isDone().catch(() => undefined);
				if (done === true) return;
			}
			if (done === undefined || tries >= maxTries) throw caught(error);
		}
	}
}
