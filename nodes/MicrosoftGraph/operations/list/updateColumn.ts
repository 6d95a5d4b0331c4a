import { moreProperties, updateBody } from '../../../shared/fields/body';
import { flagField, textField, textsField, updateFields } from '../../../shared/fields/build';
import { listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import { required } from '../../../shared/parameters/values/reading';
import { newerColumns } from '../../../shared/resources/listItemPrefer';
import type { Operation } from '../../operation';
import {
	columnAt,
	columnGuards,
	columnId,
	columnIndexed,
	columnRequired,
	manageListNote,
} from './columnFields';

/** Source: "Update columnDefinition". */
export const updateColumn: Operation = {
	name: 'Update Column',
	value: 'updateColumn',
	action: 'Update column of list',
	description: 'Change a column of a list or document library',
	permissions: ['Sites.Manage.All'],
	permissionNote: manageListNote,
	fields: [
		siteId,
		listOrUrl,
		columnId,
		updateFields([
			required(
				textsField('choices', 'Choices', {
					placeholder: 'e.g. Open, Shipped, Paid',
					description: 'All choices of a choice column, separated by commas; they replace the present ones',
				}),
			),
			required(textField('displayName', 'Display Name', { placeholder: 'e.g. Order Status' })),
			textField('description', 'Description', { placeholder: 'e.g. How far the order is' }),
			columnRequired,
			columnIndexed,
			flagField('hidden', 'Hidden', { description: 'Whether people see the column' }),
			flagField('enforceUniqueValues', 'Enforce Unique Values', {
				description:
					'Whether SharePoint refuses a second item with the same value. Such a column must be indexed, too.',
			}),
			moreProperties,
		]),
	],
	guards: columnGuards,
	request: async (item, send) => {
		const { choices, ...more } = item.collection('updateFields');
		const body = updateBody({ choice: choices === undefined ? undefined : { choices } }, more);
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
