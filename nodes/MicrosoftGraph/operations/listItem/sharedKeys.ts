/** How often to check whether another item with the same key has finished, in ms. */
const pause = 200;

const inUse = new Set<string>();

/**
 * Does work under a key that others in this process may use too: items of one run, executions at the same time. They
 * run one at a time, so that each finds what the one before has created.
 * @param wait waits, in ms
 * @throws what `wait` and `work` throw
 */
export async function underKey<T>(
	key: string,
	wait: (ms: number) => Promise<void>,
	work: () => Promise<T>,
): Promise<T> {
	while (inUse.has(key)) await wait(pause);
	inUse.add(key);
	try {
		return await work();
	} finally {
		inUse.delete(key);
	}
}
