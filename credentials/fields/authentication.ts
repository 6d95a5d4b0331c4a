import type { INodeProperties } from 'n8n-workflow';

/** How the app authenticates: decides which other fields are shown. */
export const authenticationField: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{
			name: 'Certificate',
			value: 'certificate',
			description: 'A key that never leaves n8n: what Microsoft recommends for production',
		},
		{
			name: 'Client Secret',
			value: 'clientSecret',
			description: 'A secret of the app registration: quick to set up, but it expires',
		},
		{
			name: 'Federated Credential',
			value: 'federatedCredential',
			description: 'A token of another identity provider that the app registration trusts: no secret at all',
		},
		{
			name: 'Managed Identity',
			value: 'managedIdentity',
			description: 'The identity that Azure gives the machine that runs n8n: no app registration at all',
		},
	],
	default: 'clientSecret',
	description: 'How the app authenticates',
};
