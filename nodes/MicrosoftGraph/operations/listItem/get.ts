import { listId } from '../../fields/locators/list';
import { siteAt, siteId } from '../../fields/locators/site';
import { odataQuery, select } from '../../fields/odata';
import type { Operation } from '../../operation';
import { selectedNote } from '../site/fields';
import { columnsOption, expandFields, itemGuards, itemId, simpleItem } from './fields';

/** Source: "Get an item in a list". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get a list item',
	description: 'Get an item of a list, with its columns',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, listId, itemId],
	options: [columnsOption, select],
	simple: simpleItem,
	guards: itemGuards,
	request: (item) => ({
		method: 'GET',
		path: siteAt(item, 'lists', item.id('listId'), 'items', item.text('itemId')),
		query: {
			$select: odataQuery(item.collection('options')).$select,
			...expandFields(item.collection('options')),
		},
	}),
};
