import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const shown: IDisplayOptions = { show: { authentication: ['federatedCredential'] } };
const fromUrl: IDisplayOptions = {
	show: { authentication: ['federatedCredential'], clientAssertionSource: ['url'] },
};

/** Where the assertion of another identity provider comes from. */
export const federatedCredentialFields: readonly INodeProperties[] = [
	{
		displayName: 'Client Assertion From',
		name: 'clientAssertionSource',
		type: 'options',
		options: [
			{ name: 'Expression', value: 'expression', description: 'A JWT that an expression gives' },
			{
				name: 'Managed Identity',
				value: 'managedIdentity',
				description: 'A managed identity of the machine that runs n8n',
			},
			{
				name: 'URL',
				value: 'url',
				description: "Asked of an identity provider, such as Google's metadata server",
			},
		],
		default: 'expression',
		displayOptions: shown,
	},
	{
		displayName: 'Client Assertion',
		name: 'clientAssertion',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'A JWT whose issuer, subject and audience the federated credential of the app names',
		displayOptions: {
			show: { authentication: ['federatedCredential'], clientAssertionSource: ['expression'] },
		},
	},
	{
		displayName: 'Client Assertion URL',
		name: 'clientAssertionUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder:
			'e.g. http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity?audience=api://AzureADTokenExchange',
		displayOptions: fromUrl,
	},
	{
		displayName: 'Client Assertion Method',
		name: 'clientAssertionMethod',
		type: 'options',
		options: [
			{ name: 'GET', value: 'GET' },
			{ name: 'POST', value: 'POST' },
		],
		default: 'GET',
		displayOptions: fromUrl,
	},
	{
		displayName: 'Client Assertion Headers',
		name: 'clientAssertionHeaders',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'e.g. { "Metadata-Flavor": "Google" }',
		description: 'Headers of that request, as a JSON object',
		displayOptions: fromUrl,
	},
	{
		displayName: 'Client Assertion Path',
		name: 'clientAssertionPath',
		type: 'string',
		default: '',
		placeholder: 'e.g. value',
		description: 'Where in a JSON answer the JWT is, names joined by dots; empty when the answer is the JWT',
		displayOptions: fromUrl,
	},
];
