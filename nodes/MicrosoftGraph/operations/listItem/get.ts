import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { selectedNote } from '../../../shared/resources/site';
import {
	columnsOption,
	expandFields,
	itemGuards,
	itemId,
	simpleItem,
} from '../../../shared/resources/listItem';
import { newerColumns } from '../../../shared/resources/listItemPrefer';

/** Source: "Get an item in a list". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get list item',
	description: 'Get an item of a list, with its columns',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, listOrUrl, itemId],
	options: [columnsOption, selectLike('webUrl,createdDateTime')],
	simple: simpleItem,
	guards: itemGuards,
	request: async (item, send) => ({
		method: 'GET',
		path: await listAt(item, send, 'items', item.text('itemId')),
		headers: newerColumns,
		query: {
			$select: odataQuery(item.collection('options')).$select,
			...expandFields(item.collection('options')),
		},
	}),
};
