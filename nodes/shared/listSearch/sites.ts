import { sitePath } from '../fields/locators/site';
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
