import { listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import { newerColumns } from '../../../shared/resources/listItemPrefer';
import type { Operation } from '../../operation';
import { changedColumn, changedColumnFields } from './columnDefinition';
import { columnAt, columnGuards, columnId, manageListNote } from './columnFields';

/** Source: "Update columnDefinition". */
export const updateColumn: Operation = {
	name: 'Update Column',
	value: 'updateColumn',
	action: 'Update column of list',
	description: 'Change a column of a list or document library',
	permissions: ['Sites.Manage.All'],
	permissionNote: manageListNote,
	fields: [siteId, listOrUrl, columnId, changedColumnFields()],
	guards: columnGuards,
	request: async (item, send) => {
		const body = changedColumn(item);
		return {
			method: 'PATCH',
			path: await columnAt(item, send),
			headers: newerColumns,
			body,
			idempotent: true,
		};
	},
	output: (response) => [objectOf(response)],
};
