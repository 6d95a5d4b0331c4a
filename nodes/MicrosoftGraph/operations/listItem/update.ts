import { listId } from '../../fields/locators/list';
import { siteAt, siteId } from '../../fields/locators/site';
import { objectOf } from '../../fields/outputs';
import type { Operation } from '../../operation';
import { selectedNote } from '../site/fields';
import { columnsJson, columnValues, fieldsOf, itemGuards, itemId } from './fields';

/** Source: "Update an item in a list". Setting the same values again does no harm. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update a list item',
	description: 'Change the columns of a list item',
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: selectedNote,
	fields: [siteId, listId, itemId, columnValues, columnsJson],
	guards: itemGuards,
	request: (item) => ({
		method: 'PATCH',
		path: siteAt(item, 'lists', item.id('listId'), 'items', item.text('itemId'), 'fields'),
		body: fieldsOf(item, true),
		idempotent: true,
	}),
	output: (response, item) => [{ id: item.text('itemId'), fields: objectOf(response) }],
};
