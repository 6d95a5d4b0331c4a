import { sleepFor } from '../graph/sleepFor';

/**
 * Waits for a piece of work, but not for ever.
 * @param longest in ms
 * @returns what it gives, as the only entry; nothing where it takes longer: it goes on then
 */
export async function inTime<T>(work: Promise<T>, longest: number): Promise<[T] | []> {
	const waiting = new AbortController();
	const late = sleepFor(longest, waiting.signal).then(
		(): [] => [],
		(): [] => [],
	);
	try {
		return await Promise.race([work.then((result): [T] => [result]), late]);
	} finally {
		waiting.abort();
	}
}
