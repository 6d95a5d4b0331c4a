import { retryAfterOf } from '../../../credentials/token/retryAfter';

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
])('Retry-After: %j', (value, wait) => {
	expect(retryAfterOf({ 'retry-after': value }, now)).toBe(wait);
});

test('is undefined where there is none, and the first where there are several', () => {
	expect(retryAfterOf({}, now)).toBeUndefined();
	expect(retryAfterOf({ 'retry-after': undefined }, now)).toBeUndefined();
	expect(retryAfterOf({ 'retry-after': ['3', '5'] }, now)).toBe(3000);
	expect(retryAfterOf({ 'retry-after': [] }, now)).toBeUndefined();
});
