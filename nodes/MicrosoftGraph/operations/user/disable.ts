import { userId } from '../../../shared/fields/locators';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { adminNote } from '../../../shared/resources/user';

/** Source: "Update user", on accountEnabled. */
export const disable: Operation = {
	name: 'Disable',
	value: 'disable',
	action: 'Disable user',
	description:
		'Block a user from signing in; open sessions last until their token expires (see Revoke Sessions)',
	permissions: ['User.EnableDisableAccount.All', 'User.Read.All'],
	permissionNote: adminNote,
	fields: [userId],
	options: [waitForReplication],
	request: (item) => ({
		method: 'PATCH',
		path: ['users', item.id('userId')],
		expectedResponse: 'nothing',
		body: { accountEnabled: false },
		idempotent: true,
	}),
	output: succeeded,
};
