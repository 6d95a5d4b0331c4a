import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const shown: IDisplayOptions = { show: { authentication: ['federatedCredential'] } };

function from(source: string, more: IDisplayOptions['show'] = {}): IDisplayOptions {
	return { show: { authentication: ['federatedCredential'], clientAssertionSource: [source], ...more } };
}

const fromUrl = from('url');
const custom = from('url', { clientAssertionRequest: ['custom'] });
const clientCredentials = from('url', { clientAssertionRequest: ['clientCredentials'] });
const fromAws = from('aws');

/** Where the assertion of another identity provider comes from. */
export const federatedCredentialFields: readonly INodeProperties[] = [
	{
		displayName: 'Client Assertion Source',
		name: 'clientAssertionSource',
		type: 'options',
		options: [
			{
				name: 'AWS',
				value: 'aws',
				description: 'Requested from AWS STS, for the IAM role or user of an access key',
			},
			{ name: 'Expression', value: 'expression', description: 'A JWT from an expression' },
			{
				name: 'Managed Identity',
				value: 'managedIdentity',
				description: 'A managed identity of the machine that runs n8n',
			},
			{
				name: 'URL',
				value: 'url',
				description:
					"Requested from an identity provider, such as Keycloak, Okta, Kubernetes, or Google's metadata server",
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
		description:
			'A JWT whose issuer, subject, and audience match those in the app registration, under "Certificates & secrets" > "Federated credentials"',
		displayOptions: from('expression'),
	},
	{
		displayName: 'Client Assertion Request',
		name: 'clientAssertionRequest',
		type: 'options',
		options: [
			{
				name: 'Custom',
				value: 'custom',
				description: 'Your own method, headers, and body',
			},
			{
				name: 'GitHub Actions',
				value: 'gitHub',
				description: 'GET with the request token of a job, and the audience in the query',
			},
			{
				name: 'Kubernetes TokenRequest',
				value: 'kubernetes',
				description: 'POST to the API server, for a token of a service account',
			},
			{
				name: 'OAuth2 Client Credentials',
				value: 'clientCredentials',
				description: 'POST to the token endpoint of Keycloak, Okta, Auth0, and others',
			},
		],
		default: 'custom',
		displayOptions: fromUrl,
	},
	{
		displayName: 'Client Assertion URL',
		name: 'clientAssertionUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder:
			'e.g. http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity?audience=api://AzureADTokenExchange',
		description:
			'Address of the request. For OAuth2 the token endpoint; for GitHub Actions ACTIONS_ID_TOKEN_REQUEST_URL; for Kubernetes https://HOST/api/v1/namespaces/NAMESPACE/serviceaccounts/NAME/token.',
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
		displayOptions: custom,
	},
	{
		displayName: 'Client Assertion Headers',
		name: 'clientAssertionHeaders',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'e.g. { "Metadata-Flavor": "Google" }',
		description: 'Headers of that request, as a JSON object',
		displayOptions: custom,
	},
	{
		displayName: 'Client Assertion Body',
		name: 'clientAssertionBody',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'e.g. grant_type=client_credentials&client_id=n8n',
		description: 'Body of that request: a form, or JSON; the header Content-Type is set to match',
		displayOptions: from('url', { clientAssertionRequest: ['custom'], clientAssertionMethod: ['POST'] }),
	},
	{
		displayName: 'Bearer Token',
		name: 'clientAssertionToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		placeholder: 'e.g. {{ $env.ACTIONS_ID_TOKEN_REQUEST_TOKEN }}',
		description:
			"For GitHub Actions the job's request token; for Kubernetes a token that may create serviceaccounts/token",
		displayOptions: from('url', { clientAssertionRequest: ['gitHub', 'kubernetes'] }),
	},
	{
		displayName: 'Provider Client ID',
		name: 'providerClientId',
		type: 'string',
		default: '',
		required: true,
		description: 'ID of the client at the identity provider, not the Application (client) ID',
		displayOptions: clientCredentials,
	},
	{
		displayName: 'Provider Client Secret',
		name: 'providerClientSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'Secret of the client at the identity provider',
		displayOptions: clientCredentials,
	},
	{
		displayName: 'Provider Authentication',
		name: 'providerAuthentication',
		type: 'options',
		options: [
			{ name: 'Body', value: 'body', description: 'Client ID and secret in the form (client_secret_post)' },
			{
				name: 'Header',
				value: 'header',
				description: 'Client ID and secret in Basic authentication (client_secret_basic)',
			},
		],
		default: 'header',
		description: 'How the identity provider takes client ID and secret',
		displayOptions: clientCredentials,
	},
	{
		displayName: 'Provider Scope',
		name: 'providerScope',
		type: 'string',
		default: '',
		description: 'Scope of the token, which Okta requires; leave empty to send none',
		displayOptions: clientCredentials,
	},
	{
		displayName: 'Provider Audience',
		name: 'providerAudience',
		type: 'string',
		default: '',
		placeholder: 'e.g. api://AzureADTokenExchange',
		description: 'Audience of the token, which Auth0 requires; leave empty to send none',
		displayOptions: clientCredentials,
	},
	{
		displayName: 'AWS Region',
		name: 'awsRegion',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. eu-central-1',
		description: 'Region whose STS endpoint issues the token',
		displayOptions: fromAws,
	},
	{
		displayName: 'AWS Access Key ID',
		name: 'awsAccessKeyId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. AKIAIOSFODNN7EXAMPLE',
		description: 'Access key of the IAM role or user that is the subject of the federated credential',
		displayOptions: fromAws,
	},
	{
		displayName: 'AWS Secret Access Key',
		name: 'awsSecretAccessKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'Signs the request; it is never sent',
		displayOptions: fromAws,
	},
	{
		displayName: 'AWS Session Token',
		name: 'awsSessionToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'Session token of temporary keys; leave empty for the access key of an IAM user',
		displayOptions: fromAws,
	},
];

/** Where a response has the assertion, and for whom the assertion is. */
export const assertionOptionFields: readonly INodeProperties[] = [
	{
		displayName: 'Client Assertion Path',
		name: 'clientAssertionPath',
		type: 'string',
		default: '',
		placeholder: 'e.g. data.token',
		description:
			'Where in a JSON response the JWT is, names joined by dots; leave empty for value, access_token, id_token, token, or status.token, or when the response is the JWT',
		displayOptions: from('url', { clientAssertionRequest: ['custom', 'clientCredentials'] }),
	},
	...[
		from('aws'),
		from('managedIdentity'),
		from('url', { clientAssertionRequest: ['gitHub', 'kubernetes'] }),
	].map(audienceField),
];

/** The audience of a requested assertion; Entra requires another one in each cloud. */
function audienceField(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Assertion Audience',
		name: 'clientAssertionAudience',
		type: 'string',
		default: '',
		placeholder: 'e.g. api://AzureADTokenExchange',
		description:
			'Audience of the federated credential in the app registration, under "Certificates & secrets" > "Federated credentials"; leave empty for the one that Microsoft sets for the cloud',
		displayOptions,
	};
}

/** Another address of AWS STS: a private endpoint, or a stand-in. The field is shown with the URLs of a custom cloud. */
export const awsStsUrlField: INodeProperties = {
	displayName: 'AWS STS URL',
	name: 'awsStsUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://sts.eu-central-1.amazonaws.com',
	description: 'Address of AWS STS; leave empty for the endpoint of the region',
	displayOptions: from('aws', { cloud: ['custom'] }),
};
