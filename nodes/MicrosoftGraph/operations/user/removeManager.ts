import { userId } from '../../../shared/fields/locators';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

/** Source: "Remove manager". */
export const removeManager: Operation = {
	name: 'Remove Manager',
	value: 'removeManager',
	action: 'Remove manager of user',
	description: 'Remove the manager of a user, so that the user has none',
	permissions: ['User.ReadWrite.All'],
	fields: [userId],
	guards: [{ when: { status: 404, message: /'manager'/ }, fix: 'The user has no manager to remove.' }],
	request: (item) => ({ method: 'DELETE', path: ['users', item.id('userId'), 'manager', '$ref'] }),
	output: succeeded,
};
