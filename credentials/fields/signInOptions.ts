import type { INodeProperties } from 'n8n-workflow';

/** What all ways to sign in have in common. */
export const signInOptionFields: readonly INodeProperties[] = [
	{
		displayName: 'Agent Identity ID',
		name: 'agentIdentityId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2a3b4c5d-6e7f-4081-92a3-b4c5d6e7f809',
		description:
			'Only for Microsoft Entra Agent ID: client ID of the agent identity to act as; the field Client ID then names its blueprint. Leave empty to act as the app itself.',
		displayOptions: { hide: { authentication: ['managedIdentity'] } },
	},
	{
		displayName: 'Continuous Access Evaluation',
		name: 'continuousAccessEvaluation',
		type: 'boolean',
		default: true,
		description:
			'Whether to tell Entra that this client understands claims challenges (cp1). Graph then rejects a token immediately when the app is disabled, deleted, or blocked, and tokens can last up to 28 hours.',
	},
	{
		displayName: 'Read Only',
		name: 'readOnly',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description:
			"Whether to refuse every request that does more than read, whatever node or agent makes it. Searches and other reads by POST are allowed; the trigger's own subscriptions are too.",
	},
];

/** Says where more is shown than n8n's test of a credential can: that is green, or an error. */
export const checkPermissionsNotice: INodeProperties = {
	displayName:
		'A successful test means that the app can sign in. To see who the app is, which permissions it has, and when its certificate expires, run <b>Access: Check Permissions</b> in the Microsoft Graph node. <b>Application: Get Many</b> shows when client secrets expire.',
	name: 'checkPermissionsNotice',
	type: 'notice',
	default: '',
};
