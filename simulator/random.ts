import { createHash } from 'node:crypto';

/**
 * A repeatable source of random numbers (mulberry32).
 * @param seed any integer
 * @returns a function that gives the next number in [0, 1)
 */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/**
 * A GUID that is the same for the same name.
 * @param name what the GUID stands for
 * @returns a version 4 shaped GUID, lower case
 */
export function guidOf(name: string): string {
	const hex = createHash('sha256').update(name).digest('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * A copy in another order.
 * @param items what is shuffled; left as it is
 * @param random source of numbers in [0, 1)
 */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
	const copy = [...items];
	for (let end = copy.length - 1; end > 0; end--) {
		const other = Math.floor(random() * (end + 1));
		[copy[end], copy[other]] = [copy[other], copy[end]];
	}
	return copy;
}
