import { listFields } from '../../../shared/fields/lists';
import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { filterLike, odataQuery, orderByLike, selectLike } from '../../../shared/fields/odata';
import { selectedNote } from '../../../shared/resources/site';
import type { Operation } from '../../operation';
import { pageGuards, pageType, simplePage } from './fields';

/** Source: "List sitePage". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many site pages',
	description: 'List the pages and news posts of a site',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, ...listFields],
	options: [
		filterLike("title eq 'January'"),
		orderByLike('lastModifiedDateTime desc'),
		selectLike('title,webUrl'),
	],
	simple: simplePage,
	guards: pageGuards,
	list: { pageSize: () => 100 },
	request: async (item, send) => ({
		method: 'GET',
		path: await siteAt(item, send, 'pages', pageType),
		query: odataQuery(item.collection('options')),
	}),
};
