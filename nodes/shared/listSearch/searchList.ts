import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { errorContext } from '../errors/errorContext';
import { nodeError } from '../errors/nodeError';
import { createClient, type Send } from '../../graph/client';
import type { GraphRequest } from '../../graph/graphRequest';
import { readList, readPage } from '../../graph/lists/page';
import { credentialType } from '../../graph/transport/exchange';

/** What "From List" asks Graph for and shows of it. */
export interface Listed {
	request: GraphRequest;
	/** An object as an entry of the list; `undefined` for one that is not shown. */
	entry: (object: IDataObject) => INodeListSearchItems | undefined;
	/** What is below an object, where something is: listed after it, with its name and a slash before theirs. */
	below?: (object: IDataObject) => GraphRequest | undefined;
	/** Whether Graph cannot search in this list: then all of it is searched here, by the entries' names. */
	searchHere?: boolean;
}

/** How long a person waits for a list when Graph asks for patience, in ms. */
const maxWaitMs = 10_000;

/** How many entries fill the editor's list: it asks for a further page only when a person scrolls to the end. */
const enoughEntries = 20;

/** The most pages that are read before the editor is given what was found. */
const maxPages = 50;

/** The most entries that Graph gives of what is below an object at a time. */
const pageSize = 1000;

/**
 * One page of what "From List" shows, or as many as give it something to show. What is searched here is searched to its
 * end.
 * @param permissions the least application permissions that it needs
 * @param link what the page before gave as its next link
 * @param describe says what to list; `words` is what the entries are searched for here
 * @throws NodeApiError that names the permission where it is missing, and NodeOperationError where `describe` throws
 */
export async function searchList(
	context: ILoadOptionsFunctions,
	permissions: readonly string[],
	link: string | undefined,
	describe: () => Listed & { words?: string },
): Promise<INodeListSearchResult> {
	const credentials = await context.getCredentials(credentialType);
	try {
		const { words = '', ...listed } = describe();
		const options = { apiVersion: 'v1.0', batching: false, maxWait: maxWaitMs } as const;
		const send = createClient(context, options).sender(credentials);
		const results: INodeListSearchItems[] = [];
		let next = link;
		for (let pages = 1; ; pages++) {
			const page = await readPage(listed.request, { limit: Infinity }, next ?? '', send);
			const entries = await entriesOf(page.entries, listed, send);
			results.push(...entries.filter(({ name }) => name.toLowerCase().includes(words)));
			next = page.nextLink;
			const isEnough = words === '' && results.length >= enoughEntries;
			if (next === undefined || isEnough || pages >= maxPages) break;
		}
		return { results, paginationToken: next };
	} catch (error) {
		throw nodeError(context.getNode(), error, 0, errorContext(permissions, credentials));
	}
}

/** The entries of objects, each before those of what is below it. */
async function entriesOf(
	objects: readonly IDataObject[],
	listed: Listed,
	send: Send,
): Promise<INodeListSearchItems[]> {
	const branches = await Promise.all(
		objects.map(async (object) => {
			const own = listed.entry(object);
			if (own === undefined) return [];
			const request = listed.below?.(object);
			if (request === undefined) return [own];
			const children = await readList(request, { limit: Infinity, pageSize }, send);
			const below = await entriesOf(children, listed, send);
			return [own, ...below.map((entry) => ({ ...entry, name: `${own.name}/${entry.name}` }))];
		}),
	);
	return branches.flat();
}
