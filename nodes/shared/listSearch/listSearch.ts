import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { requestError } from '../../graph/errors/requestError';
import { isLocator } from '../parameters/reference';
import type { Listed } from './searchList';
import { searchList } from './searchList';

/** A listSearch method of the node. */
export type ListSearchMethod = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** What a person has typed and chosen so far. */
export interface Lookup {
	/** What they search for; `''` for nothing. */
	words: string;
	/**
	 * What is chosen in another field.
	 * @param name of the field
	 * @param what it holds, for the error: "mailbox"
	 * @throws RequestError when nothing is chosen there yet
	 */
	chosen(name: string, what: string): string;
}

/**
 * A picker: what "From List" of a resource locator shows, a page at a time.
 * @param permissions the least application permissions that it needs, named where they are missing
 */
export function listSearch(
	permissions: readonly string[],
	list: (lookup: Lookup) => Listed,
): ListSearchMethod {
	return async function (this: ILoadOptionsFunctions, filter = '', paginationToken?: string) {
		const words = filter.trim();
		return await searchList(this, permissions, paginationToken, () => {
			const listed = list({ words, chosen: (name, what) => chosenIn(this, name, what) });
			return listed.searchHere === true ? { ...listed, words: words.toLowerCase() } : listed;
		});
	};
}

function chosenIn(context: ILoadOptionsFunctions, name: string, what: string): string {
	const found = context.getCurrentNodeParameter(name);
	const value = isLocator(found) ? found.value : found;
	if (typeof value === 'string' && value !== '') return value;
	throw requestError({ what: `No ${what} is selected.`, fix: `Choose the ${what} first.` });
}
