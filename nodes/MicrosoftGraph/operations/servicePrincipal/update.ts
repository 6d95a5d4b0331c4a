import { moreProperties, updateBody } from '../../../shared/fields/body';
import { flagField, textField, textsField, updateFields } from '../../../shared/fields/build';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { appPath, servicePrincipalId } from '../application/fields';
import { moreForOthers } from '../application/passwords';

/** Source: "Update servicePrincipal". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update service principal',
	description:
		'Update properties of a service principal. If it is disabled, no one can sign in to the app, and the app itself gets no tokens.',
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [
		servicePrincipalId,
		updateFields([
			flagField('appRoleAssignmentRequired', 'Assignment Required', {
				default: true,
				description: 'Whether only users and apps with an app role can sign in to it',
			}),
			flagField('accountEnabled', 'Enabled', {
				default: true,
				description: 'Whether users can sign in to the app, and the app itself gets tokens',
			}),
			textField('notes', 'Notes', { placeholder: 'e.g. Owned by the payroll team' }),
			textsField('notificationEmailAddresses', 'Notification Emails', {
				placeholder: 'e.g. admins@contoso.com',
				description: 'Who is notified before a SAML certificate expires, separated by commas',
			}),
			textsField('tags', 'Tags', {
				placeholder: 'e.g. HideApp',
				description: 'Replace the existing ones, separated by commas',
			}),
			moreProperties,
		]),
	],
	options: [waitForReplication],
	request: (item) => ({
		method: 'PATCH',
		path: appPath('servicePrincipals', item.id('servicePrincipalId')),
		expectedResponse: 'nothing',
		body: updateBody(item.collection('updateFields')),
		idempotent: true,
	}),
	output: succeeded,
};
