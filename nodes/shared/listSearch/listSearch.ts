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

/** What a person has chosen in other fields. */
export interface Choices {
	/**
	 * The value of another field.
	 * @param name of the field
	 * @param the object that it selects, for the error: "mailbox"
	 * @throws RequestError if it's empty
	 */
	chosen(name: string, what: string): string;
	/** The same; `''` if it's empty. */
	optional(name: string): string;
}

/** What a person has typed and chosen so far. */
export interface Lookup extends Choices {
	/** The search text; `''` if empty. */
	words: string;
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
			const listed = await list({ words, send, ...choicesIn(this) });
			return listed.searchHere === true ? { ...listed, words: words.toLowerCase() } : listed;
		});
	};
}

/** The other fields of the node in the editor. */
export function choicesIn(context: ILoadOptionsFunctions): Choices {
	const optional = (name: string) => {
		const found = context.getCurrentNodeParameter(name);
		const value = isLocator(found) ? found.value : found;
		return typeof value === 'string' ? value : '';
	};
	return {
		optional,
		chosen: (name, what) => {
			const value = optional(name);
			if (value !== '') return value;
			throw requestError({ what: `No ${what} is selected.`, fix: `Choose the ${what} first.` });
		},
	};
}

/** Fields by name, as an item's parameters have them, for what finds a place by them. */
export interface ChosenFields {
	/** @throws RequestError if nothing is chosen */
	id: (name: string) => string;
	text: (name: string) => string;
}

/**
 * The other fields, of which only a library may be empty.
 * @param labels what they are called in an error
 */
export function chosenFields(
	{ chosen, optional }: Choices,
	labels: Readonly<Record<string, string>>,
): ChosenFields {
	const value = (name: string) =>
		name === 'libraryId' ? optional(name) : chosen(name, labels[name] ?? name);
	return { id: value, text: value };
}
