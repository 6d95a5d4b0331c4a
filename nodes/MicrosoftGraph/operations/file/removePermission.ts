import { textField } from '../../../shared/fields/build';
import { fileAt, fileFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { fileGuards } from '../../../shared/resources/file';

const permissionId = textField('permissionId', 'Permission ID', {
	required: true,
	placeholder: 'e.g. aTowIy5mfG1lbWJlcnNoaXB8YWRlbGU',
	description:
		'The "id" that Get Permissions returns; remove an inherited permission from the parent folder instead',
});

/** Source: "Delete a sharing permission from a driveItem". */
export const removePermission: Operation = {
	name: 'Remove Permission',
	value: 'removePermission',
	action: 'Remove permission from file or folder',
	description: 'Remove a permission or sharing link',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [...fileFields, permissionId],
	guards: fileGuards,
	request: async (item, send) => ({
		method: 'DELETE',
		path: await fileAt(item, send, 'permissions', item.text('permissionId')),
	}),
	output: deleted,
};
