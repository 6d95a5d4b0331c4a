import { msOfSeconds } from '../../../nodes/MicrosoftGraph/fields/seconds';
import { sleepFor } from '../../../nodes/graph/sleepFor';

describe('a field of seconds', () => {
	test.each<[unknown, number]>([
		[undefined, 300_000],
		[null, 300_000],
		['', 300_000],
		[' ', 300_000],
		[0, 0],
		['0', 0],
		[1.5, 1500],
		[' 60 ', 60_000],
		[2_147_483, 2_147_483_000],
	])('%j is %d ms', (value, ms) => {
		expect(msOfSeconds(value, 'Max Wait (Seconds)', 300)).toBe(ms);
	});

	test.each<unknown>([NaN, Infinity, -1, -0.1, 2_147_484, 1e300, 'abc', '5 s', '-1', [], [5], {}, true])(
		'%p is refused by the field’s name',
		(value) => {
			expect(() => msOfSeconds(value, 'Max Wait (Seconds)', 300)).toThrow(/"Max Wait \(Seconds\)" has to be/);
		},
	);
});

describe('a wait', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	test('of more than a timer can run takes its time', async () => {
		const days = 24 * 3_600_000;
		let over = false;
		void sleepFor(60 * days).then(() => (over = true));
		for (let day = 1; day < 60; day++) await jest.advanceTimersByTimeAsync(days);
		expect(over).toBe(false);
		await jest.advanceTimersByTimeAsync(days);
		expect(over).toBe(true);
	});

	test.each([NaN, -5, -Infinity])('of %d ms is none', async (ms) => {
		let over = false;
		void sleepFor(ms).then(() => (over = true));
		await jest.advanceTimersByTimeAsync(1);
		expect(over).toBe(true);
	});
});
