import { createItemPool, type ItemPool } from '../../../nodes/graph/scheduling/itemPool';

const pools = (options: { sideBySide?: boolean; signal?: AbortSignal; onChange?: () => void } = {}) =>
	createItemPool({ sideBySide: true, onChange: () => undefined, ...options });

/** Items that each wait until they are let go, and what the pool says meanwhile. */
function held(pool: ItemPool, count: number, bytes = 0) {
	const begun: number[] = [];
	const goOn: Array<() => void> = [];
	const done = pool.forEach(count, async (index) => {
		begun.push(index);
		pool.wait(bytes);
		await new Promise<void>((resolve) => goOn.push(resolve));
		pool.goOn(bytes);
		return true;
	});
	return { begun, goOn, done };
}

describe('the pool of items', () => {
	test('somebody may add a request until every item that was begun waits', async () => {
		const seen: boolean[] = [];
		const pool = pools({ onChange: () => seen.push(pool.mayAdd()) });
		const { goOn, done } = held(pool, 3);
		expect(seen).toEqual([false]);
		goOn[0]?.();
		await Promise.resolve();
		expect(pool.mayAdd()).toBe(true);
		for (const each of goOn.slice(1)) each();
		await done;
		expect(pool.mayAdd()).toBe(false);
	});

	test('an item that is being begun may add, though all others wait', async () => {
		const pool = pools();
		const seen: boolean[] = [];
		await pool.forEach(2, async () => {
			pool.wait();
			seen.push(pool.mayAdd());
			await Promise.resolve();
			pool.goOn();
			return true;
		});
		expect(seen).toEqual([true, true]);
	});

	test.each([
		[true, 200],
		[false, 1],
	])('side by side: %s, at most %i items at the same time', async (sideBySide, most) => {
		const { begun, goOn, done } = held(pools({ sideBySide }), 201);
		expect(begun).toHaveLength(most);
		goOn[0]?.();
		await new Promise(setImmediate);
		expect(begun).toHaveLength(most + 1);
		while (begun.length < 201 || goOn.length > 0) {
			goOn.splice(0).forEach((each) => each());
			await new Promise(setImmediate);
		}
		await done;
	});

	test('no further item is begun while requests of 32 MiB wait', async () => {
		const { begun, goOn, done } = held(pools(), 10, 8 * 1024 * 1024);
		expect(begun).toHaveLength(4);
		while (begun.length < 10 || goOn.length > 0) {
			goOn.splice(0).forEach((each) => each());
			await new Promise(setImmediate);
		}
		await done;
		expect(begun).toHaveLength(10);
	});

	test('an item that says stop is the last that is begun', async () => {
		const begun: number[] = [];
		await pools({ sideBySide: false }).forEach(5, async (index) => {
			begun.push(index);
			return index < 2;
		});
		expect(begun).toEqual([0, 1, 2]);
	});

	test('throws what the first item threw, once all others have ended', async () => {
		const ended: number[] = [];
		const work = async (index: number) => {
			await new Promise(setImmediate);
			ended.push(index);
			if (index === 1) throw new Error('the second');
			return true;
		};
		await expect(pools().forEach(4, work)).rejects.toThrow('the second');
		expect(ended).toEqual([0, 1, 2, 3]);
	});

	test('items that pause for about the same time go on together', async () => {
		jest.useFakeTimers({ now: 1_000_000 });
		try {
			const pool = pools();
			const over: number[] = [];
			const pauses = [1, 100, 250, 251].map(async (ms) => {
				await pool.pause(ms);
				over.push(ms);
			});
			await jest.advanceTimersByTimeAsync(249);
			expect(over).toEqual([]);
			await jest.advanceTimersByTimeAsync(1);
			expect(over).toEqual([1, 100, 250]);
			await jest.advanceTimersByTimeAsync(250);
			await Promise.all(pauses);
		} finally {
			jest.useRealTimers();
		}
	});

	test('a pause ends when the execution is cancelled', async () => {
		const execution = new AbortController();
		const pause = pools({ signal: execution.signal }).pause(3_600_000);
		execution.abort();
		await expect(pause).rejects.toThrow('cancelled');
	});
});
