import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { selectedNote } from '../../../shared/resources/site';
import { columnsJson, columnValues, fieldsOf, itemGuards } from '../../../shared/resources/listItem';
import { newerColumns } from '../../../shared/resources/listItemPrefer';

/** Source: "Create a new item in a list". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create list item',
	description: 'Add an item to a list',
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: selectedNote,
	fields: [siteId, listOrUrl, columnValues, columnsJson],
	guards: itemGuards,
	request: async (item, send) => ({
		method: 'POST',
		path: await listAt(item, send, 'items'),
		headers: newerColumns,
		body: { fields: await fieldsOf(item, send) },
	}),
	output: (response) => [objectOf(response)],
};
