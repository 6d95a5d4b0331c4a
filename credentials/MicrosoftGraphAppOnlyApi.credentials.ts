import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

import { authorize, beginSession, testMarker } from './token/session';

/** Microsoft Graph with app-only access: an app signs in as itself, with no user. */
export class MicrosoftGraphAppOnlyApi implements ICredentialType {
	name = 'microsoftGraphAppOnlyApi';

	displayName = 'Microsoft Graph App-Only API';

	icon: Icon = {
		light: 'file:../nodes/MicrosoftGraph/microsoftGraph.svg',
		dark: 'file:../nodes/MicrosoftGraph/microsoftGraph.dark.svg',
	};

	documentationUrl = 'https://learn.microsoft.com/graph/auth-v2-service';

	properties: INodeProperties[] = [
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Client Secret',
					value: 'clientSecret',
					description: 'A secret of the app registration: quick to set up, and it ends on a set day',
				},
			],
			default: 'clientSecret',
			description: 'How the app proves that it is itself',
		},
		{
			displayName: 'Tenant ID',
			name: 'tenantId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 7b6c1d2e-3f40-4a5b-8c6d-7e8f90a1b2c3 or contoso.onmicrosoft.com',
			description:
				'Directory (tenant) ID or a verified domain, from the overview page of the app registration',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b',
			description: 'Application (client) ID, from the overview page of the app registration',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: "The secret's Value, which Entra shows once when the secret is made; not its Secret ID",
			displayOptions: { show: { authentication: ['clientSecret'] } },
		},
		{
			displayName: 'Cloud',
			name: 'cloud',
			type: 'options',
			options: [
				{ name: 'China (21Vianet)', value: 'china' },
				{
					name: 'Custom',
					value: 'custom',
					description: 'Hosts of your own choice, such as a gateway or a simulator',
				},
				{ name: 'Global', value: 'global', description: 'The worldwide service, US Government GCC included' },
				{ name: 'US Government L4 (GCC High)', value: 'usGovernment' },
				{ name: 'US Government L5 (DoD)', value: 'usGovernmentDod' },
			],
			default: 'global',
			description: 'The Microsoft cloud that the tenant is in',
		},
		{
			displayName: 'Login URL',
			name: 'loginUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://login.microsoftonline.com',
			description: 'Where the app signs in. Https, or http on localhost.',
			displayOptions: { show: { cloud: ['custom'] } },
		},
		{
			displayName: 'Graph URL',
			name: 'graphUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://graph.microsoft.com',
			description: 'Where Microsoft Graph is. Https, or http on localhost.',
			displayOptions: { show: { cloud: ['custom'] } },
		},
		{
			// n8n calls preAuthentication only for a credential with an expirable property, and before every request only
			// while that property is empty. It stays empty: the token is kept in this process alone.
			displayName: 'Session',
			name: 'session',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		},
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		beginSession(
			credentials,
			async (options) => await (this.helpers.httpRequest(options) as Promise<unknown>),
		);
		return {};
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return await authorize(credentials, requestOptions);
	}

	/** Everything is judged in `authorize`, which signs in anew for a test and says in words what is wrong. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: 'https://graph.microsoft.com',
			url: '/v1.0/organization?$select=id',
			headers: { [testMarker]: 'true' },
			ignoreHttpStatusErrors: true,
		},
	};
}
