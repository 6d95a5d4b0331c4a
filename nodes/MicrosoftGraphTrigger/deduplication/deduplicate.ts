import { claim, recordProcessed, type ProcessedIds } from './claims';

/** What a run notes in addition to the IDs of changes: that it has begun, and that it notes what it keeps, not what it drops. */
const begun = 'begun';
const notesKept = 'notesKept';

/**
 * Which changes an execution may pass on: those that no other execution was given before. One that is retried, since it
 * failed or died with n8n, has the same ones as the last time. n8n stores the words and marks that are written here: they
 * stay as they are.
 * @param ids the changes that the execution was given
 * @param emissionId by it a run is known as the first one of an execution, or not
 * @throws what n8n's deduplication throws
 */
export async function deduplicate(
	processed: ProcessedIds,
	ids: readonly string[],
	emissionId: string,
): Promise<Set<string>> {
	const all = [...new Set(ids)];
	if (all.length === 0) return new Set();
	// In one write with the changes: n8n can't die in between. And after them, since n8n forgets the oldest first.
	const first = `${begun} ${emissionId} 0`;
	const unknown = await recordProcessed(processed, [...all, first]);
	if (!unknown.includes(first)) return await deduplicateRetry(processed, all, emissionId);
	const fresh = await claim(
		processed,
		unknown.filter((id) => id !== first),
	);
	return await noteRun(processed, all, new Set(fresh), `${emissionId} 0`);
}

/** To read what was noted is to write it, so a run's notes are read once: by the next run, which notes the same again. */
async function deduplicateRetry(
	processed: ProcessedIds,
	all: readonly string[],
	emissionId: string,
): Promise<Set<string>> {
	let run = 1;
	while ((await recordProcessed(processed, [begun], `${emissionId} ${run}`)).length === 0) run += 1;
	const last = `${emissionId} ${run - 1}`;
	const isKept = (await recordProcessed(processed, [notesKept], last)).length === 0;
	const unnoted = new Set(await recordProcessed(processed, all, last));
	const kept = all.filter((id) => unnoted.has(id) !== isKept);
	return await noteRun(processed, all, new Set(kept), `${emissionId} ${run}`);
}

/** Notes what a run drops, or, where that is less, what it keeps. @returns what it keeps */
async function noteRun(
	processed: ProcessedIds,
	all: readonly string[],
	kept: Set<string>,
	run: string,
): Promise<Set<string>> {
	const dropped = all.filter((id) => !kept.has(id));
	await recordProcessed(processed, dropped.length > kept.size ? [notesKept, ...kept] : dropped, run);
	return kept;
}
