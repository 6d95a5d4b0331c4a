import { cachedToken, forgetAllTokens } from '../../../credentials/auth/token/cache';
import { recentMap } from '../../../credentials/auth/core/recentMap';
import type { Token } from '../../../credentials/auth/core/accessToken';
import { rateLimiterOf } from '../../../nodes/graph/scheduling/rateLimiter';
import { collectGarbage } from '../../integration/harness/memory';

/*
 * A credential with expressions can name any number of tenants. What is kept of each is bounded, and a sign-in costs the
 * same, however many there were before it.
 */

const hour = 3_600_000;
/** As large as Entra's are. */
const tokenOf = (id: string): Token => {
	const now = Date.now();
	return {
		value: `${id}.${'x'.repeat(2_000)}`,
		obtainedAt: now,
		renewAt: now + hour,
		expiresAt: now + 2 * hour,
	};
};

function cpuTime(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

/** How many are measured at a time, and how often: collecting garbage may take longer than all of them. */
const [together, times] = [1_000, 5];

/** CPU time of one of the last of so many, in ms. */
async function costOfLast(count: number, one: (n: number) => unknown): Promise<number> {
	let n = 0;
	while (n < count - together * times) await one(n++);
	let least = Infinity;
	while (n < count) {
		const before = cpuTime();
		for (let more = together; more > 0; more--) await one(n++);
		least = Math.min(least, (cpuTime() - before) / together);
	}
	return least;
}

/** The cost after 100,000 compared with that of the first; an absolute time would judge the machine. */
async function ratio(run: string, one: (id: string) => unknown): Promise<number> {
	// The first ones warm the code up.
	await costOfLast(3_000, async (n) => await one(`${run} warm ${n}`));
	const few = await costOfLast(together * times, async (n) => await one(`${run} few ${n}`));
	const many = await costOfLast(100_000, async (n) => await one(`${run} many ${n}`));
	return many / Math.max(few, 0.001);
}

const usedMemory = () => {
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return (heapUsed + external) / 1024 / 1024;
};

afterEach(() => forgetAllTokens());

test('100,000 sign-ins cost each the same, and their memory is bounded', async () => {
	const before = usedMemory();
	const signIn = async (id: string) => await cachedToken(id, async () => tokenOf(id));
	expect(await ratio('token', signIn)).toBeLessThan(10);
	// 100,000 of them would take 200 MB at least.
	expect(usedMemory() - before).toBeLessThan(100);
});

test('100,000 refused sign-ins cost each the same', async () => {
	const refuse = async (id: string) =>
		await cachedToken(id, async () => {
			throw new Error(`${id} is refused`);
		}).catch(() => undefined);
	expect(await ratio('refusal', refuse)).toBeLessThan(10);
});

test('100,000 sign-ins in a row leave the ones that are used alone', async () => {
	let asked = 0;
	const busy = async () =>
		await cachedToken('busy', async () => {
			asked += 1;
			return tokenOf('busy');
		});
	for (let n = 0; n < 100_000; n++) {
		await cachedToken(`passing ${n}`, async () => tokenOf('passing'));
		if (n % 100 === 0) await busy();
	}
	expect(asked).toBe(1);
});

test('100,000 throttled rate limiters cost each the same', async () => {
	const throttle = (id: string) => rateLimiterOf(id).throttle('users', hour);
	expect(await ratio('rate limiter', throttle)).toBeLessThan(10);
});

test('a rate limiter with calls on the way stays the same one, whatever comes in between', () => {
	const busy = rateLimiterOf('a rate limiter in use');
	expect(busy.acquire(new Map())).toBe(true);
	for (let n = 0; n < 50_000; n++) rateLimiterOf(`another ${n}`);
	expect(rateLimiterOf('a rate limiter in use')).toBe(busy);
	busy.release(new Map());
});

describe('a map that forgets', () => {
	test('forgets what was used least recently, and nothing else', () => {
		const map = recentMap<number>(3);
		map.set('a', 1);
		map.set('b', 2);
		map.set('c', 3);
		expect(map.get('a')).toBe(1);
		expect(map.peek('b')).toBe(2);
		map.set('d', 4);
		expect(['a', 'b', 'c', 'd'].map(map.peek)).toEqual([1, undefined, 3, 4]);
		map.set('c', 5);
		expect([map.size(), map.get('c'), map.get('z')]).toEqual([3, 5, undefined]);
		map.clear();
		expect([map.size(), map.get('c')]).toEqual([0, undefined]);
	});
});
