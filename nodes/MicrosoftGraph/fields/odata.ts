import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { GraphRequest } from '../../graph/graphRequest';
import { readAs } from '../values/reading';
import { optionalText } from '../values/text';

/** Which properties Graph returns. */
export const select: INodeProperties = readAs(
	{
		displayName: 'Select',
		name: 'select',
		type: 'string',
		default: '',
		placeholder: 'e.g. id,displayName,mail',
		description: 'Properties to return, separated by commas; those of "Simplify" or of Graph when empty',
	},
	{ kind: 'names', whenEmpty: 'notGiven' },
);

/** Whether to ask for an operation's simple output. */
export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Which objects Graph returns, as an OData filter. */
export const filter: INodeProperties = {
	displayName: 'Filter',
	name: 'filter',
	type: 'string',
	default: '',
	placeholder: "e.g. startsWith(displayName,'A')",
	description: "OData filter. An apostrophe inside a text is doubled: 'O''Neill'.",
};

/** Full-text search. */
export const search: INodeProperties = {
	displayName: 'Search',
	name: 'search',
	type: 'string',
	default: '',
	placeholder: 'e.g. quarterly report',
	description: 'Words to search for, or an expression of Graph such as "subject:report"',
};

/** In which order Graph returns them. */
export const orderBy: INodeProperties = {
	displayName: 'Order By',
	name: 'orderBy',
	type: 'string',
	default: '',
	placeholder: 'e.g. displayName desc',
	description: 'Property to order by, with "desc" for descending',
};

/** The OData query parameters for the entries of an "Options" collection. */
export function odataQuery(options: IDataObject): { $select?: string; $filter?: string; $orderby?: string } {
	return {
		$select: optionalText(options.select),
		$filter: optionalText(options.filter),
		$orderby: optionalText(options.orderBy),
	};
}

/**
 * Query and headers for a list of directory objects, as an advanced query where Graph wants one.
 * Source: "Advanced query capabilities on Microsoft Entra ID objects".
 */
export function directoryQuery(options: IDataObject): Required<Pick<GraphRequest, 'query' | 'headers'>> {
	const query = odataQuery(options);
	const $search = directorySearch(optionalText(options.search));
	const { $filter = '', $orderby = '' } = query;
	const advanced =
		$search !== '' ||
		($filter !== '' && $orderby !== '') ||
		needsAdvanced($filter) ||
		($orderby !== '' && !plainOrder.test($orderby));
	return {
		query: { ...query, $search, ...(advanced && { $count: true }) },
		headers: advanced ? { ConsistencyLevel: 'eventual' } : {},
	};
}

/**
 * The same for a relationship that is read as one type of object, such as a user's groups: the directory answers that from
 * its index only. Source: "Advanced query capabilities on Microsoft Entra ID objects", on OData cast.
 */
export function castQuery(options: IDataObject): Required<Pick<GraphRequest, 'query' | 'headers'>> {
	const { query } = directoryQuery(options);
	return { query: { ...query, $count: true }, headers: { ConsistencyLevel: 'eventual' } };
}

/** Orders that the directory keeps without its index. */
const plainOrder = /^(displayName|userPrincipalName)(\s+(asc|desc))?$/i;

/** Operators that the directory answers from its index only. */
function needsAdvanced(expression: string): boolean {
	const withoutTexts = expression.replace(/'(?:[^']|'')*'/g, "''");
	return /\b(ne|not|endswith|contains)\b|\$count/i.test(withoutTexts);
}

/** `$search` wants `"property:words"`; plain words are searched for in the display name and the address. */
function directorySearch(words: string): string {
	if (words === '' || words.startsWith('"')) return words;
	const escaped = words.replace(/[\\"]/g, '\\$&');
	return words.includes(':') ? `"${escaped}"` : `"displayName:${escaped}" OR "mail:${escaped}"`;
}
