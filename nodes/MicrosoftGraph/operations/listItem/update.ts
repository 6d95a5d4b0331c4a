import type { IDataObject } from 'n8n-workflow';

import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { selectedNote } from '../../../shared/resources/site';
import {
	columnsFrom,
	columnsJson,
	columnsToUpdate,
	contentTypeGuards,
	fieldsOf,
	itemGuards,
	itemId,
} from '../../../shared/resources/listItem';
import { newerColumns } from '../../../shared/resources/listItemPrefer';
import { changedContentTypeOption, contentTypeOf } from './contentType';

/** Source: "Update listItem". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update list item',
	description: 'Update the columns of a list item, or its content type',
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: selectedNote,
	fields: [siteId, listOrUrl, itemId, columnsFrom, columnsToUpdate, columnsJson],
	options: [changedContentTypeOption],
	guards: [...contentTypeGuards, ...itemGuards],
	steps: async (run) => {
		const { item, send } = run;
		const contentType = await contentTypeOf(run);
		const fields = await fieldsOf(run, { isUpdate: true, mayBeEmpty: contentType !== undefined });
		const path = await listAt(item, send, 'items', item.text('itemId'));
		const patch = async (below: readonly string[], body: IDataObject) =>
			objectOf(
				await send({
					method: 'PATCH',
					path: [...path, ...below],
					headers: newerColumns,
					body,
					idempotent: true,
				}),
			);
		// First the content type: only with it, the item may have the columns.
		const changed = contentType && (await patch([], { contentType }));
		const isColumns = Object.keys(fields).length > 0;
		return [
			{
				id: item.text('itemId'),
				...(isColumns && { fields: await patch(['fields'], fields) }),
				...(changed && { contentType: changed.contentType ?? contentType }),
			},
		];
	},
};
