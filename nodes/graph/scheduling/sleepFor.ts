import { sleep } from 'n8n-workflow';

/** The longest that one timer of Node.js runs, in ms: beyond it, the timer would fire immediately. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * Waits for any time; all waits of the client use it.
 * @param ms negative values and values that aren't numbers count as 0
 * @param signal ends the wait
 * @throws what n8n's `sleep` throws when the signal ends the wait
 */
export async function sleepFor(ms: number, signal?: AbortSignal): Promise<void> {
	let left = ms > 0 ? ms : 0;
	for (; left > maxTimerMs; left -= maxTimerMs) await sleep(maxTimerMs, signal);
	await sleep(left, signal);
}
