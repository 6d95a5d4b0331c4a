import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { errorContext } from '../errors/errorContext';
import { forEditor, nodeError, type NodeError } from '../errors/nodeError';
import type { Send } from '../../graph/client';
import { GraphError } from '../../graph/errors/graphError';
import type { GraphRequest } from '../../graph/graphRequest';
import { readList, readPage } from '../../graph/lists/page';
import { credentialType } from '../../graph/transport/exchange';
import { editorSender } from './editorSender';

/** What "From List" requests and shows. */
export interface Listed {
	request: GraphRequest;
	/** An object as an entry of the list; `undefined` to hide it. */
	entry: (object: IDataObject) => INodeListSearchItems | undefined;
	/**
	 * The request for an object's children, if it has any: they're listed after it, with its name and a slash before
	 * theirs.
	 */
	below?: (object: IDataObject) => GraphRequest | undefined;
	/** Whether Graph can't search this list: then all entries are read, and searched by name. */
	searchHere?: boolean;
}

/** How many entries fill the editor's list: it requests another page only when a person scrolls to the end. */
const enoughEntries = 20;

/** The most pages to read before returning what was found. */
const maxPages = 50;

/** The page size for an object's children. */
const pageSize = 1000;

/**
 * One page of what "From List" shows, or more until there's something to show. Lists that are searched here are read to
 * the end.
 * @param permissions the least application permissions that it needs
 * @param link the next link of the previous page
 * @param describe returns what to list, and gets what sends its lookups; `words` filters the entries here
 * @throws NodeApiError that names the permission where it is missing, and NodeOperationError if `describe` throws
 */
export async function searchList(
	context: ILoadOptionsFunctions,
	permissions: readonly string[],
	link: string | undefined,
	describe: (send: Send) => Promise<Listed & { words?: string }>,
): Promise<INodeListSearchResult> {
	const credentials = await context.getCredentials(credentialType);
	try {
		const send = editorSender(context, credentials);
		const { words = '', ...listed } = await describe(send);
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
		throw listError(error, nodeError(context.getNode(), error, 0, errorContext(permissions, credentials)));
	}
}

/** Shows an error's text as the editor does for a list: it shows only the message, so that says what to do, too. */
function listError(cause: unknown, error: NodeError): NodeError {
	const instead = 'Or enter it yourself: change "From List" to another choice, such as "By ID".';
	error.message += ` ${cause instanceof GraphError ? instead : (error.description ?? '')}`;
	return forEditor(error);
}

/** The entries of objects, each followed by its children. */
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
