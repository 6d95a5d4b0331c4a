import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer.
 * @param what that is waited for, for the error
 * @param ask undefined as long as there is no answer
 * @param within ms
 */
export async function until<T>(what: string, ask: () => Promise<T | undefined>, within = 60_000): Promise<T> {
	const startedAt = Date.now();
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() - startedAt > within) throw new Error(`Not within ${within / 1000} s: ${what}`);
		await wait(100);
	}
}
