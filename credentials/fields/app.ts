import type { INodeProperties } from 'n8n-workflow';

/**
 * Which app signs in, and in which tenant, by the Entra portal's own labels. A managed identity names neither: Azure knows
 * them. n8n's editor labels every `clientId` "Client ID" and every `clientSecret` "Client Secret", whatever their display
 * names are: so the placeholders have the portal's labels for them.
 */
export const appFields: readonly INodeProperties[] = [
	{
		displayName: 'Directory (tenant) ID',
		name: 'tenantId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 7b6c1d2e-3f40-4a5b-8c6d-7e8f90a1b2c3 or contoso.onmicrosoft.com',
		description: 'From the Overview page of the app registration; a verified domain works too',
		displayOptions: { hide: { authentication: ['managedIdentity'] } },
	},
	{
		displayName: 'Client ID',
		name: 'clientId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'Application (client) ID, e.g. 1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b',
		description: 'Application (client) ID, from the Overview page of the app registration; not the Object ID',
		displayOptions: { hide: { authentication: ['managedIdentity'] } },
	},
	{
		displayName: 'Client Secret',
		name: 'clientSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		placeholder: 'Value, not Secret ID',
		description:
			'From the app registration, under "Certificates & secrets" > "Client secrets"; the portal shows the Value only once, when you create the secret',
		displayOptions: { show: { authentication: ['clientSecret'] } },
	},
];
