import { sleep } from 'n8n-workflow';

/** The longest that one timer of Node.js runs, in ms: for more it would end at once. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * Waits. All waits of the client go through here: a wait of any length takes its time.
 * @param ms what is no number, or below 0, counts as 0
 * @param signal ends the wait
 * @throws what n8n's `sleep` throws when the signal ends the wait
 */
export async function sleepFor(ms: number, signal?: AbortSignal): Promise<void> {
	let left = ms > 0 ? ms : 0;
	for (; left > maxTimerMs; left -= maxTimerMs) await sleep(maxTimerMs, signal);
	await sleep(left, signal);
}
