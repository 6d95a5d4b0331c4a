import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { caught } from '../../../credentials/auth/core/caught';
import { keyOf } from '../openTrigger';

/** How much n8n remembers of a trigger; the oldest is forgotten. */
const mostEntries = 10_000;
/** For so long, in ms, each write names what this process has recorded before: another process may have written over it. */
const keptFor = 10_000;
/** The longest pause before a write is so many times as long as a write takes: then two processes seldom write at once. */
const apart = 24;
/** The bounds of that pause, in ms. */
const shortest = 100;
const longest = 2_000;

/** Whether other processes may record for the same trigger at the same time. */
export type Recording = 'alone' | 'shared';

interface Asking {
	ids: readonly string[];
	/** Takes those that n8n did not know. */
	answer(fresh: string[]): void;
	fail(error: unknown): void;
}

/** What this process records of one trigger. */
interface Recorder {
	recording: Recording;
	waiting: Asking[];
	isWriting: boolean;
	/** What was recorded in the last seconds, with its time in ms since the epoch. */
	recent: Map<string, number>;
	writes: number;
	/** How long a write takes, in ms; the longest of the last ones. */
	takes: number;
}

const recorders = new Map<string, Recorder>();

/**
 * Has n8n remember ids for all its processes, by its own deduplication. That reads a row, compares, and writes the row; two
 * processes that do so at once both find an id new, and the later write undoes the earlier. So a process that is not alone
 * writes at moments of chance, once for all that wait, and again what it has recorded, until it is sure to stay.
 * @returns those of the ids that were not known, each to one asker only within this process
 * @throws what n8n's deduplication throws
 */
export async function record(
	context: IExecuteFunctions,
	ids: readonly string[],
	recording: Recording,
): Promise<string[]> {
	if (ids.length === 0) return [];
	const recorder = recorderOf(keyOf(context));
	recorder.recording = recording;
	return await new Promise((answer, fail) => {
		recorder.waiting.push({ ids, answer, fail });
		void writeAll(recorder, context);
	});
}

function recorderOf(key: string): Recorder {
	const known = recorders.get(key);
	if (known !== undefined) return known;
	const recorder: Recorder = {
		recording: 'alone',
		waiting: [],
		isWriting: false,
		recent: new Map(),
		writes: 0,
		takes: 0,
	};
	recorders.set(key, recorder);
	return recorder;
}

/** The longest pause before a write, in ms. */
const pauseOf = ({ takes }: Recorder) => Math.min(Math.max(takes * apart, shortest), longest);

async function writeAll(recorder: Recorder, context: IExecuteFunctions): Promise<void> {
	if (recorder.isWriting) return;
	recorder.isWriting = true;
	while (recorder.waiting.length > 0) {
		if (recorder.recording === 'shared') await sleep(Math.random() * pauseOf(recorder));
		const asking = recorder.waiting.splice(0);
		const ids = new Set(asking.flatMap((one) => one.ids));
		try {
			const { fresh, isLost } = await write(recorder, context, ids);
			for (const one of asking) one.answer(one.ids.filter((id) => fresh.delete(id)));
			if (recorder.recording === 'shared' && (ids.size > 0 || isLost)) void checkLater(recorder, context);
		} catch (error) {
			for (const one of asking) one.fail(error);
		}
	}
	recorder.isWriting = false;
}

/** @returns those of the ids that neither n8n nor this process knew, and whether something recorded before was lost */
async function write(recorder: Recorder, { helpers }: IExecuteFunctions, ids: ReadonlySet<string>) {
	const { recent, recording } = recorder;
	const now = Date.now();
	for (const [id, at] of recent) if (at < now - keptFor) recent.delete(id);
	const all = recording === 'shared' ? [...new Set([...ids, ...recent.keys()])] : [...ids];
	const ask = async () =>
		await helpers.checkProcessedAndRecord(all, 'node', { mode: 'entries', maxEntries: mostEntries });
	recorder.writes += 1;
	const unknown = (await ask().catch(askAgain(ask))).new.map(String);
	recorder.takes = Math.max(Date.now() - now, recorder.takes * 0.8);
	const fresh = new Set(unknown.filter((id) => !recent.has(id)));
	for (const id of ids) recent.set(id, now);
	return { fresh, isLost: unknown.length > fresh.size };
}

/**
 * The first entry of all can be made once: who comes second at the same moment is told of an error. After any other error it
 * is not asked again, for what was written in spite of it would be taken for known: the execution fails with its items.
 */
const askAgain =
	<T>(ask: () => Promise<T>) =>
	async (error: Error): Promise<T> => {
		if (/unique|duplicate/i.test(error.message)) return await ask();
		throw caught(error);
	};

/** Records the same again until nothing of it was lost; where the process goes on recording, that does it. */
async function checkLater(recorder: Recorder, context: IExecuteFunctions): Promise<void> {
	const { writes } = recorder;
	await sleep(2 * pauseOf(recorder));
	if (recorder.writes !== writes) return;
	recorder.waiting.push({ ids: [], answer: nothing, fail: nothing });
	await writeAll(recorder, context);
}

const nothing = () => undefined;
