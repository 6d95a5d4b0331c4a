import { requestError } from '../../graph/errors/requestError';
import { isUrl, sitePath } from '../fields/locators/site';
import { isComparable } from '../resources/listColumns';
import { listSearch, type Choices } from './listSearch';

/** Sites by words in their names. Source: "Search for sites". */
export const searchSites = listSearch(['Sites.Read.All'], ({ words }) => ({
	request: { method: 'GET', path: ['sites'], query: { search: words || '*' } },
	entry: ({ id, displayName, name, webUrl }) => ({
		name: `${String(displayName ?? name)} (${String(webUrl)})`,
		value: String(id),
	}),
}));

/** The lists of the site that is chosen in the node, by name. Source: "Enumerate lists in a site". */
export const searchLists = listSearch(['Sites.Read.All'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: sitePath(chosen('siteId', 'site'), 'lists'),
		query: { $select: 'id,displayName' },
	},
	searchHere: true,
	entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
}));

/** The path of what the chosen site has. */
const inSite = ({ chosen }: Choices, ...below: readonly string[]) =>
	sitePath(chosen('siteId', 'site'), ...below);

/** The path of what the chosen list has. */
const inList = (choices: Choices, ...below: readonly string[]) =>
	inSite(choices, 'lists', listChosen(choices.chosen('listId', 'list')), ...below);

/** Columns that can be changed, by name, with their IDs as values. */
const columnsAt = (path: (choices: Choices) => string[]) =>
	listSearch(['Sites.Read.All'], (choices) => ({
		request: {
			method: 'GET',
			path: path(choices),
			query: { $select: 'id,name,displayName,readOnly,hidden' },
		},
		searchHere: true,
		entry: ({ id, name, displayName, readOnly, hidden }) =>
			readOnly === true || hidden === true
				? undefined
				: { name: `${String(displayName)} (${String(name)})`, value: String(id) },
	}));

/** The columns of the list that is chosen in the node, by name. Source: "List columnDefinitions in a list". */
export const searchListColumns = columnsAt((choices) => inList(choices, 'columns'));

/** The columns of the site that is chosen in the node, by name. Source: "List columns in a site". */
export const searchSiteColumns = columnsAt((choices) => inSite(choices, 'columns'));

/** Those that a condition can be about, with their internal names as values; read-only ones too. */
export const searchListColumnNames = listSearch(['Sites.Read.All'], (choices) => ({
	request: {
		method: 'GET',
		path: inList(choices, 'columns'),
	},
	searchHere: true,
	entry: (column) =>
		isComparable(column)
			? { name: `${String(column.displayName)} (${String(column.name)})`, value: String(column.name) }
			: undefined,
}));

/** Content types that people see, by name. */
const contentTypesAt = (path: (choices: Choices) => string[]) =>
	listSearch(['Sites.Read.All'], (choices) => ({
		request: { method: 'GET', path: path(choices), query: { $select: 'id,name,group,hidden' } },
		searchHere: true,
		entry: ({ id, name, group, hidden }) =>
			hidden === true ? undefined : { name: `${String(name)} (${String(group)})`, value: String(id) },
	}));

/** The content types of the chosen list, by name. Source: "List contentTypes in a list". */
export const searchListContentTypes = contentTypesAt((choices) => inList(choices, 'contentTypes'));

/** The content types of the chosen site, by name. Source: "List contentTypes in a site". */
export const searchSiteContentTypes = contentTypesAt((choices) => inSite(choices, 'contentTypes'));

/** The pages of the chosen site, by title. Source: "List sitePage". */
export const searchSitePages = listSearch(['Sites.Read.All'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: sitePath(chosen('siteId', 'site'), 'pages', 'microsoft.graph.sitePage'),
		query: { $select: 'id,name,title' },
	},
	searchHere: true,
	entry: ({ id, name, title }) => ({ name: `${String(title)} (${String(name)})`, value: String(id) }),
}));

/** A list by its ID or title: its address says neither. */
function listChosen(list: string): string {
	if (!isUrl(list)) return list;
	throw requestError({
		what: "What is in a list that is given by its address can't be listed here.",
		fix: 'Choose the list under "From List", or enter the name under "By Name".',
	});
}
