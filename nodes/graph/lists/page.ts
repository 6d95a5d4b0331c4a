import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../credentials/auth/core/caught';
import { otherMode } from './advancedQuery';
import { GraphError } from '../errors/graphError';
import type { GraphRequest, GraphResponse, Query } from '../graphRequest';
import { requestError } from '../errors/requestError';
import { isResizable, PageSizer, resized, type PageSizes } from './pageSize';

/** The limits of a list. */
export interface ListLimits {
	/** The most entries to return; `Infinity` for all. */
	limit: number;
	/** Graph's largest page of this list; without it, no `$top` is sent. */
	pageSize?: number;
	/** Graph's largest page, if pages of that size are often too slow: then `pageSize` is only the first one's. */
	largestPage?: number;
}

/**
 * Reads a list page by page, only as many pages as needed. Each page gets the headers of the first, because
 * `ConsistencyLevel` and `Prefer` apply to each.
 * @param request the first page's request, without `$top`
 * @param send sends one request
 * @throws RequestError if a nextLink repeats, which would never end
 * Source: "Paging Microsoft Graph data in your app".
 */
export async function readList(
	request: GraphRequest,
	{ limit, pageSize, largestPage }: ListLimits,
	send: (request: GraphRequest) => Promise<GraphResponse>,
): Promise<IDataObject[]> {
	const entries: IDataObject[] = [];
	const first = { ...request, query: withTop(request.query, { limit, pageSize }) };
	const sized =
		pageSize === undefined || largestPage === undefined
			? send
			: sizedPages({ first: pageSize, largest: largestPage }, () => limit - entries.length, send);
	for await (const { value } of pagesOf(first, sized)) {
		for (const entry of value) entries.push(entry);
		if (entries.length >= limit) break;
	}
	return entries.slice(0, limit);
}

/**
 * Sends the requests of a list's pages, each with the size that suits the list; after a gateway's timeout, with a
 * smaller one.
 * @param remaining how many entries are still wanted
 */
function sizedPages(
	sizes: PageSizes,
	remaining: () => number,
	send: (request: GraphRequest) => Promise<GraphResponse>,
): (request: GraphRequest) => Promise<GraphResponse> {
	const sizer = new PageSizer(sizes);
	const resize = (request: GraphRequest): GraphRequest => {
		const { link } = request;
		const size = Math.min(sizer.size, remaining());
		const page =
			link === undefined
				? { ...request, query: { ...request.query, $top: size } }
				: { ...request, link: resized(link, size) };
		const smaller = () => {
			sizer.shrink();
			return resize(request);
		};
		return { ...page, afterTimeout: smaller };
	};
	return async (request) => {
		const { link } = request;
		if (link !== undefined && !isResizable(link)) return await send(request);
		const start = Date.now();
		const response = await send(resize(request));
		sizer.add({ entries: pageOf(response).value, took: Date.now() - start });
		return response;
	};
}

/** A page as Graph returns it. */
export interface GraphPage {
	value: IDataObject[];
	'@odata.nextLink'?: string;
	'@odata.deltaLink'?: string;
}

/**
 * The pages of a list, each requested when needed. Each request has the headers of the first.
 * @throws RequestError if a nextLink repeats or leads only to empty pages, which would never end, and if a response
 * isn't a list
 */
export async function* pagesOf(
	request: GraphRequest,
	send: (request: GraphRequest) => Promise<GraphResponse>,
): AsyncGenerator<GraphPage> {
	const followed = new Set<string>();
	let next: GraphRequest | undefined = { ...request, expectedResponse: request.expectedResponse ?? 'list' };
	let empty = 0;
	while (next !== undefined) {
		const { request: asked, response } = await sendInEitherMode(next, send);
		next = asked;
		const page = pageOf(response);
		yield page;
		empty = page.value.length === 0 ? empty + 1 : 0;
		const link: string | undefined = page['@odata.nextLink'];
		if (link !== undefined && followed.size === followed.add(link).size) {
			throw requestError({
				what: 'Graph returned the same next page twice.',
				fix: 'Run the node again; if this persists, narrow the list with a filter, or leave a delta link out to start over.',
			});
		}
		if (link !== undefined && empty >= maxEmptyPages) {
			throw requestError({
				what: `Graph returned ${maxEmptyPages} empty pages in a row, each with a link to another.`,
				why: 'The node stopped, because the list may never end.',
				fix: 'Run the node again; if this persists, narrow the list with a filter, or leave a delta link out to start over.',
			});
		}
		// Graph's own link may be spelled differently from the request.
		next = link === undefined ? undefined : { ...next, link, linkField: undefined };
	}
}

/**
 * Requests a page; if it's unknown whether it needs an advanced query, retries once in the other mode after a refusal.
 * @returns the successful request, whose headers apply to the next pages
 */
async function sendInEitherMode(
	request: GraphRequest,
	send: (request: GraphRequest) => Promise<GraphResponse>,
): Promise<{ request: GraphRequest; response: GraphResponse }> {
	try {
		return { request, response: await send(request) };
	} catch (error) {
		const unsupported = error instanceof GraphError && error.parts.code === 'Request_UnsupportedQuery';
		if (!unsupported || request.tryBothQueryModes !== true) throw caught(error);
		// A link already has its query, so only the headers change.
		const other = { ...otherMode(request), tryBothQueryModes: false };
		return { request: other, response: await send(other) };
	}
}

/** The most empty pages in a row: directory deltas have some, and filters that find little have many. */
const maxEmptyPages = 1_000;

/** @throws RequestError for a response that isn't a page of a list; most are refused before, as an unexpected response */
function pageOf({ body }: GraphResponse): GraphPage {
	const { value, '@odata.nextLink': link } = (body ?? {}) as Record<string, unknown>;
	if (Array.isArray(value) && (link === undefined || (typeof link === 'string' && link !== '')))
		return body as GraphPage;
	throw requestError({
		what: "Graph's response isn't a page of a list.",
		why: Array.isArray(value) ? "Its link to the next page isn't a URL." : 'It has no "value" with entries.',
		fix: 'Check any proxy or gateway between n8n and Graph, and run it again.',
	});
}

/** One page of a list, and the link to the next one. */
export interface Page {
	entries: IDataObject[];
	/** `undefined` after the last page. */
	nextLink?: string;
}

/** The label of the field for the link to a page. */
export const pageLinkName = 'Page Link';

/**
 * Reads a single page: for lists that are too large for one run.
 * @param link the next link of the previous page; the first page if empty
 * Source: "Paging Microsoft Graph data in your app".
 */
export async function readPage(
	request: GraphRequest,
	{ limit, pageSize }: ListLimits,
	link: string,
	send: (request: GraphRequest) => Promise<GraphResponse>,
): Promise<Page> {
	const query = withTop(request.query, { limit, pageSize });
	const expectedResponse = request.expectedResponse ?? 'list';
	const first = { ...request, expectedResponse, query };
	const asked = link === '' ? first : { ...request, expectedResponse, link, linkField: pageLinkName };
	const { response } = await sendInEitherMode(asked, send);
	const { value, '@odata.nextLink': nextLink } = pageOf(response);
	return { entries: value, nextLink };
}

function withTop(query: Query | undefined, { limit, pageSize }: ListLimits): Query | undefined {
	return pageSize === undefined ? query : { ...query, $top: Math.min(limit, pageSize) };
}
