import type { ItemRun } from './itemRun';

/** How often to check, and how long. */
export interface Polling {
	/** How long in total, in ms. */
	most: number;
	/** The longest of the growing waits between checks, in ms. */
	maxPause: number;
}

/** The wait before the second check, in ms; it doubles with each. */
const firstPause = 500;

/**
 * Checks what Microsoft 365 carries out after its response, until it's finished.
 * @param check returns what came of it; `undefined` as long as it isn't finished
 * @param late the error if it isn't finished in time, from the time waited, in s
 */
export async function pollUntil<T extends object>(
	{ wait }: Pick<ItemRun, 'wait'>,
	{ most, maxPause }: Polling,
	check: () => Promise<T | undefined>,
	late: (seconds: number) => Error,
): Promise<T> {
	let waited = 0;
	for (let pause = firstPause; ; pause = Math.min(pause * 2, maxPause)) {
		const finished = await check();
		if (finished !== undefined) return finished;
		if (waited >= most) throw late(Math.round(waited / 1000));
		await wait(pause);
		waited += pause;
	}
}
