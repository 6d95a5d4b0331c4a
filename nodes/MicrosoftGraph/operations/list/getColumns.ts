import { listFields } from '../../../shared/fields/lists';
import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import { listGuards } from '../../../shared/resources/list';
import { newerColumns } from '../../../shared/resources/listItemPrefer';
import { selectedNote } from '../../../shared/resources/site';
import type { Operation } from '../../operation';
import { simpleColumn } from './columnFields';

/** Source: "List columnDefinitions in a list". */
export const getColumns: Operation = {
	name: 'Get Columns',
	value: 'getColumns',
	action: 'Get columns of list',
	description: 'List the columns of a list or document library, with their internal names and types',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, listOrUrl, ...listFields],
	simpleInNode: simpleColumn,
	options: [selectLike('name,required')],
	guards: listGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({
		method: 'GET',
		path: await listAt(item, send, 'columns'),
		query: { $select: odataQuery(item.collection('options')).$select },
		headers: newerColumns,
	}),
};
