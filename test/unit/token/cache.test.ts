import {
	cachedToken,
	forgetAllTokens,
	giveUpForbidden,
	giveUpRefused,
	keptToken,
} from '../../../credentials/auth/token/cache';
import { signInError } from '../../../credentials/auth/core/signInError';
import type { Token } from '../../../credentials/auth/core/accessToken';

const second = 1000;
let clock = 0;
const now = () => clock;
beforeEach(() => {
	forgetAllTokens();
	clock = 1_000_000;
});

let issued = 0;
const makeToken = (life = 3600, refresh = life * 0.9): Token => ({
	value: `token ${++issued}`,
	obtainedAt: clock,
	renewAt: clock + refresh * second,
	expiresAt: clock + life * second,
});
/** A token endpoint that counts, and answers when it is told to. */
function endpoint(...answers: Array<Token | Error | undefined>) {
	let asked = 0;
	const waiting: Array<() => void> = [];
	return {
		get asked() {
			return asked;
		},
		answer: () => waiting.splice(0).forEach((goOn) => goOn()),
		slow: async () => {
			asked += 1;
			await new Promise<void>((resolve) => waiting.push(resolve));
			return give(answers.shift());
		},
		fast: async () => {
			asked += 1;
			return give(answers.shift());
		},
	};
}
function give(answer: Token | Error = makeToken()): Token {
	if (answer instanceof Error) throw answer;
	return answer;
}
const refusal = (retryAfter?: number) => signInError({ what: 'Refused.', fix: 'Mend it.', retryAfter });
const ask = async (entra: { fast: () => Promise<Token> }, options: { fresh?: boolean } = {}, key = 'key') =>
	await cachedToken(key, entra.fast, { now, ...options });

describe('a token', () => {
	test('is kept until it is to be renewed, then fetched fresh', async () => {
		const entra = endpoint();
		const first = await ask(entra);
		clock += 3239 * second;
		expect(await ask(entra)).toBe(first);
		clock += 1 * second;
		expect(await ask(entra)).not.toBe(first);
		expect(entra.asked).toBe(2);
	});

	test('is one for each sign-in', async () => {
		const entra = endpoint();
		const a = await ask(entra, {}, 'a');
		const b = await ask(entra, {}, 'b');
		expect(a).not.toBe(b);
		expect(keptToken('a')).toBe(a);
		expect(keptToken('b')).toBe(b);
		expect(keptToken('c')).toBeUndefined();
	});

	test('is fetched by one request for all who ask at the same time', async () => {
		const entra = endpoint();
		const all = Promise.all(
			Array.from({ length: 50 }, async () => await cachedToken('key', entra.slow, { now })),
		);
		entra.answer();
		const tokens = await all;
		expect(new Set(tokens).size).toBe(1);
		expect(entra.asked).toBe(1);
	});

	test('is fetched fresh where a kept one will not do, by one request too', async () => {
		const entra = endpoint();
		const first = await ask(entra);
		const second = Promise.all([ask(entra, { fresh: true }), ask(entra, { fresh: true })]);
		const [one, other] = await second;
		expect(one).not.toBe(first);
		expect(other).toBe(one);
		expect(await ask(entra)).toBe(one);
		expect(entra.asked).toBe(2);
	});
});

describe('while a token is renewed', () => {
	test('the old one serves the others as long as it lives', async () => {
		const old = makeToken(600, 300);
		const entra = endpoint(old);
		await ask(entra);
		clock += 400 * second;
		const renewal = cachedToken('key', entra.slow, { now });
		expect(await cachedToken('key', entra.slow, { now })).toBe(old);
		expect(entra.asked).toBe(2);
		entra.answer();
		const renewed = await renewal;
		expect(renewed).not.toBe(old);
		expect(await ask(entra)).toBe(renewed);
	});

	test('all wait when the old one has ended', async () => {
		const entra = endpoint(makeToken(600, 300));
		await ask(entra);
		clock += 600 * second;
		const both = Promise.all([
			cachedToken('key', entra.slow, { now }),
			cachedToken('key', entra.slow, { now }),
		]);
		entra.answer();
		const [one, other] = await both;
		expect(one).toBe(other);
		expect(entra.asked).toBe(2);
	});
});

describe('while renewing fails', () => {
	test('the old token is used as long as it lives, and the failure told only then', async () => {
		const old = makeToken(600, 300);
		const entra = endpoint(old, refusal(), refusal(), refusal());
		await ask(entra);
		clock += 300 * second;
		expect(await ask(entra)).toBe(old);
		expect(await ask(entra)).toBe(old);
		expect(entra.asked).toBe(2);
		clock += 11 * second;
		expect(await ask(entra)).toBe(old);
		expect(entra.asked).toBe(3);
		clock += 289 * second;
		await expect(ask(entra)).rejects.toThrow('Refused.');
		expect(entra.asked).toBe(4);
	});

	test('a request that wants a new one is told', async () => {
		const entra = endpoint(makeToken(), refusal());
		await ask(entra);
		await expect(ask(entra, { fresh: true })).rejects.toThrow('Refused.');
	});
});

