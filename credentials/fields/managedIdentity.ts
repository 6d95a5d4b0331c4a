import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const direct: IDisplayOptions = { show: { authentication: ['managedIdentity'] } };
const asAssertion: IDisplayOptions = {
	show: { authentication: ['federatedCredential'], clientAssertionSource: ['managedIdentity'] },
};

/**
 * Where the instance metadata service is. Azure has it at one address; another one belongs to a stand-in for Azure, so the
 * field is shown with the URLs of a custom cloud.
 */
export const imdsFields: readonly INodeProperties[] = [direct, asAssertion].map((shown) => ({
	displayName: 'IMDS URL',
	name: 'imdsUrl',
	type: 'string',
	default: 'http://169.254.169.254',
	description: 'Address of the instance metadata service; keep it unless a stand-in replaces it',
	displayOptions: { show: { ...shown.show, managedIdentitySource: ['imds'], cloud: ['custom'] } },
}));

const envDescription =
	"Value of n8n's environment variable, by expression; $env requires N8N_BLOCK_ENV_ACCESS_IN_NODE=false";

/** Which managed identity, and where Azure issues its tokens: to sign in with, or as a federated credential. */
export const managedIdentityFields: readonly INodeProperties[] = [direct, asAssertion].flatMap(
	identityFields,
);

function identityFields(shown: IDisplayOptions): INodeProperties[] {
	const when = (more: IDisplayOptions['show']): IDisplayOptions => ({ show: { ...shown.show, ...more } });
	return [
		{
			displayName: 'Where n8n Runs',
			name: 'managedIdentitySource',
			type: 'options',
			options: [
				{
					name: 'App Service, Functions or Container Apps',
					value: 'appService',
					description: 'Azure sets the endpoint and the header in the environment of n8n',
				},
				{
					name: 'Azure Machine Learning',
					value: 'machineLearning',
					description: 'Azure sets the endpoint and the secret in the environment of n8n',
				},
				{ name: 'Virtual Machine or AKS (IMDS)', value: 'imds', description: 'Instance metadata service' },
			],
			default: 'imds',
			description: 'Determines the endpoint that issues the tokens of the identity',
			displayOptions: shown,
		},
		{
			displayName: 'IDENTITY_ENDPOINT',
			name: 'identityEndpoint',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. {{ $env.IDENTITY_ENDPOINT }}',
			description: envDescription,
			displayOptions: when({ managedIdentitySource: ['appService'] }),
		},
		{
			displayName: 'IDENTITY_HEADER',
			name: 'identityHeader',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. {{ $env.IDENTITY_HEADER }}',
			description: envDescription,
			displayOptions: when({ managedIdentitySource: ['appService'] }),
		},
		{
			displayName: 'MSI_ENDPOINT',
			name: 'msiEndpoint',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. {{ $env.MSI_ENDPOINT }}',
			description: envDescription,
			displayOptions: when({ managedIdentitySource: ['machineLearning'] }),
		},
		{
			displayName: 'MSI_SECRET',
			name: 'msiSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. {{ $env.MSI_SECRET }}',
			description: envDescription,
			displayOptions: when({ managedIdentitySource: ['machineLearning'] }),
		},
		{
			displayName: 'Identity',
			name: 'managedIdentityType',
			type: 'options',
			options: [
				{ name: 'System-Assigned', value: 'system' },
				{ name: 'User-Assigned', value: 'user' },
			],
			default: 'system',
			displayOptions: shown,
		},
		{
			displayName: 'ID Type',
			name: 'managedIdentityIdKind',
			type: 'options',
			options: [
				{ name: 'Client ID', value: 'clientId' },
				{ name: 'Object (principal) ID', value: 'objectId' },
				{ name: 'Resource ID', value: 'resourceId' },
			],
			default: 'clientId',
			displayOptions: when({
				managedIdentityType: ['user'],
				managedIdentitySource: ['imds', 'appService'],
			}),
		},
		{
			displayName: 'Identity ID',
			name: 'managedIdentityId',
			type: 'string',
			default: '',
			required: true,
			description:
				'From the Overview or Properties page of the identity in the Azure portal; a resource ID begins with /subscriptions/. Azure Machine Learning accepts only the client ID.',
			displayOptions: when({ managedIdentityType: ['user'] }),
		},
	];
}
