import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { certificateAudienceField } from './certificate';
import { awsStsUrlField } from './federatedCredential';
import { imdsFields } from './managedIdentity';

const custom: IDisplayOptions = { show: { cloud: ['custom'] } };

/** Which Microsoft cloud. */
export const cloudField: INodeProperties = {
	displayName: 'Cloud',
	name: 'cloud',
	type: 'options',
	options: [
		{ name: 'China (21Vianet)', value: 'china' },
		{
			name: 'Custom',
			value: 'custom',
			description: 'Custom hosts, such as a gateway or a simulator',
		},
		{ name: 'France (Bleu)', value: 'france' },
		{ name: 'Germany (Delos)', value: 'germany' },
		{ name: 'Global', value: 'global', description: 'The worldwide service, US Government GCC included' },
		{ name: 'Singapore (GovSG)', value: 'singapore' },
		{ name: 'US Government L4 (GCC High)', value: 'usGovernment' },
		{ name: 'US Government L5 (DoD)', value: 'usGovernmentDod' },
	],
	default: 'global',
	description: 'The Microsoft cloud that the tenant is in',
};

/** What a custom cloud needs. */
export const cloudDetailFields: readonly INodeProperties[] = [
	{
		displayName: 'Login URL',
		name: 'loginUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://login.microsoftonline.com',
		description: 'Where the app signs in. HTTPS, or HTTP on localhost.',
		displayOptions: { ...custom, hide: { authentication: ['managedIdentity'] } },
	},
	{
		displayName: 'Graph URL',
		name: 'graphUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://graph.microsoft.com',
		description: 'Base URL of Microsoft Graph. HTTPS, or HTTP on localhost.',
		displayOptions: custom,
	},
	certificateAudienceField,
	awsStsUrlField,
	...imdsFields,
];

/** Which resource in addition to Graph, and which token endpoint. */
export const resourceFields: readonly INodeProperties[] = [
	{
		displayName: 'Additional Resource Scope',
		name: 'scope',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://management.azure.com/.default',
		description:
			"For the HTTP Request node only: a resource in addition to Graph that this app may call, followed by /.default. Its token goes only to that resource's hosts; the Microsoft Graph node doesn't use it.",
	},
	{
		displayName: 'Additional Resource Hosts',
		name: 'additionalResourceHosts',
		type: 'string',
		default: '',
		placeholder: 'e.g. api.contoso.com, *.orders.contoso.com',
		description:
			'Hosts that the token of that resource may go to, separated by commas. Leave empty for Microsoft resources with known hosts, such as Key Vault and Power BI, and for a scope that begins with the URL of the API.',
		displayOptions: { hide: { scope: [''] } },
	},
	{
		displayName: 'Token Endpoint Version',
		name: 'tokenEndpointVersion',
		type: 'options',
		options: [
			{ name: 'V1.0', value: 'v1.0', description: 'The older endpoint, for gateways that still need it' },
			{ name: 'V2.0', value: 'v2.0' },
		],
		default: 'v2.0',
		description: 'Keep V2.0 unless a tenant or a gateway needs the older one',
		displayOptions: { hide: { authentication: ['managedIdentity'] } },
	},
];
