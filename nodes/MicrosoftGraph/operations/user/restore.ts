import { newObject } from '../../../shared/fields/body';
import { additionalFields, flagField, textField } from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import { adminNote, deletedUserId } from '../../../shared/resources/user';

/** Source: "Restore deleted item (directory object)". */
export const restore: Operation = {
	name: 'Restore',
	value: 'restore',
	action: 'Restore deleted user',
	description: 'Bring back a user who was deleted in the last 30 days',
	permissions: ['User.DeleteRestore.All'],
	permissionNote: adminNote,
	fields: [
		deletedUserId,
		additionalFields([
			textField('newUserPrincipalName', 'New User Principal Name', {
				placeholder: 'e.g. adele.vance@contoso.com',
				description: 'For when somebody else has the former name by now',
			}),
			flagField('autoReconcileProxyConflict', 'Remove Conflicting Addresses', {
				default: true,
				description: 'Whether addresses that somebody else has by now are removed from the user',
			}),
		]),
	],
	guards: [
		{
			when: { status: 400, message: /userPrincipalName/i },
			fix: 'Somebody else has the user principal name by now: add "New User Principal Name".',
		},
		{
			when: { status: 400, message: /proxyAddresses/i },
			fix: 'Somebody else has an address of the user by now: add "Remove Conflicting Addresses".',
		},
		{
			when: { status: 404 },
			fix: 'There is no deleted user with this ID: give the object ID. After 30 days a deleted user is gone for good.',
		},
	],
	request: (item) => ({
		method: 'POST',
		path: ['directory', 'deletedItems', item.id('deletedUserId'), 'restore'],
		body: newObject(item.collection('additionalFields')),
	}),
};
