import * as n8nWorkflow from 'n8n-workflow';

import { unlessCancelled } from './cancelled';

/** The longest that one timer of Node.js runs, in ms: beyond it, the timer would fire immediately. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * Waits. All waits that a signal can end go through here: a wait of any length takes its time, and its timer ends with it.
 * @param ms negative values and values that aren't numbers count as 0
 * @param signal ends the wait
 * @throws an error when the signal ends the wait
 */
export async function sleepFor(ms: number, signal?: AbortSignal): Promise<void> {
	let left = ms > 0 ? ms : 0;
	for (; left > maxTimerMs; left -= maxTimerMs) await sleepOnce(maxTimerMs, signal);
	await sleepOnce(left, signal);
}

/**
 * n8n's `sleep` takes a signal since n8n-workflow 2.34; from 1.107 to 2.33 another function does, which never removes its
 * listener from the signal. So it gets its own signal, and the wait ends even if nothing uses one.
 */
async function sleepOnce(ms: number, signal?: AbortSignal): Promise<void> {
	const { sleep, sleepWithAbort = sleep } = n8nWorkflow as typeof n8nWorkflow & {
		sleepWithAbort?: typeof n8nWorkflow.sleep;
	};
	const over = new AbortController();
	try {
		await unlessCancelled(sleepWithAbort(ms, over.signal), signal);
	} finally {
		over.abort();
	}
}
