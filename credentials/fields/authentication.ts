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
			description:
				'A private key that never leaves n8n, and its certificate in the app registration; Microsoft recommends it for production',
		},
		{
			name: 'Client Secret',
			value: 'clientSecret',
			description: 'A secret of the app registration: quick to set up, but it expires',
		},
		{
			name: 'Federated Credential',
			value: 'federatedCredential',
			description: 'A token from an identity provider that the app registration trusts; no secret needed',
		},
		{
			name: 'Managed Identity',
			value: 'managedIdentity',
			description: 'The Azure identity of the machine that runs n8n; no app registration needed',
		},
	],
	default: 'clientSecret',
	description: 'How the app authenticates',
};
