import { listFields } from '../../../shared/fields/lists';
import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import { listGuards } from '../../../shared/resources/list';
import { selectedNote } from '../../../shared/resources/site';
import type { Operation } from '../../operation';
import { simpleContentType } from './contentTypes';

/** Source: "List contentTypes in a list". */
export const getContentTypes: Operation = {
	name: 'Get Content Types',
	value: 'getContentTypes',
	action: 'Get content types of list',
	description: 'List the content types of a list or document library',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, listOrUrl, ...listFields],
	options: [selectLike('name,description')],
	simple: simpleContentType,
	guards: listGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({
		method: 'GET',
		path: await listAt(item, send, 'contentTypes'),
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
