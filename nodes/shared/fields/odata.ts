import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { asAdvanced, queryMode, type DirectoryAsk } from '../../graph/lists/advancedQuery';
import { searchedProperties } from '../../graph/lists/advancedQueryTable';
import type { GraphRequest } from '../../graph/graphRequest';
import { readAs } from '../parameters/values/reading';
import { optionalText } from '../parameters/values/text';

/**
 * Which properties Graph returns.
 * @param example properties that these objects have
 */
export const selectLike = (example: string): INodeProperties =>
	readAs(
		{
			displayName: 'Select',
			name: 'select',
			type: 'string',
			default: '',
			placeholder: `e.g. ${example}`,
			description:
				'Properties to return, separated by commas; leave empty for those of "Simplify", or Graph\'s default',
		},
		{ kind: 'names', whenEmpty: 'notGiven' },
	);

/** The same for users and groups. */
export const select: INodeProperties = selectLike('displayName,mail');

/** Whether to return an operation's simple output. */
export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** The same where it isn't on unless a person turns it on. */
export const simplifyIfWanted: INodeProperties = { ...simplify, default: false };

/**
 * Which objects Graph returns, as an OData filter.
 * @param example a filter that Graph accepts for these objects
 */
export const filterLike = (example: string): INodeProperties => ({
	displayName: 'Filter',
	name: 'filter',
	type: 'string',
	default: '',
	placeholder: `e.g. ${example}`,
	description: "OData filter. An apostrophe inside a text is doubled: 'O''Neill'.",
});

/** Full-text search. */
export const search: INodeProperties = {
	displayName: 'Search',
	name: 'search',
	type: 'string',
	default: '',
	placeholder: 'e.g. quarterly report',
	description: 'Words to search for, or a Graph search expression such as "subject:report"',
};

/**
 * In which order Graph returns them.
 * @param example an order that Graph accepts for these objects
 */
export const orderByLike = (example: string): INodeProperties => ({
	displayName: 'Order By',
	name: 'orderBy',
	type: 'string',
	default: '',
	placeholder: `e.g. ${example}`,
	description: 'Property to order by, with "desc" for descending',
});

/** The same for objects that have a display name. */
export const orderBy: INodeProperties = orderByLike('displayName desc');

/** The OData query parameters for the entries of an "Options" collection. */
export function odataQuery(options: IDataObject): { $select: string; $filter: string; $orderby: string } {
	return {
		$select: optionalText(options.select),
		$filter: optionalText(options.filter),
		$orderby: optionalText(options.orderBy),
	};
}

/** What is listed: a type of directory object, or a relationship's objects. */
type Listed = Pick<DirectoryAsk, 'type' | 'relationship' | 'cast'> & {
	/** Whether the search has only words, even with a colon: the text in a "From List" search. */
	wordsOnly?: boolean;
};

/** What a list of directory objects adds to its request. */
type DirectoryRequest = Required<Pick<GraphRequest, 'query' | 'headers'>> &
	Pick<GraphRequest, 'tryBothQueryModes'>;

/**
 * Query and headers for a list of directory objects, as an advanced query if Graph requires one.
 * @param options entries of an "Options" collection
 * @param listed what is listed; a relationship's objects always need an advanced query to be filtered, searched, or
 * ordered
 * Source: "Advanced query capabilities on Microsoft Entra ID objects".
 */
export function directoryQuery(options: IDataObject, listed: Listed): DirectoryRequest {
	const query = odataQuery(options);
	const $search = directorySearch(optionalText(options.search), listed);
	const { $filter: filter, $orderby: orderBy } = query;
	const { advanced, sure } = queryMode({ ...listed, filter, orderBy, search: $search });
	const plain = { query: { ...query, $search }, headers: {} };
	return { ...(advanced ? asAdvanced(plain) : plain), ...(!sure && { tryBothQueryModes: true }) };
}

/** `$search` needs `"property:words"`; plain words are searched in the type's default properties. */
function directorySearch(words: string, { type, wordsOnly = false }: Listed): string {
	if (words === '' || (!wordsOnly && words.startsWith('"'))) return words;
	const escaped = words.replace(/[\\"]/g, '\\$&');
	if (!wordsOnly && words.includes(':')) return `"${escaped}"`;
	return searchedProperties[type].map((property) => `"${property}:${escaped}"`).join(' OR ');
}
