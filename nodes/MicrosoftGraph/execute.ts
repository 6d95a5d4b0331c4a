import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';

import { createClient, type Client } from '../graph/client';
import { credentialType } from '../graph/http';
import { readList } from '../graph/page';
import { requestError } from '../graph/requestError';
import { callFacts } from './callFacts';
import { listLimits } from './fields/lists';
import { itemParameters } from './itemParameters';
import { nodeError, type NodeError } from './nodeError';
import type { Operation } from './operation';
import { resources } from './operations';

/** How long one request may wait for Graph when the person sets nothing, in ms. */
const defaultMaxWait = 5 * 60_000;

/**
 * Runs the chosen operation for each item.
 * @returns the items that came of it, in the order of the input, each with its `pairedItem`
 * @throws the error of the first item that failed, unless the node continues on fail; no further item is begun then
 */
export async function executeItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const operation = chosenOperation(context);
	const client = createClient(context, {
		apiVersion: 'v1.0',
		batching: true,
		maxWait: defaultMaxWait,
		signal: context.getExecutionCancelSignal(),
	});
	const results: INodeExecutionData[][] = [];
	const failures: NodeError[] = [];

	await client.forEachItem(context.getInputData().length, async (itemIndex) => {
		const result = await executeItem(context, client, operation, itemIndex);
		if (Array.isArray(result)) {
			results[itemIndex] = result.map((json) => ({ json, pairedItem: { item: itemIndex } }));
		} else if (context.continueOnFail()) {
			results[itemIndex] = [failedItem(result, itemIndex)];
		} else {
			failures[itemIndex] = result;
		}
		return failures.length === 0;
	});

	const first = failures.find((failure) => failure !== undefined);
	if (first !== undefined) throw first;
	return results.flat();
}

function chosenOperation(context: IExecuteFunctions): Operation {
	const [resource, operation] = [
		context.getNodeParameter('resource', 0),
		context.getNodeParameter('operation', 0),
	];
	const found = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
	if (found !== undefined) return found;
	const what = `The operation "${String(operation)}" of "${String(resource)}" is not known to this version of the node.`;
	const fix = 'Choose an operation from the list, or update the package.';
	throw nodeError(context.getNode(), requestError({ what, fix }), 0, { permissions: [] });
}

/** One item: its results, or the error that it ended with. */
async function executeItem(
	context: IExecuteFunctions,
	client: Client,
	operation: Operation,
	itemIndex: number,
): Promise<IDataObject[] | NodeError> {
	let credentials: ICredentialDataDecryptedObject | undefined;
	try {
		credentials = await context.getCredentials<ICredentialDataDecryptedObject>(credentialType, itemIndex);
		const send = client.sender(credentials);
		const item = itemParameters(context, itemIndex);
		const request = await operation.request(item);
		if (operation.list !== undefined) {
			return await readList(request, listLimits(item, operation.list.pageSize), send);
		}
		const response = await send(request);
		return operation.output?.(response, item) ?? [response.body as IDataObject];
	} catch (error) {
		return nodeError(context.getNode(), error, itemIndex, callFacts(operation.permissions, credentials));
	}
}

/** What "continue on fail" passes on: the message where n8n looks for it, and the error's parts beside it. */
function failedItem(error: NodeError, itemIndex: number): INodeExecutionData {
	const details = {
		description: error.description ?? '',
		...(error.context.data as IDataObject | undefined),
	};
	return { json: { error: error.message, details }, error, pairedItem: { item: itemIndex } };
}
