import {
	createRateLimiter,
	rateLimiterOf,
	type RateLimiter,
} from '../../../nodes/graph/scheduling/rateLimiter';
import { fact } from '../../reality/facts';

let now = 0;
let rateLimiter: RateLimiter;
beforeEach(() => {
	now = 1_000_000;
	rateLimiter = createRateLimiter(() => now);
});
const adele = 'mailbox adele@contoso.example';
const byId = 'mailbox 11111111-1111-4111-8111-111111111111';
const alone = (mailbox: string) => new Map([[mailbox, 1]]);
const whole = (...mailboxes: string[]) => new Map(mailboxes.map((mailbox) => [mailbox, 4]));
const none = new Map<string, number>();

describe('a held scope', () => {
	test('is left alone until its time is over, and no other is', () => {
		rateLimiter.throttle('users', 2000);
		expect(rateLimiter.throttledUntil('users')).toBe(1_002_000);
		expect(rateLimiter.throttledUntil('groups')).toBe(0);
		now += 1999;
		expect(rateLimiter.throttledUntil('users')).toBe(1_002_000);
		now += 1;
		expect(rateLimiter.throttledUntil('users')).toBe(0);
	});

	test('is held for the longest wait that was asked for', () => {
		rateLimiter.throttle('users', 5000);
		rateLimiter.throttle('users', 1000);
		expect(rateLimiter.throttledUntil('users')).toBe(1_005_000);
		rateLimiter.throttle('users', 9000);
		expect(rateLimiter.throttledUntil('users')).toBe(1_009_000);
	});
});

describe('an absurd wait', () => {
	test.each([999_999_999_000, 1e308, Infinity])('holds for an hour: %d ms', (wait) => {
		rateLimiter.throttle('users', wait, 'because');
		expect(rateLimiter.throttledUntil('users')).toBe(now + 3_600_000);
		expect(rateLimiter.whyThrottled('users')).toBe('because');
		now += 3_600_000;
		expect(rateLimiter.throttledUntil('users')).toBe(0);
		expect(rateLimiter.whyThrottled('users')).toBeUndefined();
		expect(rateLimiter.inUse()).toBe(false);
	});

	test.each([NaN, 0, -1, -Infinity])('holds for no time: %d ms', (wait) => {
		rateLimiter.throttle('users', wait);
		expect(rateLimiter.throttledUntil('users')).toBe(0);
	});

	test('says why for the longest only', () => {
		rateLimiter.throttle('users', 5000, 'long');
		rateLimiter.throttle('users', 1000, 'short');
		expect(rateLimiter.whyThrottled('users')).toBe('long');
	});
});

describe('a mailbox', () => {
	test('has four places', () => {
		expect([1, 2, 3, 4, 5].map(() => rateLimiter.acquire(alone('a')))).toEqual([
			true,
			true,
			true,
			true,
			false,
		]);
		rateLimiter.release(alone('a'));
		expect(rateLimiter.acquire(alone('a'))).toBe(true);
		expect(rateLimiter.acquire(alone('a'))).toBe(false);
	});

	test('is taken whole by a batch, beside nothing else', () => {
		expect(rateLimiter.acquire(whole('a', 'b'))).toBe(true);
		expect(rateLimiter.hasRoom('a', 1)).toBe(false);
		expect(rateLimiter.acquire(alone('b'))).toBe(false);
		expect(rateLimiter.acquire(whole('b', 'c'))).toBe(false);
		expect(rateLimiter.acquire(whole('c'))).toBe(true);
		rateLimiter.release(whole('a', 'b'));
		expect(rateLimiter.hasRoom('a', 4)).toBe(true);
		expect(rateLimiter.acquire(alone('a'))).toBe(true);
		expect(rateLimiter.acquire(whole('a'))).toBe(false);
	});

	test('that a refused call asked for keeps its places', () => {
		rateLimiter.acquire(alone('b'));
		expect(rateLimiter.acquire(whole('a', 'b'))).toBe(false);
		expect(rateLimiter.hasRoom('a', 4)).toBe(true);
	});
});

