import { textField } from '../../../shared/fields/build';
import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import { newerColumns } from '../../../shared/resources/listItemPrefer';
import type { Operation } from '../../operation';
import { newColumn, newColumnFields } from '../list/columnDefinition';
import { manageNote, siteColumnGuards } from '../list/columnFields';

/** Source: "Create a columnDefinition in a site". */
export const addColumn: Operation = {
	name: 'Add Column',
	value: 'addColumn',
	action: 'Add column to site',
	description: 'Add a column to a site, for the content types and lists in it',
	permissions: ['Sites.Manage.All'],
	permissionNote: manageNote,
	fields: [
		siteId,
		...newColumnFields(
			textField('columnGroup', 'Group', {
				placeholder: 'e.g. Contoso Columns',
				description: 'Group under which people find the column; by default "Custom Columns"',
			}),
		),
	],
	guards: siteColumnGuards,
	request: async (item, send) => ({
		method: 'POST',
		path: await siteAt(item, send, 'columns'),
		headers: newerColumns,
		body: newColumn(item),
	}),
	output: (response) => [objectOf(response)],
};
