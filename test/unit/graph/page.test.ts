import type { IDataObject } from 'n8n-workflow';
import type { GraphRequest } from '../../../nodes/graph/graphRequest';
import { readList, readPage } from '../../../nodes/graph/lists/page';

const request: GraphRequest = {
	method: 'GET',
	path: ['users'],
	query: { $filter: 'x', $count: true },
	headers: { ConsistencyLevel: 'eventual', Prefer: 'IdType="ImmutableId"' },
};
const linkOf = (page: number) => `https://graph.microsoft.com/v1.0/users?$skiptoken=${page}`;

/** A list of that many pages, and the requests that it saw. */
function listOf(...pages: Array<number | IDataObject>) {
	const requests: GraphRequest[] = [];
	let id = 0;
	const send = async (one: GraphRequest) => {
		const page = pages[requests.length] ?? 0;
		requests.push(one);
		const body =
			typeof page === 'object'
				? page
				: {
						value: Array.from({ length: page }, () => ({ id: ++id })),
						...(requests.length < pages.length && { '@odata.nextLink': linkOf(requests.length) }),
					};
		return { status: 200, headers: {}, body };
	};
	return { send, requests };
}

describe('a list', () => {
	test('is read to its last page', async () => {
		const { send, requests } = listOf(3, 0, 2);
		const entries = await readList(request, { limit: Infinity, pageSize: 999 }, send);
		expect(entries.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
		expect(requests.map(({ link }) => link)).toEqual([undefined, linkOf(1), linkOf(2)]);
		expect(requests[0].query).toEqual({ $filter: 'x', $count: true, $top: 999 });
	});

	test('has the headers of the first page on every page', async () => {
		const { send, requests } = listOf(1, 1, 1);
		await readList(request, { limit: Infinity, pageSize: 999 }, send);
		expect(requests.map(({ headers }) => headers)).toEqual(Array(3).fill(request.headers));
	});

	test.each([
		[1, 1, 1],
		[50, 50, 1],
		[100, 100, 1],
		[101, 100, 2],
		[250, 100, 3],
	])('up to %d takes pages of %d, and no more than %d', async (limit, $top, calls) => {
		const { send, requests } = listOf(...Array<number>(5).fill($top));
		const entries = await readList(request, { limit, pageSize: 100 }, send);
		expect(entries).toHaveLength(limit);
		expect(requests).toHaveLength(calls);
		expect(requests[0].query).toMatchObject({ $top });
	});

	test('that is empty has no entries', async () => {
		const { send } = listOf(0);
		expect(await readList(request, { limit: 5, pageSize: 100 }, send)).toEqual([]);
	});

	test.each([
		['the same page', [linkOf(1), linkOf(1)]],
		['an earlier page', [linkOf(1), linkOf(2), linkOf(1)]],
	])('that leads to %s again ends with an error', async (_, links) => {
		const { send, requests } = listOf(...links.map((link) => ({ value: [{}], '@odata.nextLink': link })));
		const read = readList(request, { limit: Infinity, pageSize: 100 }, send);
		await expect(read).rejects.toThrow('the same next page twice');
		expect(requests).toHaveLength(links.length);
	});

	test('ends with what its page fails with', async () => {
		const read = readList(
			request,
			{ limit: 5, pageSize: 5 },
			async () => await Promise.reject(new Error('page')),
		);
		await expect(read).rejects.toThrow('page');
	});
});

describe('a single page', () => {
	test('is the first one without a link, fitted to the limit', async () => {
		const { send, requests } = listOf(2, 2);
		const page = await readPage(request, { limit: 2, pageSize: 100 }, '', send);
		expect(page).toEqual({ entries: [{ id: 1 }, { id: 2 }], nextLink: linkOf(1) });
		expect(requests).toMatchObject([{ query: { $top: 2, $filter: 'x' }, headers: request.headers }]);
	});

	test('is the one that the link leads to, and has no link after the last', async () => {
		const { send, requests } = listOf(1);
		const page = await readPage(request, { limit: Infinity, pageSize: 100 }, linkOf(4), send);
		expect(page).toEqual({ entries: [{ id: 1 }], nextLink: undefined });
		expect(requests).toMatchObject([{ link: linkOf(4), headers: request.headers }]);
	});
});
