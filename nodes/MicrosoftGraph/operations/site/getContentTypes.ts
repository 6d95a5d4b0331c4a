import { listFields } from '../../../shared/fields/lists';
import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import { selectedNote, siteGuards } from '../../../shared/resources/site';
import type { Operation } from '../../operation';
import { simpleContentType } from '../list/contentTypes';

/** Source: "List contentTypes in a site". */
export const getContentTypes: Operation = {
	name: 'Get Content Types',
	value: 'getContentTypes',
	action: 'Get content types of site',
	description: 'List the content types of a site',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, ...listFields],
	options: [selectLike('name,description')],
	simple: simpleContentType,
	guards: siteGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({
		method: 'GET',
		path: await siteAt(item, send, 'contentTypes'),
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
