import { sleepFor } from '../../../credentials/auth/core/sleepFor';

/**
 * Waits for a piece of work, for a limited time.
 * @returns its result, as the only entry; an empty array where it takes longer: it goes on then
 */
export async function withTimeout<T>(work: Promise<T>, maxMs: number): Promise<[T] | []> {
	const waiting = new AbortController();
	const late = sleepFor(maxMs, waiting.signal).then(
		(): [] => [],
		(): [] => [],
	);
	try {
		return await Promise.race([work.then((result): [T] => [result]), late]);
	} finally {
		waiting.abort();
	}
}
