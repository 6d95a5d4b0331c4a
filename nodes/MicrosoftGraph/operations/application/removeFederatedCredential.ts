import { textField } from '../../../shared/fields/build';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { applicationId, appPath } from './fields';
import { moreForOthers } from './passwords';

/** Source: "Delete federatedIdentityCredential". */
export const removeFederatedCredential: Operation = {
	name: 'Remove Federated Credential',
	value: 'removeFederatedCredential',
	action: 'Remove federated credential from application',
	description: 'Delete a federated credential: the external identity can no longer sign in as the app',
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [
		applicationId,
		textField('federatedCredentialId', 'Federated Credential ID', {
			required: true,
			placeholder: 'e.g. bdad0963-4a7a-43ae-b569-e67e1da3f2c0',
			description: 'The "id" of the credential, as Get Federated Credentials returns it',
		}),
	],
	guards: [
		{ when: { status: 404 }, fix: '"Get Federated Credentials" lists the credentials of the application.' },
	],
	request: (item) => ({
		method: 'DELETE',
		path: [
			...appPath('applications', item.id('applicationId')),
			'federatedIdentityCredentials',
			item.text('federatedCredentialId'),
		],
	}),
	output: deleted,
};
