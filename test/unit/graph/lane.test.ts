import { createLane, laneOf, type Lane } from '../../../nodes/graph/scheduling/rateLimiter';
import { fact } from '../../reality/facts';

let now = 0;
let lane: Lane;
beforeEach(() => {
	now = 1_000_000;
	lane = createLane(() => now);
});
const adele = 'mailbox adele@contoso.example';
const byId = 'mailbox 11111111-1111-4111-8111-111111111111';
const alone = (mailbox: string) => new Map([[mailbox, 1]]);
const whole = (...mailboxes: string[]) => new Map(mailboxes.map((mailbox) => [mailbox, 4]));
const none = new Map<string, number>();

describe('a held scope', () => {
	test('is left alone until its time is over, and no other is', () => {
		lane.hold('users', 2000);
		expect(lane.heldUntil('users')).toBe(1_002_000);
		expect(lane.heldUntil('groups')).toBe(0);
		now += 1999;
		expect(lane.heldUntil('users')).toBe(1_002_000);
		now += 1;
		expect(lane.heldUntil('users')).toBe(0);
	});

	test('is held for the longest wait that was asked for', () => {
		lane.hold('users', 5000);
		lane.hold('users', 1000);
		expect(lane.heldUntil('users')).toBe(1_005_000);
		lane.hold('users', 9000);
		expect(lane.heldUntil('users')).toBe(1_009_000);
	});
});

describe('an absurd wait', () => {
	test.each([999_999_999_000, 1e308, Infinity])('holds for an hour: %d ms', (wait) => {
		lane.hold('users', wait, 'because');
		expect(lane.heldUntil('users')).toBe(now + 3_600_000);
		expect(lane.whyHeld('users')).toBe('because');
		now += 3_600_000;
		expect(lane.heldUntil('users')).toBe(0);
		expect(lane.whyHeld('users')).toBeUndefined();
		expect(lane.inUse()).toBe(false);
	});

	test.each([NaN, 0, -1, -Infinity])('holds for no time: %d ms', (wait) => {
		lane.hold('users', wait);
		expect(lane.heldUntil('users')).toBe(0);
	});

	test('says why for the longest only', () => {
		lane.hold('users', 5000, 'long');
		lane.hold('users', 1000, 'short');
		expect(lane.whyHeld('users')).toBe('long');
	});
});

describe('a mailbox', () => {
	test('has four places', () => {
		expect([1, 2, 3, 4, 5].map(() => lane.take(alone('a')))).toEqual([true, true, true, true, false]);
		lane.give(alone('a'));
		expect(lane.take(alone('a'))).toBe(true);
		expect(lane.take(alone('a'))).toBe(false);
	});

	test('is taken whole by a batch, beside nothing else', () => {
		expect(lane.take(whole('a', 'b'))).toBe(true);
		expect(lane.hasRoom('a', 1)).toBe(false);
		expect(lane.take(alone('b'))).toBe(false);
		expect(lane.take(whole('b', 'c'))).toBe(false);
		expect(lane.take(whole('c'))).toBe(true);
		lane.give(whole('a', 'b'));
		expect(lane.hasRoom('a', 4)).toBe(true);
		expect(lane.take(alone('a'))).toBe(true);
		expect(lane.take(whole('a'))).toBe(false);
	});

	test('that a refused call asked for keeps its places', () => {
		lane.take(alone('b'));
		expect(lane.take(whole('a', 'b'))).toBe(false);
		expect(lane.hasRoom('a', 4)).toBe(true);
	});
});

