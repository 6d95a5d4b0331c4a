import type { IDataObject } from 'n8n-workflow';
import { isResizable, PageSizer, resized } from '../../../nodes/graph/lists/pageSize';

const entriesOf = (count: number, characters = 10): IDataObject[] =>
	Array.from({ length: count }, () => ({ body: 'x'.repeat(characters) }));

/** The sizes of the pages that come after pages like these. */
function sizesAfter(...pages: Array<{ took: number; characters?: number; entries?: number }>): number[] {
	const sizer = new PageSizer({ first: 250, largest: 1_000 });
	return pages.map(({ took, characters, entries = sizer.size }) => {
		sizer.add({ entries: entriesOf(entries, characters), took });
		return sizer.size;
	});
}

describe('the size of pages', () => {
	test('grows to the largest while pages are light and quick', () => {
		expect(sizesAfter({ took: 100 }, { took: 400 })).toEqual([1_000, 1_000]);
	});

	test('stays where pages are slow', () => {
		expect(sizesAfter({ took: 6_000 }, { took: 6_000 })).toEqual([250, 250]);
	});

	test('grows only so far that a page still takes a few seconds', () => {
		expect(sizesAfter({ took: 2_500 })).toEqual([500]);
	});

	test('stays where pages are heavy', () => {
		expect(sizesAfter({ took: 100, characters: 40_000 })).toEqual([250]);
	});

	test('goes by the entry, where a page has fewer than were requested', () => {
		expect(sizesAfter({ took: 2_500, entries: 125 })).toEqual([250]);
	});

	test('stays after an empty page', () => {
		expect(sizesAfter({ took: 1, entries: 0 })).toEqual([250]);
	});

	test('is smaller after a timeout, and does not get as large again', () => {
		const sizer = new PageSizer({ first: 250, largest: 1_000 });
		sizer.shrink();
		expect(sizer.size).toBe(62);
		sizer.add({ entries: entriesOf(62), took: 1 });
		expect(sizer.size).toBe(125);
		sizer.add({ entries: entriesOf(125), took: 1 });
		expect(sizer.size).toBe(125);
	});

	test('is never less than ten', () => {
		const sizer = new PageSizer({ first: 250, largest: 1_000 });
		for (let times = 0; times < 4; times += 1) sizer.shrink();
		expect(sizer.size).toBe(10);
	});
});

describe('the link to a page', () => {
	test.each([
		[
			"https://graph.microsoft.com/v1.0/users('a')/messages?%24top=250&%24skip=250",
			"https://graph.microsoft.com/v1.0/users('a')/messages?%24top=9&%24skip=250",
		],
		[
			'https://graph.microsoft.com/v1.0/me/events?$select=id&$skip=500&$top=250',
			'https://graph.microsoft.com/v1.0/me/events?$select=id&$skip=500&$top=9',
		],
	])('%s can have another size', (link, expected) => {
		expect(isResizable(link)).toBe(true);
		expect(resized(link, 9)).toBe(expected);
	});

	test.each([
		'https://graph.microsoft.com/v1.0/users?$top=999&$skiptoken=RFNwdAIAAQAAAB',
		'https://graph.microsoft.com/v1.0/users?%24top=999&%24skipToken=5',
		'https://graph.microsoft.com/v1.0/a/messages?%24top=250&%24skip=MDAw',
		'https://graph.microsoft.com/v1.0/a/messages?%24skip=250',
	])('%s stays as it is', (link) => {
		expect(isResizable(link)).toBe(false);
	});
});
