import { updateBody, moreProperties } from '../../../shared/fields/body';
import { textField, updateFields } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { adminNote, nameGuards, personFields } from '../../../shared/resources/user';

/** Source: "Update user". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update user',
	description: 'Update properties of a user; an added text that is left empty is cleared',
	permissions: ['User.ReadWrite.All'],
	permissionNote: adminNote,
	fields: [
		userId,
		updateFields([
			...personFields,
			textField('displayName', 'Display Name', { placeholder: 'e.g. Adele Vance' }),
			textField('mailNickname', 'Mail Nickname', { placeholder: 'e.g. adelev' }),
			textField('userPrincipalName', 'User Principal Name', { placeholder: 'e.g. adelev@contoso.com' }),
			moreProperties,
		]),
	],
	options: [waitForReplication],
	guards: nameGuards,
	request: (item) => ({
		method: 'PATCH',
		path: ['users', item.id('userId')],
		expectedResponse: 'nothing',
		body: updateBody(item.collection('updateFields')),
		idempotent: true,
	}),
	output: succeeded,
};
