import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields, choiceField, flagField, timeField } from '../../../shared/fields/build';
import { fileAt, fileFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { required } from '../../../shared/parameters/values/reading';
import { fileGuards } from '../../../shared/resources/file';

const linkType = choiceField('linkType', 'Link Type', { view: 'View', edit: 'Edit' });
const linkScope = choiceField('linkScope', 'Link Scope', {
	organization: 'People in the Organization',
	anonymous: 'Anyone',
	users: 'Specific People',
});
const fields = additionalFields([
	required(timeField('expirationDateTime', 'Expires At')),
	flagField('retainInheritedPermissions', 'Keep Inherited Permissions', {
		default: true,
		description: 'Whether to keep permissions inherited from a parent folder',
	}),
	moreProperties,
]);

/** Source: "driveItem: createLink". Graph returns an existing link of the same kind. */
export const createLink: Operation = {
	name: 'Create Link',
	value: 'createLink',
	action: 'Create sharing link',
	description: 'Create a link that shares a file or folder, or get the existing one of the same kind',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [...fileFields, linkType, linkScope, fields],
	guards: [
		{
			when: { status: 403, message: /sharing|disabled/i },
			fix: 'This kind of sharing is turned off for the tenant or the site: choose another "Link Scope", or ask a SharePoint administrator.',
		},
		...fileGuards,
	],
	request: async (item, send) => {
		return {
			method: 'POST',
			path: await fileAt(item, send, 'createLink'),
			body: newObject(
				{ type: item.text('linkType'), scope: item.text('linkScope') },
				item.collection('additionalFields'),
			),
		};
	},
	output: (response) => [objectOf(response)],
};
