import { readRetryAfter, retryAfterOf } from '../../../credentials/auth/core/retryAfter';

const hour = 3_600_000;
const now = Date.parse('2026-11-21T08:00:00Z');

test.each([
	['2', 2000],
	[' 2 ', 2000],
	['0', 0],
	['-3', 0],
	['0.25', 250],
	['10.5', 10500],
	['Sat, 21 Nov 2026 08:00:30 GMT', 30000],
	['Saturday, 21-Nov-26 08:00:30 GMT', 30000],
	['Sat, 21 Nov 2026 07:00:00 GMT', 0],
	['', undefined],
	['   ', undefined],
	['soon', undefined],
	['2 seconds', undefined],
	['Infinity', undefined],
	['NaN', undefined],
	['soon 1', undefined],
	['0x10', undefined],
	['2,5', undefined],
	['+5', 5000],
	['Sun Nov 22 08:00:00 2026', hour],
	['2026-11-21T08:00:30Z', 30000],
	['3600', hour],
	['3601', hour],
	['999999999', hour],
	['1e3', 1000_000],
	['1e308', hour],
	['1e999', hour],
	['-1e308', 0],
	['Fri, 31 Dec 2099 23:59:59 GMT', hour],
	['Fri, 99 Dec 2099 23:59:59 GMT', undefined],
])('Retry-After: %j', (value, wait) => {
	expect(retryAfterOf({ 'retry-after': value }, now)).toBe(wait);
});

test('is undefined where there is none, and the first where there are several', () => {
	expect(retryAfterOf({}, now)).toBeUndefined();
	expect(retryAfterOf({ 'retry-after': undefined }, now)).toBeUndefined();
	expect(retryAfterOf({ 'retry-after': ['3', '5'] }, now)).toBe(3000);
	expect(retryAfterOf({ 'retry-after': [] }, now)).toBeUndefined();
});

describe('a Retry-After that is no text, as a part of a batch can have it', () => {
	test.each<[unknown, number | undefined]>([
		[5, 5000],
		[0.5, 500],
		[0, 0],
		[-5, 0],
		[1e308, hour],
		[Number.NaN, undefined],
		[Infinity, undefined],
		[null, undefined],
		[true, undefined],
		[{}, undefined],
		[{ toString: 1, valueOf: 1 }, undefined],
		[[[5]], undefined],
		[[7], 7000],
		[[null, '5'], undefined],
	])('%j', (value, wait) => {
		expect(retryAfterOf({ 'retry-after': value }, now)).toBe(wait);
	});

	test.each([undefined, null, 'text', 7, []])('with headers that are none: %j', (headers) => {
		expect(retryAfterOf(headers, now)).toBeUndefined();
	});
});

test('what was requested stays known in addition to what is applied', () => {
	const read = (value: unknown) => readRetryAfter({ 'retry-after': value }, now);
	expect(read('60')).toEqual({ requested: 60_000, applied: 60_000 });
	expect(read('7200')).toEqual({ requested: 7_200_000, applied: hour });
	expect(read('1e999')).toEqual({ requested: Infinity, applied: hour });
	expect(read('soon')).toBeUndefined();
});

test.each([
	['digits', '1'.repeat(1_000_000)],
	['spaces', `${' '.repeat(1_000_000)}x`],
	['letters', 'Mon, '.repeat(200_000)],
	['dots', '1.'.repeat(500_000)],
])('is read in no time at 1 MB: %s', (_, value) => {
	const begun = performance.now();
	expect(retryAfterOf({ 'retry-after': value }, now)).toBeUndefined();
	expect(performance.now() - begun).toBeLessThan(5_000);
});
