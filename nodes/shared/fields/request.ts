import type { INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../parameters/itemParameters';

/** The most seconds that a field takes: the maximum of one Node.js timer, 24 days. */
export const maxSeconds = 2_147_483;

/** How long one request may wait for Graph in total by default, in s. */
const defaultMaxWait = 300;

/** How long one request may wait for Graph in total, in ms: the option "Max Wait". */
export const maxWaitOf = (item: Pick<ItemParameters, 'collection'>): number =>
	((item.collection('options').maxWait ?? defaultMaxWait) as number) * 1000;

/** Whether only reads are sent. Read without expressions, as is the one below: see `builderOptions.ts`. */
export const readOnly: INodeProperties = {
	displayName: 'Read Only',
	name: 'readOnly',
	type: 'boolean',
	noDataExpression: true,
	default: true,
	description:
		'Whether to refuse every request that does more than read, whatever the items or an AI agent ask for. Searches and other reads by POST are allowed.',
	builderHint: {
		propertyHint:
			'Turn on for a tool of an AI agent that only reads. It takes no expression, and no $fromAI.',
	},
};

export const allowedMailboxes: INodeProperties = {
	displayName: 'Allowed Mailboxes',
	name: 'allowedMailboxes',
	type: 'string',
	noDataExpression: true,
	default: '',
	placeholder: 'e.g. adele@contoso.com, alex@contoso.com',
	description:
		'The only users whose mailboxes and other paths this node may call, whatever the items or an AI agent ask for: user principal names or object IDs, separated by commas. A name and an ID count as two.',
	builderHint: {
		propertyHint:
			'Set for a tool of an AI agent that may choose the mailbox or the path. It takes no expression, and no $fromAI.',
	},
};

/** How the node calls Graph; these are in every "Options" collection. */
export const requestOptions: readonly INodeProperties[] = [
	allowedMailboxes,
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
	readOnly,
];
