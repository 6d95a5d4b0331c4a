import { graphError } from '../../../nodes/graph/errors/graphError';
import { requestError } from '../../../nodes/graph/errors/requestError';
import { cut, shown } from '../../../nodes/graph/errors/shown';

describe('a value in an error', () => {
	test.each([
		['Adele', '"Adele"'],
		['a\r\nb', '"a\\r\\nb"'],
		['a\ud800', '"a\\ud800"'],
	])('is told as it is: %j', (value, told) => {
		expect(shown(value)).toBe(told);
	});

	test('is cut when it is long', () => {
		expect(shown('a'.repeat(100_000))).toBe(`"${'a'.repeat(200)}…" (100000 characters)`);
		expect(shown(`a${'👩'.repeat(200)}`)).toBe(`"a${'👩'.repeat(99)}…" (401 characters)`);
	});
});

test('a sentence keeps its start and its end', () => {
	const told = cut(`"${'a'.repeat(5_000_000)}" is no time zone.`);
	expect(told).toMatch(/^"aaaa.*characters left out.*a" is no time zone\.$/);
	expect(told.length).toBeLessThan(1300);
});

test('errors are cut, whoever makes them', () => {
	const long = 'a'.repeat(5_000_000);
	const refused = requestError({ what: long, why: long, fix: 'Check it.' });
	expect(JSON.stringify([refused.message, refused.parts]).length).toBeLessThan(5000);
	const parts = { status: 400, message: long, request: 'GET /users', outcomeUnknown: false };
	const { message, parts: kept } = graphError(parts);
	expect(JSON.stringify([message, kept]).length).toBeLessThan(5000);
});
