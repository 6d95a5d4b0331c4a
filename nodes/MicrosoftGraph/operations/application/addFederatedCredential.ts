import { newObject } from '../../../shared/fields/body';
import { additionalFields, textField } from '../../../shared/fields/build';
import { required } from '../../../shared/parameters/values/reading';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { applicationId, appPath } from './fields';
import { moreForOthers } from './passwords';

/** The audience of tokens for Entra in the global cloud. Source: "federatedIdentityCredential resource type". */
const usualAudience = 'api://AzureADTokenExchange';

/** Source: "Create federatedIdentityCredential". */
export const addFederatedCredential: Operation = {
	name: 'Add Federated Credential',
	value: 'addFederatedCredential',
	action: 'Add federated credential to application',
	description: 'Let an external identity sign in as an app, without a secret or certificate',
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [
		applicationId,
		textField('credentialName', 'Name', {
			required: true,
			placeholder: 'e.g. github-main',
			description: "3 to 120 letters, digits, hyphens, or underscores; it can't be changed later",
		}),
		textField('issuer', 'Issuer', {
			required: true,
			placeholder: 'e.g. https://token.actions.githubusercontent.com',
			description: 'The "iss" of the external tokens',
		}),
		textField('subject', 'Subject', {
			required: true,
			placeholder: 'e.g. repo:contoso/app:ref:refs/heads/main',
			description: 'The "sub" of the external tokens',
		}),
		additionalFields([
			required(
				textField('audience', 'Audience', {
					default: usualAudience,
					description: 'The "aud" of the external tokens; it differs in national clouds',
				}),
			),
			textField('description', 'Description', { placeholder: 'e.g. Deployment of the app' }),
		]),
	],
	options: [waitForReplication],
	guards: [
		{
			when: { status: 400, message: /already exists/i },
			fix: 'The application has a credential with this name, or with this issuer and subject: "Get Federated Credentials" lists them.',
		},
	],
	request: (item) => {
		const { audience = usualAudience, ...more } = item.collection('additionalFields');
		return {
			method: 'POST',
			path: [...appPath('applications', item.id('applicationId')), 'federatedIdentityCredentials'],
			body: newObject(
				{
					name: item.text('credentialName'),
					issuer: item.text('issuer'),
					subject: item.text('subject'),
					audiences: [audience],
				},
				more,
			),
		};
	},
};