describe('a mailbox with two names', () => {
	test('has four places in all once both are known', () => {
		rateLimiter.addAlias(adele, byId);
		expect([adele, byId, adele, byId, adele, byId].map((name) => rateLimiter.acquire(alone(name)))).toEqual([
			true,
			true,
			true,
			true,
			false,
			false,
		]);
		expect(rateLimiter.nameOf(adele)).toBe(byId);
		for (const name of [adele, adele, adele, byId]) rateLimiter.release(alone(name));
		expect(rateLimiter.hasRoom(adele, 4)).toBe(true);
	});

	test('keeps what is on the way, and what Graph asked for, when they become known', () => {
		rateLimiter.acquire(whole(adele));
		rateLimiter.throttle(adele, 5000, 'because');
		rateLimiter.addAlias(adele, byId);
		expect(rateLimiter.hasRoom(byId, 1)).toBe(false);
		expect(rateLimiter.throttledUntil(byId)).toBe(now + 5000);
		expect(rateLimiter.whyThrottled(byId)).toBe('because');
		rateLimiter.release(whole(adele));
		expect(rateLimiter.hasRoom(byId, 4)).toBe(true);
		expect(rateLimiter.hasRoom(adele, 4)).toBe(true);
	});

	test('waits for the longer of what both were asked', () => {
		rateLimiter.throttle(adele, 1000);
		rateLimiter.throttle(byId, 3000);
		rateLimiter.addAlias(adele, byId);
		rateLimiter.addAlias(byId, adele);
		expect(rateLimiter.throttledUntil(adele)).toBe(now + 3000);
		expect(rateLimiter.throttledUntil(byId)).toBe(now + 3000);
	});

	test('is not given back elsewhere than where it was taken when a name moves on', () => {
		rateLimiter.addAlias(adele, byId);
		rateLimiter.acquire(whole(adele));
		rateLimiter.addAlias(adele, 'mailbox 22222222-2222-4222-8222-222222222222');
		rateLimiter.release(whole(adele));
		expect(rateLimiter.hasRoom(byId, 4)).toBe(true);
		rateLimiter.addAlias(adele, 'mailbox 22222222-2222-4222-8222-222222222222');
		expect(rateLimiter.nameOf(adele)).toMatch(/22222222-/);
	});

	test('is one of thousands that are kept at most', () => {
		for (let n = 0; n < 12_000; n++)
			rateLimiter.addAlias(`mailbox user${n}@contoso.example`, `mailbox id ${n}`);
		expect(rateLimiter.nameOf('mailbox user11999@contoso.example')).toBe('mailbox id 11999');
		expect(rateLimiter.nameOf('mailbox user0@contoso.example')).toBe('mailbox user0@contoso.example');
	});
});

test(fact(25, 'node', 'a workbook has one place'), () => {
	const one = new Map([['workbook 01ab', 1]]);
	expect(rateLimiter.acquire(one)).toBe(true);
	expect(rateLimiter.acquire(one)).toBe(false);
	expect(rateLimiter.acquire(new Map([['workbook 02cd', 1]]))).toBe(true);
	rateLimiter.release(one);
	expect(rateLimiter.acquire(one)).toBe(true);
});

describe('calls', () => {
	const taken = () => {
		let count = 0;
		while (rateLimiter.acquire(none)) count += 1;
		return count;
	};

	test('are ten at once', () => {
		expect(taken()).toBe(10);
		rateLimiter.release(none);
		expect(taken()).toBe(1);
	});

	test('are one at a time for some seconds after Graph’s warning', () => {
		rateLimiter.slowDown();
		expect(taken()).toBe(1);
		now += 9_999;
		expect(taken()).toBe(0);
		rateLimiter.release(none);
		expect(taken()).toBe(1);
		now += 1;
		expect(taken()).toBe(9);
	});
});

describe('who listens', () => {
	test('is called once, at the next change', () => {
		const listener = jest.fn();
		rateLimiter.onChange(listener);
		rateLimiter.acquire(alone('a'));
		rateLimiter.acquire(alone('a'));
		expect(listener).not.toHaveBeenCalled();
		rateLimiter.release(alone('a'));
		rateLimiter.release(alone('a'));
		expect(listener).toHaveBeenCalledTimes(1);
	});

	test('is called, whatever another one throws', () => {
		const listener = jest.fn();
		rateLimiter.onChange(() => {
			throw new RangeError('planted');
		});
		rateLimiter.onChange(listener);
		rateLimiter.acquire(none);
		rateLimiter.release(none);
		expect(listener).toHaveBeenCalledTimes(1);
	});

	test('may listen again from within', () => {
		let calls = 0;
		const listener = () => {
			calls += 1;
			rateLimiter.onChange(listener);
		};
		rateLimiter.onChange(listener);
		for (let round = 0; round < 3; round++) {
			rateLimiter.acquire(none);
			rateLimiter.release(none);
		}
		expect(calls).toBe(3);
	});
});

describe('the rate limiter of a sign-in', () => {
	test('is one for all who sign in alike', () => {
		expect(rateLimiterOf('x')).toBe(rateLimiterOf('x'));
		expect(rateLimiterOf('x')).not.toBe(rateLimiterOf('y'));
	});

	test('stays while it is in use, however many others there are', () => {
		const held = rateLimiterOf('held');
		held.throttle('users', 60_000);
		const busy = rateLimiterOf('busy');
		busy.acquire(none);
		for (let n = 0; n < 2000; n++) rateLimiterOf(`other ${n}`);
		expect(rateLimiterOf('held')).toBe(held);
		expect(rateLimiterOf('busy')).toBe(busy);
	});
});
