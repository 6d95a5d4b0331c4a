/**
 * Limits how much runs at a time.
 * @param width how many
 * @returns a function that runs work once there is a slot for it, in the order of the calls
 */
export function lanes(width: number) {
	let free = width;
	const waiting: Array<() => void> = [];
	return async <T>(work: () => Promise<T>): Promise<T> => {
		if (free > 0) free -= 1;
		else await new Promise<void>((resolve) => waiting.push(resolve));
		try {
			return await work();
		} finally {
			const next = waiting.shift();
			if (next) next();
			else free += 1;
		}
	};
}
