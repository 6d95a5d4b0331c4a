import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { credentialType } from '../graph/transport/exchange';
import { propertiesOf } from './description';
import { executeItems } from './execute';
import { resources } from './operations';
import * as resourceMapping from './resourceMapping';
import * as listSearch from '../shared/listSearch';

/** What an app may do in Microsoft 365, by Microsoft Graph with app-only access. */
export class MicrosoftGraph implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Microsoft Graph',
		name: 'microsoftGraph',
		icon: { light: 'file:microsoftGraph.svg', dark: 'file:microsoftGraph.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Work in Microsoft 365 as an application, with no user signed in',
		defaults: { name: 'Microsoft Graph' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: credentialType, required: true }],
		properties: propertiesOf(resources),
	};

	methods = { listSearch: { ...listSearch }, resourceMapping: { ...resourceMapping } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await executeItems(this)];
	}
}
