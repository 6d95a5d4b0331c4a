import { choiceField } from '../../../shared/fields/build';
import { fileAt, fileFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import { objectOf } from '../../../shared/fields/outputs';
import { fileGuards } from '../../../shared/resources/file';
import type { Operation } from '../../operation';
import { filePermissionId } from './permissionFields';

const role = choiceField('newRole', 'Role', { read: 'Read', write: 'Write', owner: 'Owner' });

/** Source: "Update sharing permission". */
export const updatePermission: Operation = {
	name: 'Update Permission',
	value: 'updatePermission',
	action: 'Update permission of file or folder',
	description: 'Change the role that a permission gives to people',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [...fileFields, filePermissionId, role],
	guards: [
		{
			when: { status: 400 },
			fix: 'Graph changes only the roles of a permission that was given to people. Remove a sharing link instead and create another; change an inherited permission at the parent folder.',
		},
		...fileGuards,
	],
	request: async (item, send) => ({
		method: 'PATCH',
		path: await fileAt(item, send, 'permissions', item.text('permissionId')),
		body: { roles: [item.text('newRole')] },
		idempotent: true,
	}),
	output: (response) => [objectOf(response)],
};
