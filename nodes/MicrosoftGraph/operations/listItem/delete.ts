import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { selectedNote } from '../../../shared/resources/site';
import { itemGuards, itemId } from '../../../shared/resources/listItem';

/** Source: "Delete an item from a list". */
export const deleteItem: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete list item',
	description: 'Delete an item from a list',
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: selectedNote,
	fields: [siteId, listOrUrl, itemId],
	guards: itemGuards,
	request: async (item, send) => ({
		method: 'DELETE',
		path: await listAt(item, send, 'items', item.text('itemId')),
	}),
	output: deleted,
};
