import { listId } from '../../fields/locators/list';
import { siteAt, siteId } from '../../fields/locators/site';
import { deleted } from '../../fields/outputs';
import type { Operation } from '../../operation';
import { selectedNote } from '../site/fields';
import { itemGuards, itemId } from './fields';

/** Source: "Delete an item from a list". */
export const deleteItem: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete a list item',
	description: 'Remove an item from a list',
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: selectedNote,
	fields: [siteId, listId, itemId],
	guards: itemGuards,
	request: (item) => ({
		method: 'DELETE',
		path: siteAt(item, 'lists', item.id('listId'), 'items', item.text('itemId')),
	}),
	output: deleted,
};
