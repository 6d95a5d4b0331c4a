import { moreProperties, updateBody } from '../../../shared/fields/body';
import { textField, updateFields } from '../../../shared/fields/build';
import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import { required } from '../../../shared/parameters/values/reading';
import { listGuards } from '../../../shared/resources/list';
import type { Operation } from '../../operation';
import { unlistedListNote } from './columnFields';

/** Source: "list resource type"; recorded: PATCH of a list. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update list',
	description: 'Change the name or description of a list or document library',
	permissions: ['Sites.Manage.All'],
	permissionNote: unlistedListNote,
	fields: [
		siteId,
		listOrUrl,
		updateFields([
			required(
				textField('displayName', 'Name', {
					placeholder: 'e.g. Orders 2026',
					description: 'Name that people see; the address of the list stays the same',
				}),
			),
			textField('description', 'Description', { placeholder: 'e.g. What customers have ordered' }),
			moreProperties,
		]),
	],
	guards: [
		{
			when: { code: 'nameAlreadyExists' },
			fix: 'The site already has a list with this name: choose another name.',
		},
		...listGuards,
	],
	request: async (item, send) => ({
		method: 'PATCH',
		path: await listAt(item, send),
		body: updateBody(item.collection('updateFields')),
		idempotent: true,
	}),
	output: (response) => [objectOf(response)],
};
