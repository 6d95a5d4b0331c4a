import type { IExecuteFunctions } from 'n8n-workflow';

import { memoryOf } from '../state/triggerState';
import { record, type Recording } from './dedupStore';
import { keyOf } from '../openTrigger';

/** How often an execution claims a change where other processes execute, too. */
const rounds = 4;
/** Claims of more at once would push the changes themselves out of what n8n remembers. So many come from polls alone. */
const mostClaimed = 500;

/** What a run notes besides the IDs of changes: that it has begun, and that it notes what it keeps, not what it leaves out. */
const begun = 'begun';
const notesKept = 'notesKept';

/** Has n8n remember words with a mark; gives those that it did not know with that mark. */
type Mark = (words: readonly string[], mark: string) => Promise<string[]>;

/**
 * Which changes an execution may pass on: those that no other execution was given before. One that is run again, since it
 * failed or died with n8n, has the same ones as the last time.
 * @param ids the changes that the execution was given
 * @param telling names the handing over of the changes: by it a run is known as the first one, or not
 * @throws what n8n's deduplication throws
 */
export async function dueOf(
	context: IExecuteFunctions,
	ids: readonly string[],
	telling: string,
): Promise<Set<string>> {
	const all = [...new Set(ids)];
	if (all.length === 0) return new Set();
	const { told } = memoryOf(keyOf(context));
	// What this process has found itself, no other one executes.
	const recording = all.some((id) => told.has(id)) ? 'alone' : 'shared';
	const mark = marking(context, recording);
	// In one write with the changes: n8n cannot die in between. And after them, since n8n forgets the oldest first.
	const first = marked(begun, runOf(telling, 0));
	const fresh = await record(context, [...all, first], recording);
	if (!fresh.includes(first)) return await dueAgain(all, telling, mark);

	let due = fresh.filter((id) => id !== first);
	// Two processes may have asked at the same moment, and both been told that it is new: then one of them is late in a round.
	const claims = recording === 'alone' || all.length > mostClaimed ? 0 : rounds;
	for (let round = 0; round < claims; round++) due = await mark(due, String(round));
	return await note(all, new Set(due), runOf(telling, 0), mark);
}

/** To ask what was noted is to write it, so a run's notes are read once: by the next run, which notes the same anew. */
async function dueAgain(all: readonly string[], telling: string, mark: Mark): Promise<Set<string>> {
	let run = 1;
	while ((await mark([begun], runOf(telling, run))).length === 0) run += 1;
	const last = runOf(telling, run - 1);
	const isKept = (await mark([notesKept], last)).length === 0;
	const unnoted = new Set(await mark(all, last));
	const due = all.filter((id) => unnoted.has(id) !== isKept);
	return await note(all, new Set(due), runOf(telling, run), mark);
}

/** Notes what a run leaves out, or, where that is less, what it keeps. */
async function note(all: readonly string[], due: Set<string>, run: string, mark: Mark): Promise<Set<string>> {
	const leftOut = all.filter((id) => !due.has(id));
	await mark(leftOut.length > due.size ? [notesKept, ...due] : leftOut, run);
	return due;
}

const runOf = (telling: string, run: number) => `${telling} ${run}`;

const marked = (word: string, mark: string) => `${word} ${mark}`;

const marking =
	(context: IExecuteFunctions, recording: Recording): Mark =>
	async (words, mark) => {
		const all = words.map((word) => marked(word, mark));
		const unknown = await record(context, all, recording);
		return unknown.map((one) => one.slice(0, one.length - mark.length - 1));
	};
