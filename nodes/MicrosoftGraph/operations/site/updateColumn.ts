import { flagField } from '../../../shared/fields/build';
import { siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import { newerColumns } from '../../../shared/resources/listItemPrefer';
import type { Operation } from '../../operation';
import { changedColumn, changedColumnFields } from '../list/columnDefinition';
import { manageNote, siteColumnAt, siteColumnGuards, siteColumnId } from '../list/columnFields';

/** Source: "Update columnDefinition". */
export const updateColumn: Operation = {
	name: 'Update Column',
	value: 'updateColumn',
	action: 'Update column of site',
	description: 'Change a column of a site',
	permissions: ['Sites.Manage.All'],
	permissionNote: manageNote,
	fields: [
		siteId,
		siteColumnId,
		changedColumnFields(
			flagField('propagateChanges', 'Update Lists', {
				default: true,
				description: 'Whether to change the column in the lists that use it, too',
			}),
		),
	],
	guards: siteColumnGuards,
	request: async (item, send) => {
		const body = changedColumn(item);
		return {
			method: 'PATCH',
			path: await siteColumnAt(item, send),
			headers: newerColumns,
			body,
			idempotent: true,
		};
	},
	output: (response) => [objectOf(response)],
};
