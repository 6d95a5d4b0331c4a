import type { IDataObject } from 'n8n-workflow';

import { newObject } from '../../../shared/fields/body';
import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import type { ItemRun } from '../../../shared/itemRun';
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
import { contentTypeOf, newContentTypeOption } from './contentType';

/** The body of a new item. */
export const newItem = async (
	run: Pick<ItemRun, 'item' | 'send' | 'once'>,
	fields: object,
): Promise<IDataObject> => newObject({ contentType: await contentTypeOf(run), fields });

/** Source: "Create a new item in a list". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create list item',
	description: 'Add an item to a list',
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: selectedNote,
	fields: [siteId, listOrUrl, columnsFrom, columnsToCreate, columnsJson],
	options: [newContentTypeOption],
	guards: [...contentTypeGuards, ...itemGuards],
	steps: async (run) => {
		const { item, send } = run;
		const made = await send({
			method: 'POST',
			path: await listAt(item, send, 'items'),
			headers: newerColumns,
			body: await newItem(run, await fieldsOf(run)),
		});
		return [objectOf(made)];
	},
};
