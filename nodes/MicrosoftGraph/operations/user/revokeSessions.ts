import { userId } from '../../../shared/fields/locators';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { adminNote } from '../../../shared/resources/user';

/** Source: "user: revokeSignInSessions". */
export const revokeSessions: Operation = {
	name: 'Revoke Sessions',
	value: 'revokeSessions',
	action: 'Revoke sessions of user',
	description: 'Require a user to sign in again everywhere; tokens in use can last up to an hour',
	permissions: ['User.RevokeSessions.All'],
	permissionNote: adminNote,
	fields: [userId],
	request: (item) => ({
		method: 'POST',
		path: ['users', item.id('userId'), 'revokeSignInSessions'],
		// Revoking them again is harmless.
		idempotent: true,
	}),
	output: succeeded,
};
