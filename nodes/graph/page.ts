import type { IDataObject } from 'n8n-workflow';

import type { GraphRequest, GraphResponse, Query } from './graphRequest';
import { requestError } from './requestError';

/** How much of a list is wanted. */
export interface ListLimits {
	/** The most entries to return; `Infinity` for all. */
	limit: number;
	/** The most entries that Graph gives in one page of this list; without it Graph is not told how many are wanted. */
	pageSize?: number;
}

/**
 * Reads a list page by page, no more pages than needed. Each page gets the headers of the first: `ConsistencyLevel` and
 * `Prefer` count on each.
 * @param request the first page's request, without `$top`
 * @param send sends one request
 * @throws RequestError when a nextLink comes again, which would never end
 * Source: "Paging Microsoft Graph data in your app".
 */
export async function readList(
	request: GraphRequest,
	{ limit, pageSize }: ListLimits,
	send: (request: GraphRequest) => Promise<GraphResponse>,
): Promise<IDataObject[]> {
	const entries: IDataObject[] = [];
	const first = { ...request, query: withTop(request.query, { limit, pageSize }) };
	for await (const { value = [] } of pagesOf(first, send)) {
		entries.push(...value);
		if (entries.length >= limit) break;
	}
	return entries.slice(0, limit);
}

/** A page as Graph gives it. */
export interface GraphPage {
	value?: IDataObject[];
	'@odata.nextLink'?: string;
	'@odata.deltaLink'?: string;
}

/**
 * The pages of a list, each asked for once the one before was taken. Each request has the headers of the first.
 * @throws RequestError when a nextLink comes again, which would never end
 */
export async function* pagesOf(
	request: GraphRequest,
	send: (request: GraphRequest) => Promise<GraphResponse>,
): AsyncGenerator<GraphPage> {
	const followed = new Set<string>();
	let next: GraphRequest | undefined = request;
	while (next !== undefined) {
		const { body } = await send(next);
		const page = body as GraphPage;
		yield page;
		const link: string | undefined = page['@odata.nextLink'];
		if (link !== undefined && followed.size === followed.add(link).size) {
			throw requestError({
				what: 'Graph gave the same next page twice.',
				fix: 'Run the node again; if it stays so, narrow the list with a filter, or leave a delta link out to start over.',
			});
		}
		next = link === undefined ? undefined : { ...request, link };
	}
}

/** One page of a list, and the link to the next one. */
export interface Page {
	entries: IDataObject[];
	/** `undefined` after the last page. */
	nextLink?: string;
}

/**
 * Reads a single page: for lists that are too large for one run.
 * @param link the next link of the page before; the first page when it is empty
 * Source: "Paging Microsoft Graph data in your app".
 */
export async function readPage(
	request: GraphRequest,
	{ limit, pageSize }: ListLimits,
	link: string,
	send: (request: GraphRequest) => Promise<GraphResponse>,
): Promise<Page> {
	const query = withTop(request.query, { limit, pageSize });
	const { body } = await send(link === '' ? { ...request, query } : { ...request, link });
	const { value, '@odata.nextLink': nextLink } = body as GraphPage;
	return { entries: value ?? [], nextLink };
}

function withTop(query: Query | undefined, { limit, pageSize }: ListLimits): Query | undefined {
	return pageSize === undefined ? query : { ...query, $top: Math.min(limit, pageSize) };
}
