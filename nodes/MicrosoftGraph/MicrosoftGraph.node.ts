import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { credentialType } from '../graph/transport/exchange';
import { propertiesOf } from './description';
import { executeItems } from './execute';
import { resources } from './operations';
import { receiveResponse, responseWebhooks } from './responseWebhook';
import * as listSearch from '../shared/listSearch';
import * as resourceMapping from './resourceMapping';

/** What an app may do in Microsoft 365, by Microsoft Graph with app-only access. */
export class MicrosoftGraph implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Microsoft Graph',
		name: 'microsoftGraph',
		icon: { light: 'file:microsoftGraph.svg', dark: 'file:microsoftGraph.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Work in Microsoft 365 and react to changes, app-only: one credential for every service, no user signed in',
		defaults: { name: 'Microsoft Graph' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: credentialType, required: true }],
		webhooks: responseWebhooks,
		waitingNodeTooltip:
			'={{ $parameter["operation"] === "sendAndWait" ? "The workflow continues when someone responds" : "" }}',
		builderHint: {
			searchHint:
				'Mail, calendars, files, SharePoint, users, groups, Teams, tasks, and more of Microsoft 365, as an app without a signed-in user: name the mailbox or user in each operation. For an AI agent, turn on the options "Read Only" and "Allowed Mailboxes".',
		},
		properties: propertiesOf(resources),
	};

	methods = { listSearch: { ...listSearch }, resourceMapping: { ...resourceMapping } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await executeItems(this)];
	}

	/** Called while an execution waits for a response. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return receiveResponse(this);
	}
}
