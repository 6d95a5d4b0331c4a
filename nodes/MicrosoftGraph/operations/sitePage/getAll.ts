import { textField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { odataQuery, select } from '../../../shared/fields/odata';
import { selectedNote } from '../../../shared/resources/site';
import type { Operation } from '../../operation';
import { pageGuards, pageType, simplePage } from './fields';

const filter = textField('filter', 'Filter', {
	placeholder: "e.g. title eq 'January'",
	description: "OData filter. Double an apostrophe inside a text: 'O''Neill'.",
});
const orderBy = textField('orderBy', 'Order By', {
	placeholder: 'e.g. lastModifiedDateTime desc',
	description: 'Property to order by, with "desc" for descending',
});

/** Source: "List sitePage". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many site pages',
	description: 'List the pages and news posts of a site',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, ...listFields],
	options: [filter, orderBy, select],
	simple: simplePage,
	guards: pageGuards,
	list: { pageSize: () => 100 },
	request: async (item, send) => ({
		method: 'GET',
		path: await siteAt(item, send, 'pages', pageType),
		query: odataQuery(item.collection('options')),
	}),
};
