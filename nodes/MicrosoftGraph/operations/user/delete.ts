import { userId } from '../../../shared/fields/locators';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { adminNote } from '../../../shared/resources/user';

/** Source: "Delete a user". */
export const deleteUser: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete user',
	description: 'Delete a user; the user can be restored for 30 days',
	permissions: ['User.DeleteRestore.All'],
	permissionNote: adminNote,
	fields: [userId],
	request: (item) => ({ method: 'DELETE', path: ['users', item.id('userId')] }),
	output: deleted,
};
