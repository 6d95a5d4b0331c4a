import type { INodeProperties } from 'n8n-workflow';

/** Which app signs in, and in which tenant. A managed identity names neither: Azure knows them. */
export const appFields: readonly INodeProperties[] = [
	{
		displayName: 'Tenant ID',
		name: 'tenantId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 7b6c1d2e-3f40-4a5b-8c6d-7e8f90a1b2c3 or contoso.onmicrosoft.com',
		description: 'Directory (tenant) ID or a verified domain, from the overview page of the app registration',
		displayOptions: { hide: { authentication: ['managedIdentity'] } },
	},
	{
		displayName: 'Client ID',
		name: 'clientId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b',
		description: 'Application (client) ID, from the overview page of the app registration',
		displayOptions: { hide: { authentication: ['managedIdentity'] } },
	},
	{
		displayName: 'Client Secret',
		name: 'clientSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: "The secret's Value, which Entra shows once, when you create the secret; not its Secret ID",
		displayOptions: { show: { authentication: ['clientSecret'] } },
	},
];
