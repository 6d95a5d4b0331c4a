import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../../graph/errors/requestError';
import type { Send } from '../../../../graph/client';
import type { ItemRun } from '../../../../shared/itemRun';
import { withTurn, type Turn } from '../../../../shared/resources/workbookSession';
import type { Settled, Together } from '../../../operation';
import { findPlace, targetOf, workbookKey, workbookOfItem, type Place, type Target } from './place';
import { readTogetherBy } from './readTogether';

/** One item on its way through a step. */
export interface Entry {
	run: ItemRun;
	/** What came of it, once that is known. */
	settled?: Settled;
}

/** Items of one sheet or table, and where their rows are. */
export interface Step<E extends Entry> {
	entries: readonly E[];
	place: Place;
	send: Send;
	/** Opens a session with the workbook, if there is none yet: to be called before a change that others follow. */
	openSession: Turn['openSession'];
	/** The first item: for what concerns all of them. */
	run: ItemRun;
	/** Whether valid items are carried out if others are invalid. */
	goesOn: boolean;
}

/** What an operation on rows does. */
export interface RowWork<E extends Entry> {
	/** Reads an item's fields. @throws RequestError for an invalid one */
	prepare: (run: ItemRun) => Omit<E, 'run' | 'settled'>;
	/** Identifies, in addition to the place, which items can be done at once. */
	with?: (run: ItemRun) => unknown;
	/** Carries out the items of one sheet or table, and settles each. @throws what fails those that aren't settled */
	work: (step: Step<E>) => Promise<void>;
}

/** Settles an item. */
export function settle(entry: Entry, results: IDataObject[]): void {
	entry.settled = { results };
}

/** Fails an item. */
export function fail(entry: Entry, error: unknown): void {
	entry.settled = { error };
}

/** Runs something for an item; if that fails, only this item does. */
export function tryFor<T>(entry: Entry, work: () => T): T | undefined {
	try {
		return work();
	} catch (error) {
		fail(entry, error);
		return undefined;
	}
}

export const isOpen = ({ settled }: Entry): boolean => settled === undefined;
const hasFailed = ({ settled }: Entry): boolean => settled !== undefined && 'error' in settled;

/** Whether a step stops before it changes anything: an item is invalid, and the node doesn't continue on fail. */
export const stops = ({ entries, goesOn }: Pick<Step<Entry>, 'entries' | 'goesOn'>): boolean =>
	!goesOn && entries.some(hasFailed);

/** The error of an item whose turn didn't come, because an earlier request of the same step failed. */
export const notWritten = (error: unknown): Error =>
	requestError({
		what: "The row wasn't written, because an earlier part of the same rows failed.",
		why: error instanceof Error ? error.message : '',
		fix: 'Fix the first failed item, and run this again for the failed ones.',
	});

/**
 * Runs items that change rows: all of one workbook go together, sheet by sheet, in one session if they take several
 * changes. Executions in the same process that change rows of the same workbook wait for each other: otherwise, both would
 * write to the same free rows.
 */
export function rowStep<E extends Entry>(rowWork: RowWork<E>): Together {
	return {
		key: (item) =>
			item.derive('workbook', () => {
				targetOf(item);
				return workbookKey(item);
			}),
		run: async (runs, goesOn) => {
			const entries = runs.map((run) => prepared(run, rowWork));
			const open = entries.filter(isOpen);
			const [first] = open;
			if (first !== undefined && !stops({ entries, goesOn })) {
				await inWorkbook(first, open).catch((error: unknown) => {
					for (const entry of entries.filter(isOpen)) fail(entry, error);
				});
			}
			return entries.map(({ settled }) => settled);

			async function inWorkbook({ run }: E, all: readonly E[]): Promise<void> {
				const workbook = await workbookOfItem(run.item, run.send);
				const targets = byTarget(all, rowWork);
				await withTurn(run, workbook, async (turn) => {
					if (targets.length > 1) await turn.openSession();
					for (const { target, entries: own } of targets) {
						await workOn({ workbook, target, entries: own, turn, goesOn }, rowWork);
						if (stops({ entries: own, goesOn })) return;
					}
				});
			}
		},
	};
}

function prepared<E extends Entry>(run: ItemRun, { prepare }: RowWork<E>): E {
	const entry: Entry = { run };
	return Object.assign(
		entry,
		tryFor(entry, () => prepare(run)),
	) as E;
}

/** The items of each sheet or table, in the order of the first of each. */
function byTarget<E extends Entry>(
	entries: readonly E[],
	rowWork: RowWork<E>,
): Array<{ target: Target; entries: E[] }> {
	const groups = new Map<string, { target: Target; entries: E[] }>();
	for (const entry of entries) {
		const { item } = entry.run;
		const { target, place } = item.derive('target', () => {
			const own = targetOf(item);
			return { target: own, place: JSON.stringify(own) };
		});
		const key = rowWork.with === undefined ? place : JSON.stringify([place, rowWork.with(entry.run)]);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, { target, entries: [entry] });
		else group.entries.push(entry);
	}
	return [...groups.values()];
}

interface TargetWork<E extends Entry> {
	workbook: readonly string[];
	target: Target;
	entries: readonly E[];
	turn: Turn;
	goesOn: boolean;
}

async function workOn<E extends Entry>(
	{ workbook, target, entries, turn, goesOn }: TargetWork<E>,
	{ work }: RowWork<E>,
): Promise<void> {
	const [first] = entries;
	if (first === undefined) return;
	try {
		const { send, openSession } = turn;
		// The parts of a batch aren't in the session.
		const readTogether = turn.inSession() ? undefined : readTogetherBy(first.run);
		const place = await findPlace(workbook, target, send, readTogether);
		if (place.renamed.length > 0)
			first.run.hint(
				'The header row has empty or repeated names, so columns have other names',
				place.renamed.join(', '),
			);
		await work({ entries, place, send, openSession, run: first.run, goesOn });
	} catch (error) {
		for (const entry of entries.filter(isOpen)) fail(entry, error);
	}
}
