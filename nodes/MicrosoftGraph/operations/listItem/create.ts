import { newObject } from '../../../shared/fields/body';
import { textField } from '../../../shared/fields/build';
import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import type { ItemRun } from '../../../shared/itemRun';
import { optionalText } from '../../../shared/parameters/values/text';
import type { Operation } from '../../operation';
import { selectedNote } from '../../../shared/resources/site';
import {
	columnsFrom,
	columnsJson,
	columnsToCreate,
	contentTypeGuards,
	fieldsOf,
	itemGuards,
} from '../../../shared/resources/listItem';
import { newerColumns } from '../../../shared/resources/listItemPrefer';

/** The content type of a new item. */
export const contentTypeOption = textField('contentType', 'Content Type ID', {
	placeholder: 'e.g. 0x0100AA5C0F6E8B3B7F4F9C8A1B2C3D4E5F60',
	description: 'The "id" that "List: Get Content Types" returns; leave it out for the default of the list',
});

/** The body of a new item. */
export const newItem = ({ item }: Pick<ItemRun, 'item'>, fields: object) => {
	const id = optionalText(item.collection('options').contentType);
	return newObject({ contentType: id === '' ? undefined : { id }, fields });
};

/** Source: "Create a new item in a list". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create list item',
	description: 'Add an item to a list',
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: selectedNote,
	fields: [siteId, listOrUrl, columnsFrom, columnsToCreate, columnsJson],
	options: [contentTypeOption],
	guards: [...contentTypeGuards, ...itemGuards],
	steps: async (run) => {
		const { item, send } = run;
		const made = await send({
			method: 'POST',
			path: await listAt(item, send, 'items'),
			headers: newerColumns,
			body: newItem(run, await fieldsOf(run)),
		});
		return [objectOf(made)];
	},
};
