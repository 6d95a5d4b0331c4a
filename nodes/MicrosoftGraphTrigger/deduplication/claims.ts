import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { caught } from '../../../credentials/auth/core/caught';

/**
 * How often an execution claims a change where other processes execute, too. Measured with two processes that are given the
 * same changes at the same moment, 40 in 150 ms, and a database that takes 2 to 100 ms to read, and as long to write:
 * without claims 33 to 389 of 10,000 changes are passed on twice, with one claim 126 of 70,000, with two 39 of 90,000, with
 * four none of 90,000. When two writes collide, all changes of a write get through, so each claim counts. They take time: at
 * 5 ms the median is 0.6 s with one and 0.8 s with four, at 30 ms 1.6 s and 4 s.
 */
const claimRounds = 4;
/** Claims of more at once would push the changes themselves out of what n8n remembers. So many come from polls alone. */
const maxClaimedIds = 500;

/** How much n8n remembers of a trigger; the oldest is dropped. */
const maxEntries = 10_000;
/** How long, in ms, each write names what this process has recorded before: another process may have written over it. */
const rewriteMs = 10_000;
/** The longest pause before a write is so many times as long as a write takes: then two processes seldom write at once. */
const pauseFactor = 24;
/** The bounds of that pause, in ms. */
const minPauseMs = 100;
const maxPauseMs = 2_000;

/** What n8n remembers of one trigger. */
export interface ProcessedIds {
	context: IExecuteFunctions;
	/** Names the trigger in this process. */
	key: string;
	/** Whether other processes may record for the same trigger at the same time. */
	isShared: boolean;
}

interface Pending {
	ids: readonly string[];
	/** Takes those that n8n did not know. */
	resolve(fresh: string[]): void;
	reject(error: unknown): void;
}

/** What this process records of one trigger. */
interface Recorder {
	isShared: boolean;
	pending: Pending[];
	isWriting: boolean;
	/** What was recorded in the last seconds, with its time in ms since the epoch. */
	recent: Map<string, number>;
	writes: number;
	/** How long a write takes, in ms; the longest of the last ones. */
	writeMs: number;
}

const recorders = new Map<string, Recorder>();

/**
 * Claims IDs that were new to n8n for this execution. Two processes may have asked at the same moment, and both got the
 * answer that they are new: then one of them is late in a claim. In each, at least the first gets through.
 * @returns those that this execution may pass on
 * @throws what n8n's deduplication throws
 */
export async function claim(processed: ProcessedIds, ids: readonly string[]): Promise<string[]> {
	if (!processed.isShared || ids.length > maxClaimedIds) return [...ids];
	let claimed = [...ids];
	for (let round = 0; round < claimRounds; round++) {
		claimed = await recordProcessed(processed, claimed, String(round));
	}
	return claimed;
}

/**
 * Has n8n remember IDs for all its processes, by its own deduplication. That reads a row, compares, and writes the row; two
 * processes that do so at once both find an ID new, and the later write undoes the earlier. So a process that isn't alone
 * writes at random moments, once for all that wait, and rewrites what it has recorded, until it's sure to stay.
 * @param mark records the IDs with a mark, as something other than the IDs alone
 * @returns those of the IDs that were not known (with that mark), each to one caller only within this process
 * @throws what n8n's deduplication throws
 */
export async function recordProcessed(
	{ context, key, isShared }: ProcessedIds,
	ids: readonly string[],
	mark?: string,
): Promise<string[]> {
	if (ids.length === 0) return [];
	const recorder = recorderOf(key);
	recorder.isShared = isShared;
	const marked = (id: string) => (mark === undefined ? id : `${id} ${mark}`);
	const fresh = await new Promise<string[]>((resolve, reject) => {
		recorder.pending.push({ ids: ids.map(marked), resolve, reject });
		void writeAll(recorder, context);
	});
	const unknown = new Set(fresh);
	return ids.filter((id) => unknown.has(marked(id)));
}

function recorderOf(key: string): Recorder {
	const known = recorders.get(key);
	if (known !== undefined) return known;
	const recorder: Recorder = {
		isShared: false,
		pending: [],
		isWriting: false,
		recent: new Map(),
		writes: 0,
		writeMs: 0,
	};
	recorders.set(key, recorder);
	return recorder;
}

/** The longest pause before a write, in ms. */
const maxPauseOf = ({ writeMs }: Recorder) =>
	Math.min(Math.max(writeMs * pauseFactor, minPauseMs), maxPauseMs);

async function writeAll(recorder: Recorder, context: IExecuteFunctions): Promise<void> {
	if (recorder.isWriting) return;
	recorder.isWriting = true;
	while (recorder.pending.length > 0) {
		if (recorder.isShared) await sleep(Math.random() * maxPauseOf(recorder));
		const pending = recorder.pending.splice(0);
		const ids = new Set(pending.flatMap((one) => one.ids));
		try {
			const { fresh, isLost } = await write(recorder, context, ids);
			for (const one of pending) one.resolve(one.ids.filter((id) => fresh.delete(id)));
			if (recorder.isShared && (ids.size > 0 || isLost)) void rewriteLater(recorder, context);
		} catch (error) {
			for (const one of pending) one.reject(error);
		}
	}
	recorder.isWriting = false;
}

/** @returns those of the ids that neither n8n nor this process knew, and whether something recorded before was lost */
async function write(recorder: Recorder, { helpers }: IExecuteFunctions, ids: ReadonlySet<string>) {
	const { recent, isShared } = recorder;
	const now = Date.now();
	for (const [id, at] of recent) if (at < now - rewriteMs) recent.delete(id);
	const all = isShared ? [...new Set([...ids, ...recent.keys()])] : [...ids];
	const record = async () =>
		await helpers.checkProcessedAndRecord(all, 'node', { mode: 'entries', maxEntries });
	recorder.writes += 1;
	const result = await record().catch(async (error: Error) => {
		// The first entry of all can be made once: who comes second at the same moment gets an error, and retries. After any
		// other error there's no retry, since what was written in spite of it would be taken for known.
		if (/unique|duplicate/i.test(error.message)) return await record();
		throw caught(error);
	});
	const unknown = result.new.map(String);
	recorder.writeMs = Math.max(Date.now() - now, recorder.writeMs * 0.8);
	const fresh = new Set(unknown.filter((id) => !recent.has(id)));
	for (const id of ids) recent.set(id, now);
	return { fresh, isLost: unknown.length > fresh.size };
}

/** Rewrites until nothing of it was lost; where the process goes on recording, that does it. */
async function rewriteLater(recorder: Recorder, context: IExecuteFunctions): Promise<void> {
	const { writes } = recorder;
	await sleep(2 * maxPauseOf(recorder));
	if (recorder.writes !== writes) return;
	recorder.pending.push({ ids: [], resolve: () => undefined, reject: () => undefined });
	await writeAll(recorder, context);
}
