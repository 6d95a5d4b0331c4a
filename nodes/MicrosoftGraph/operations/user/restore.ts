import { newObject } from '../../../shared/fields/body';
import { additionalFields, flagField, textField } from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import { adminNote, deletedUserId } from '../../../shared/resources/user';

/** Source: "Restore deleted item (directory object)". */
export const restore: Operation = {
	name: 'Restore',
	value: 'restore',
	action: 'Restore deleted user',
	description: 'Restore a user who was deleted in the last 30 days',
	permissions: ['User.DeleteRestore.All'],
	permissionNote: adminNote,
	fields: [
		deletedUserId,
		additionalFields([
			textField('newUserPrincipalName', 'New User Principal Name', {
				placeholder: 'e.g. adele.vance@contoso.com',
				description: 'Use if the former name is now taken',
			}),
			flagField('autoReconcileProxyConflict', 'Remove Conflicting Addresses', {
				default: true,
				description: "Whether to remove the user's addresses that are now taken",
			}),
		]),
	],
	guards: [
		{
			when: { status: 400, message: /userPrincipalName/i },
			fix: 'The user principal name is now taken: add "New User Principal Name".',
		},
		{
			when: { status: 400, message: /proxyAddresses/i },
			fix: 'An address of the user is now taken: add "Remove Conflicting Addresses".',
		},
		{
			when: { status: 404 },
			fix: 'There is no deleted user with this ID: enter the object ID. After 30 days, a deleted user is permanently gone.',
		},
	],
	request: (item) => ({
		method: 'POST',
		path: ['directory', 'deletedItems', item.id('deletedUserId'), 'restore'],
		body: newObject(item.collection('additionalFields')),
	}),
};
