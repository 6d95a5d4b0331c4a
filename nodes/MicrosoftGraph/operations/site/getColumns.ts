import { listFields } from '../../../shared/fields/lists';
import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import { newerColumns } from '../../../shared/resources/listItemPrefer';
import { selectedNote, siteGuards } from '../../../shared/resources/site';
import type { Operation } from '../../operation';
import { simpleColumn } from '../list/columnFields';

/** Source: "List columns in a site". */
export const getColumns: Operation = {
	name: 'Get Columns',
	value: 'getColumns',
	action: 'Get columns of site',
	description: 'List the columns of a site, with their internal names and types',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, ...listFields],
	simpleInNode: simpleColumn,
	options: [selectLike('name,required')],
	guards: siteGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({
		method: 'GET',
		path: await siteAt(item, send, 'columns'),
		query: { $select: odataQuery(item.collection('options')).$select },
		headers: newerColumns,
	}),
};
