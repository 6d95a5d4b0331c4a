import type { INodeProperties } from 'n8n-workflow';

/** The most seconds that a field takes: the maximum of one Node.js timer, 24 days. */
export const maxSeconds = 2_147_483;

/** How long one request may wait for Graph in total by default, in s. */
export const defaultMaxWait = 300;

/** How the node calls Graph; these are in every "Options" collection. */
export const requestOptions: readonly INodeProperties[] = [
	{
		displayName: 'API Version',
		name: 'apiVersion',
		type: 'options',
		options: [
			{ name: 'Beta', value: 'beta', description: 'May change without notice; not for production' },
			{ name: 'V1.0', value: 'v1.0' },
		],
		default: 'v1.0',
		description: 'Which version of Microsoft Graph to call; taken from the first item',
	},
	{
		displayName: 'Batching',
		name: 'batching',
		type: 'boolean',
		default: true,
		description:
			'Whether to send up to 20 items in one call, with several calls in parallel. Otherwise, items run one at a time, in order. Taken from the first item.',
	},
	{
		displayName: 'Max Wait (Seconds)',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: maxSeconds },
		default: defaultMaxWait,
		description: 'How long a request may wait in total when Graph throttles; taken from the first item',
	},
];