describe('a refusal', () => {
	test('is one for all who ask at the same time, and for some seconds after', async () => {
		const error = refusal();
		const entra = endpoint(error);
		const all = Array.from({ length: 50 }, async () => await cachedToken('key', entra.slow, { now }));
		const settled = Promise.allSettled(all);
		entra.answer();
		for (const one of await settled) expect(one).toEqual({ status: 'rejected', reason: error });
		clock += 9_999;
		await expect(ask(entra)).rejects.toBe(error);
		expect(entra.asked).toBe(1);
		clock += 1;
		await expect(ask(entra)).resolves.toBeDefined();
		expect(entra.asked).toBe(2);
	});

	test('is remembered as long as the login host asks to be left alone', async () => {
		const entra = endpoint(refusal(60 * second));
		await expect(ask(entra)).rejects.toThrow();
		clock += 59_999;
		await expect(ask(entra)).rejects.toThrow();
		expect(entra.asked).toBe(1);
		clock += 1;
		await expect(ask(entra)).resolves.toBeDefined();
	});

	test("doesn't answer for another sign-in, nor for a test of the credential", async () => {
		const entra = endpoint(refusal());
		await expect(ask(entra)).rejects.toThrow();
		await expect(ask(entra, {}, 'edited')).resolves.toBeDefined();
		await expect(ask(entra, { fresh: true })).resolves.toBeDefined();
		await expect(ask(entra)).resolves.toBeDefined();
		expect(entra.asked).toBe(3);
	});
});

describe('a token that Graph refused with 401', () => {
	test('is given up once, however many requests saw it', async () => {
		const entra = endpoint();
		const token = await ask(entra);
		expect(giveUpRefused('key', token, clock)).toBe(true);
		expect(giveUpRefused('key', token, clock)).toBe(true);
		const renewed = await ask(entra);
		expect(giveUpRefused('key', token, clock)).toBe(true);
		expect(await ask(entra)).toBe(renewed);
		expect(entra.asked).toBe(2);
	});

	test('and whose successor is refused, too, is kept for half a minute: the cause is another', async () => {
		const entra = endpoint();
		giveUpRefused('key', await ask(entra), clock);
		const renewed = await ask(entra);
		clock += 29_999;
		expect(giveUpRefused('key', renewed, clock)).toBe(false);
		expect(await ask(entra)).toBe(renewed);
		clock += 1;
		expect(giveUpRefused('key', renewed, clock)).toBe(true);
		expect(await ask(entra)).not.toBe(renewed);
	});
});

describe('a token that Graph answered with 403', () => {
	test('is given up when it is older than a minute', async () => {
		const entra = endpoint();
		const token = await ask(entra);
		clock += 60 * second;
		expect(giveUpForbidden('key', token, clock)).toBe(true);
		// The other requests of the same batch.
		expect(giveUpForbidden('key', token, clock)).toBe(true);
		expect(await ask(entra)).not.toBe(token);
		expect(entra.asked).toBe(2);
	});

	test('is not given up when it is new, unless somebody tries again some seconds later', async () => {
		const entra = endpoint();
		const token = await ask(entra);
		clock += 10 * second;
		expect(giveUpForbidden('key', token, clock)).toBe(false);
		clock += 4_999;
		expect(giveUpForbidden('key', token, clock)).toBe(false);
		clock += 1;
		expect(giveUpForbidden('key', token, clock)).toBe(true);
		expect(await ask(entra)).not.toBe(token);
	});

	test('is given up once a minute at most', async () => {
		const entra = endpoint();
		const token = await ask(entra);
		clock += 60 * second;
		giveUpForbidden('key', token, clock);
		const renewed = await ask(entra);
		for (let waited = 5; waited < 60; waited += 5) {
			clock += 5 * second;
			expect(giveUpForbidden('key', renewed, clock)).toBe(false);
		}
		clock += 5 * second;
		expect(giveUpForbidden('key', renewed, clock)).toBe(true);
	});

	test('says nothing of a sign-in that is not known', () => {
		expect(giveUpForbidden('nobody', makeToken(), clock)).toBe(false);
	});
});

test('what was not used for long does not pile up, what is used stays', async () => {
	const entra = endpoint();
	const living = await ask(entra, {}, 'living');
	for (let n = 0; n < 6_000; n++) {
		await cachedToken(`other ${n}`, async () => makeToken(), { now });
		if (n % 1_000 === 0) expect(await ask(entra, {}, 'living')).toBe(living);
	}
	expect(keptToken('other 0')).toBeUndefined();
	expect(keptToken('other 5999')).toBeDefined();
	expect(keptToken('living')).toBe(living);
});

test('a token that is under way is not asked for twice, whatever comes in between', async () => {
	const entra = endpoint();
	const first = cachedToken('slow', entra.slow, { now });
	for (let n = 0; n < 12_000; n++) await cachedToken(`other ${n}`, async () => makeToken(), { now });
	const second = cachedToken('slow', entra.slow, { now });
	entra.answer();
	expect(await second).toBe(await first);
	expect(entra.asked).toBe(1);
});
