import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { selectedNote } from '../../../shared/resources/site';
import {
	columnsFrom,
	columnsJson,
	columnsToUpdate,
	fieldsOf,
	itemGuards,
	itemId,
} from '../../../shared/resources/listItem';
import { newerColumns } from '../../../shared/resources/listItemPrefer';

/** Source: "Update an item in a list". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update list item',
	description: 'Update the columns of a list item',
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: selectedNote,
	fields: [siteId, listOrUrl, itemId, columnsFrom, columnsToUpdate, columnsJson],
	guards: itemGuards,
	steps: async (run) => {
		const { item, send } = run;
		const changed = await send({
			method: 'PATCH',
			path: await listAt(item, send, 'items', item.text('itemId'), 'fields'),
			headers: newerColumns,
			body: await fieldsOf(run, { isUpdate: true }),
			idempotent: true,
		});
		return [{ id: item.text('itemId'), fields: objectOf(changed) }];
	},
};
