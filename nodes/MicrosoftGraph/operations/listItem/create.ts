import { listId } from '../../fields/locators/list';
import { siteAt, siteId } from '../../fields/locators/site';
import { objectOf } from '../../fields/outputs';
import type { Operation } from '../../operation';
import { selectedNote } from '../site/fields';
import { columnsJson, columnValues, fieldsOf, itemGuards } from './fields';

/** Source: "Create a new item in a list". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create a list item',
	description: 'Add an item to a list',
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: selectedNote,
	fields: [siteId, listId, columnValues, columnsJson],
	guards: itemGuards,
	request: (item) => ({
		method: 'POST',
		path: siteAt(item, 'lists', item.id('listId'), 'items'),
		body: { fields: fieldsOf(item) },
	}),
	output: (response) => [objectOf(response)],
};
