import { textField } from '../../../shared/fields/build';

/** A permission that the file or folder has. */
export const filePermissionId = textField('permissionId', 'Permission ID', {
	required: true,
	placeholder: 'e.g. aTowIy5mfG1lbWJlcnNoaXB8YWRlbGU',
	description: 'The "id" that Get Permissions returns',
});
