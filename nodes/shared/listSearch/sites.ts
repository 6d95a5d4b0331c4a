import { requestError } from '../../graph/errors/requestError';
import { isUrl, sitePath } from '../fields/locators/site';
import { isComparable } from '../resources/listColumns';
import { listSearch } from './listSearch';

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

/** The columns of the list that is chosen in the node, by name. Source: "List columnDefinitions in a list". */
export const searchListColumns = listSearch(['Sites.Read.All'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: sitePath(chosen('siteId', 'site'), 'lists', listChosen(chosen('listId', 'list')), 'columns'),
		query: { $select: 'id,name,displayName,readOnly,hidden' },
	},
	searchHere: true,
	entry: ({ id, name, displayName, readOnly, hidden }) =>
		readOnly === true || hidden === true
			? undefined
			: { name: `${String(displayName)} (${String(name)})`, value: String(id) },
}));

/** Those that a condition can be about, with their internal names as values; read-only ones too. */
export const searchListColumnNames = listSearch(['Sites.Read.All'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: sitePath(chosen('siteId', 'site'), 'lists', listChosen(chosen('listId', 'list')), 'columns'),
	},
	searchHere: true,
	entry: (column) =>
		isComparable(column)
			? { name: `${String(column.displayName)} (${String(column.name)})`, value: String(column.name) }
			: undefined,
}));

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
		what: "The columns of a list that is given by its address can't be listed here.",
		fix: 'Choose the list under "From List", or enter the name of the column under "By Name".',
	});
}