describe('a mailbox with two names', () => {
	test('has four places in all once both are known', () => {
		lane.learn(adele, byId);
		expect([adele, byId, adele, byId, adele, byId].map((name) => lane.take(alone(name)))).toEqual([
			true,
			true,
			true,
			true,
			false,
			false,
		]);
		expect(lane.nameOf(adele)).toBe(byId);
		for (const name of [adele, adele, adele, byId]) lane.give(alone(name));
		expect(lane.hasRoom(adele, 4)).toBe(true);
	});

	test('keeps what is on the way, and what Graph asked for, when they become known', () => {
		lane.take(whole(adele));
		lane.hold(adele, 5000, 'because');
		lane.learn(adele, byId);
		expect(lane.hasRoom(byId, 1)).toBe(false);
		expect(lane.heldUntil(byId)).toBe(now + 5000);
		expect(lane.whyHeld(byId)).toBe('because');
		lane.give(whole(adele));
		expect(lane.hasRoom(byId, 4)).toBe(true);
		expect(lane.hasRoom(adele, 4)).toBe(true);
	});

	test('waits for the longer of what both were asked', () => {
		lane.hold(adele, 1000);
		lane.hold(byId, 3000);
		lane.learn(adele, byId);
		lane.learn(byId, adele);
		expect(lane.heldUntil(adele)).toBe(now + 3000);
		expect(lane.heldUntil(byId)).toBe(now + 3000);
	});

	test('is not given back elsewhere than where it was taken when a name moves on', () => {
		lane.learn(adele, byId);
		lane.take(whole(adele));
		lane.learn(adele, 'mailbox 22222222-2222-4222-8222-222222222222');
		lane.give(whole(adele));
		expect(lane.hasRoom(byId, 4)).toBe(true);
		lane.learn(adele, 'mailbox 22222222-2222-4222-8222-222222222222');
		expect(lane.nameOf(adele)).toMatch(/22222222-/);
	});

	test('is one of thousands that are kept at most', () => {
		for (let n = 0; n < 12_000; n++) lane.learn(`mailbox user${n}@contoso.example`, `mailbox id ${n}`);
		expect(lane.nameOf('mailbox user11999@contoso.example')).toBe('mailbox id 11999');
		expect(lane.nameOf('mailbox user0@contoso.example')).toBe('mailbox user0@contoso.example');
	});
});

test(fact(25, 'node', 'a workbook has one place'), () => {
	const one = new Map([['workbook 01ab', 1]]);
	expect(lane.take(one)).toBe(true);
	expect(lane.take(one)).toBe(false);
	expect(lane.take(new Map([['workbook 02cd', 1]]))).toBe(true);
	lane.give(one);
	expect(lane.take(one)).toBe(true);
});

describe('calls', () => {
	const taken = () => {
		let count = 0;
		while (lane.take(none)) count += 1;
		return count;
	};

	test('are ten at once', () => {
		expect(taken()).toBe(10);
		lane.give(none);
		expect(taken()).toBe(1);
	});

	test('are one at a time for some seconds after Graph’s warning', () => {
		lane.slowDown();
		expect(taken()).toBe(1);
		now += 9_999;
		expect(taken()).toBe(0);
		lane.give(none);
		expect(taken()).toBe(1);
		now += 1;
		expect(taken()).toBe(9);
	});
});

describe('who listens', () => {
	test('is called once, at the next change', () => {
		const listener = jest.fn();
		lane.onChange(listener);
		lane.take(alone('a'));
		lane.take(alone('a'));
		expect(listener).not.toHaveBeenCalled();
		lane.give(alone('a'));
		lane.give(alone('a'));
		expect(listener).toHaveBeenCalledTimes(1);
	});

	test('is called, whatever another one throws', () => {
		const listener = jest.fn();
		lane.onChange(() => {
			throw new RangeError('planted');
		});
		lane.onChange(listener);
		lane.take(none);
		lane.give(none);
		expect(listener).toHaveBeenCalledTimes(1);
	});

	test('may listen again from within', () => {
		let calls = 0;
		const listener = () => {
			calls += 1;
			lane.onChange(listener);
		};
		lane.onChange(listener);
		for (let round = 0; round < 3; round++) {
			lane.take(none);
			lane.give(none);
		}
		expect(calls).toBe(3);
	});
});

describe('the lane of a sign-in', () => {
	test('is one for all who sign in alike', () => {
		expect(laneOf('x')).toBe(laneOf('x'));
		expect(laneOf('x')).not.toBe(laneOf('y'));
	});

	test('stays while it is in use, however many others there are', () => {
		const held = laneOf('held');
		held.hold('users', 60_000);
		const busy = laneOf('busy');
		busy.take(none);
		for (let n = 0; n < 2000; n++) laneOf(`other ${n}`);
		expect(laneOf('held')).toBe(held);
		expect(laneOf('busy')).toBe(busy);
	});
});
