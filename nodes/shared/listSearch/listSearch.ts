import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { Send } from '../../graph/client';
import { requestError } from '../../graph/errors/requestError';
import { isLocator } from '../parameters/reference';
import { searchList, type Listed } from './searchList';

/** A listSearch method of the node. */
export type ListSearchMethod = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** What a person has typed and chosen so far. */
export interface Lookup {
	/** The search text; `''` if empty. */
	words: string;
	/**
	 * The value of another field.
	 * @param name of the field
	 * @param the object that it selects, for the error: "mailbox"
	 * @throws RequestError if it's empty
	 */
	chosen(name: string, what: string): string;
	/** Looks up what the list needs. */
	send: Send;
}

/**
 * A listSearch method: what "From List" of a resource locator shows, a page at a time.
 * @param permissions the least application permissions that it needs, for the error
 */
export function listSearch(
	permissions: readonly string[],
	list: (lookup: Lookup) => Listed | Promise<Listed>,
): ListSearchMethod {
	return async function (this: ILoadOptionsFunctions, filter = '', paginationToken?: string) {
		const words = filter.trim();
		return await searchList(this, permissions, paginationToken, async (send) => {
			const listed = await list({ words, send, chosen: (name, what) => chosenIn(this, name, what) });
			return listed.searchHere === true ? { ...listed, words: words.toLowerCase() } : listed;
		});
	};
}

/** The value of another field. @throws RequestError if it's empty */
export function chosenIn(context: ILoadOptionsFunctions, name: string, what: string): string {
	const value = optionalIn(context, name);
	if (value !== '') return value;
	throw requestError({ what: `No ${what} is selected.`, fix: `Choose the ${what} first.` });
}

/** The value of another field; `''` if it's empty. */
export function optionalIn(context: ILoadOptionsFunctions, name: string): string {
	const found = context.getCurrentNodeParameter(name);
	const value = isLocator(found) ? found.value : found;
	return typeof value === 'string' ? value : '';
}
