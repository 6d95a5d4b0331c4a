import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { credentialType } from '../graph/transport/exchange';
import * as listSearch from '../shared/listSearch';
import { propertiesOf } from './description';
import { execute } from './entryPoints/execute';
import { poll } from './entryPoints/poll';
import { webhook } from './entryPoints/webhook';
import { webhookMethods } from './entryPoints/webhookMethods';
import { triggerPanel } from './triggerPanel';
import { watches } from './watches';

/** Starts a workflow when something changes in Microsoft 365: Graph's notifications prompt it, and Graph's delta functions report what changed. */
export class MicrosoftGraphTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Microsoft Graph Trigger',
		name: 'microsoftGraphTrigger',
		icon: {
			light: 'file:../MicrosoftGraph/microsoftGraph.svg',
			dark: 'file:../MicrosoftGraph/microsoftGraph.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["resource"] + ": " + $parameter["event"].join(", ") }}',
		// n8n's list shows this for both nodes, as one entry with their actions and triggers.
		description:
			'Work in Microsoft 365 and react to changes, app-only: one credential for every service, no user signed in',
		defaults: { name: 'Microsoft Graph Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: undefined,
		polling: true,
		triggerPanel,
		credentials: [{ name: credentialType, required: true }],
		webhooks: [
			{
				name: 'default',
				// Without a method there's no webhook: otherwise the editor would wait for one when it polls.
				httpMethod: '={{ $parameter["mode"] === "instant" ? "POST" : "" }}',
				responseMode: 'onReceived',
				path: 'graph',
			},
		],
		properties: propertiesOf(watches),
	};

	methods = { listSearch: { ...listSearch } };

	webhookMethods = webhookMethods;

	poll = poll;

	webhook = webhook;

	execute = execute;
}
