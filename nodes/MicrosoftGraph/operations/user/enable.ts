import { userId } from '../../../shared/fields/locators';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { adminNote } from '../../../shared/resources/user';

/** Source: "Update user", on accountEnabled. */
export const enable: Operation = {
	name: 'Enable',
	value: 'enable',
	action: 'Enable user',
	description: 'Allow a user to sign in again',
	permissions: ['User.EnableDisableAccount.All', 'User.Read.All'],
	permissionNote: adminNote,
	fields: [userId],
	options: [waitForReplication],
	request: (item) => ({
		method: 'PATCH',
		path: ['users', item.id('userId')],
		expectedResponse: 'nothing',
		body: { accountEnabled: true },
		idempotent: true,
	}),
	output: succeeded,
};
