import type { IHttpRequestOptions } from 'n8n-workflow';

/** Ends when the execution is cancelled; n8n's type for it. */
export type CancelSignal = IHttpRequestOptions['abortSignal'];

/**
 * Waits for work, but no longer than until the execution is cancelled. The work itself goes on.
 * @throws an error with the name `AbortError` when it is cancelled; what the work throws
 */
export async function unlessCancelled<T>(work: Promise<T>, signal: CancelSignal): Promise<T> {
	if (signal === undefined) return await work;
	let leave = (): void => undefined;
	const left = new Promise<never>((_, reject) => {
		leave = () => reject(cancelledError());
	});
	signal.addEventListener?.('abort', leave);
	if (signal.aborted) leave();
	try {
		return await Promise.race([left, work]);
	} finally {
		signal.removeEventListener?.('abort', leave);
	}
}

/** The error of whatever is given up because the execution was cancelled. */
export function cancelledError(): Error {
	return Object.assign(new Error('The execution was cancelled.'), { name: 'AbortError' });
}
