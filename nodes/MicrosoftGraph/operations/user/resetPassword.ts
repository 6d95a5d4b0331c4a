import { userId } from '../../../shared/fields/locators';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { forceChange, password, passwordGuards } from '../../../shared/resources/user';

const role =
	'In addition to the permission, the app needs a directory role that can reset passwords: User Administrator, or Privileged Authentication Administrator for the passwords of administrators.';

/** Source: "Update user", on passwordProfile. */
export const resetPassword: Operation = {
	name: 'Reset Password',
	value: 'resetPassword',
	action: 'Reset password of user',
	description: 'Set a new password for a user',
	permissions: ['User-PasswordProfile.ReadWrite.All'],
	permissionNote: role,
	fields: [userId, password, forceChange],
	options: [waitForReplication],
	guards: [...passwordGuards, { when: { status: 403 }, fix: role }],
	request: (item) => ({
		method: 'PATCH',
		path: ['users', item.id('userId')],
		expectedResponse: 'nothing',
		body: {
			passwordProfile: {
				password: item.text('password'),
				forceChangePasswordNextSignIn: item.flag('forceChange'),
			},
		},
		idempotent: true,
	}),
	output: succeeded,
};
