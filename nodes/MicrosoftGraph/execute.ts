import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';

import { createClient, type Client, type ClientOptions, type Send } from '../graph/client';
import { withoutDownloadUrls } from '../graph/files/downloadUrl';
import { requestError } from '../graph/errors/requestError';
import { appInfoOf, errorContext } from '../shared/errors/errorContext';
import { builderOptionsOf } from './builderOptions';
import { fieldsOf } from './description';
import { collectionField } from '../shared/fields/build';
import { maxWaitOf, requestOptions } from '../shared/fields/request';
import { FileItem, toNodeItem } from '../shared/fileItem';
import { addExpiryHint, addWaitHint, hintsOf, type Hints } from './hints';
import { credentialsReader } from './itemCredentials';
import { fieldsByName, parametersByItem, type ItemParameters } from '../shared/parameters/itemParameters';
import { forEditor, nodeError, outcomeStillUnknown, type NodeError } from '../shared/errors/nodeError';
import { rememberFailure, finishedItemsOf, type FinishedItems } from './finishedItems';
import type { Operation, Settled, Together } from './operation';
import { resultsOf, simpleResults, wantsDownloadUrls } from './operationResults';
import type { Result, ItemRun } from '../shared/itemRun';
import { resources } from './operations';
import { waitingOf } from './waiting';

/**
 * Runs the chosen operation for each item.
 * @returns the resulting items, in the order of the input, each with its `pairedItem`
 * @throws the error of the first item that failed, unless the node continues on fail; no further item is started then
 */
export async function executeItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const { key, operation } = chosenOperation(context);
	const run: NodeRun = {
		context,
		key,
		operation,
		parametersOf: parametersByItem(context, fieldsOf(operation)),
		client: createClient(context, clientOptions(context)),
		credentialsOf: credentialsReader(context),
		finishedItems: finishedItemsOf(context),
		hints: hintsOf(context),
	};
	const results: INodeExecutionData[][] = [];
	const failures: NodeError[] = [];
	let failed = false;
	const settle = (result: ItemResult[] | NodeError, itemIndex: number) => {
		if (Array.isArray(result)) {
			results[itemIndex] = result.map((item) => ({ ...item, pairedItem: { item: itemIndex } }));
		} else if (context.continueOnFail()) {
			results[itemIndex] = [failedItem(result, itemIndex)];
		} else {
			failures[itemIndex] = result;
		}
		failed ||= !Array.isArray(result);
	};
	const mayGoOn = () => failures.length === 0;

	const count = context.getInputData().length;
	if (operation.together === undefined) {
		await run.client.forEachItem(count, async (itemIndex) => {
			const result = await executeItem(run, itemIndex).catch((error: unknown) =>
				itself(context, error, itemIndex),
			);
			settle(result, itemIndex);
			return mayGoOn();
		});
	} else {
		const groups = await groupsOf(run, operation.together, settle);
		await run.client.forEachItem(mayGoOn() ? groups.length : 0, async (index) => {
			await executeGroup(run, groups[index], settle);
			return mayGoOn();
		});
	}

	run.hints.show();
	addWaitHint(context, run.client.throttledMs());
	const first = failures.find((failure) => failure !== undefined);
	if (first !== undefined) throw forEditor(first);
	// n8n may also retry a node that continues on fail.
	if (!failed) run.finishedItems.forget();
	return results.flat();
}

/** The error of an item that failed for another reason than its request: the other items go on. */
function itself(context: IExecuteFunctions, error: unknown, itemIndex: number): NodeError {
	return nodeError(context.getNode(), error, itemIndex, { permissions: [] });
}

/** What the items of one run of the node share. */
interface NodeRun {
	context: IExecuteFunctions;
	/** The operation with its resource, such as `user:delete`. */
	key: string;
	operation: Operation;
	parametersOf: (itemIndex: number) => ItemParameters;
	client: Client;
	credentialsOf: ReturnType<typeof credentialsReader>;
	finishedItems: FinishedItems;
	hints: Hints;
}

/** The fields that say how the client behaves; they are read once, for all items. */
const clientFields = fieldsByName([collectionField('options', 'Options', requestOptions)]);

function clientOptions(context: IExecuteFunctions): ClientOptions {
	try {
		const restrictions = builderOptionsOf(context);
		const item = parametersByItem(context, clientFields)(0);
		const { apiVersion, batching } = item.collection('options');
		return {
			apiVersion: apiVersion === 'beta' ? 'beta' : 'v1.0',
			batching: batching !== false,
			maxWait: maxWaitOf(item),
			signal: context.getExecutionCancelSignal(),
			restrictions,
		};
	} catch (error) {
		throw forEditor(nodeError(context.getNode(), error, 0, { permissions: [] }));
	}
}

function chosenOperation(context: IExecuteFunctions): { key: string; operation: Operation } {
	const [resource, operation] = [
		context.getNodeParameter('resource', 0),
		context.getNodeParameter('operation', 0),
	];
	const found = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
	if (found !== undefined) return { key: `${String(resource)}:${found.value}`, operation: found };
	const what = `The operation "${String(operation)}" of "${String(resource)}" isn't known to this version of the node.`;
	const fix = 'Choose an operation from the list, or update the package.';
	throw forEditor(nodeError(context.getNode(), requestError({ what, fix }), 0, { permissions: [] }));
}

/** A result as n8n stores it, without the item that it came from. */
type ItemResult = Pick<INodeExecutionData, 'json' | 'binary'>;

/** What an earlier try of this execution left of an item, if that settles it. */
function settledBefore(
	{ context }: NodeRun,
	earlier: ReturnType<FinishedItems['recall']>,
	itemIndex: number,
): ItemResult[] | NodeError | undefined {
	if (earlier?.kind === 'done') return earlier.results;
	return earlier?.kind === 'unknown'
		? outcomeStillUnknown(context.getNode(), earlier.error, itemIndex)
		: undefined;
}

/** The credential of an item; the first one's certificate may be about to expire. */
async function credentialsOf(run: NodeRun, itemIndex: number): Promise<ICredentialDataDecryptedObject> {
	const credentials = await run.credentialsOf(itemIndex);
	if (itemIndex === 0) addExpiryHint(run.context, credentials);
	return credentials;
}

/** What sends requests with a credential, and knows whether one of them may have changed something. */
interface Sending {
	send: Send;
	changes: boolean;
}

function sendingWith(run: NodeRun, credentials: ICredentialDataDecryptedObject): Sending {
	const sender = run.client.sender(credentials);
	const sending: Sending = {
		changes: false,
		send: async (request) => {
			sending.changes ||= request.method !== 'GET';
			return await sender(request);
		},
	};
	return sending;
}

/** The results of an item; kept for a later try where something was changed. */
function resultsOfItem(
	run: NodeRun,
	itemIndex: number,
	results: Result[],
	sending: Sending | undefined,
): ItemResult[] {
	const items = results.map(toNodeItem);
	if (sending?.changes === true) run.finishedItems.remember(itemIndex, { kind: 'done', results: items });
	return items;
}

/** The error of an item; kept in the same way. */
function failureOfItem(
	{ context, key, operation, finishedItems }: NodeRun,
	itemIndex: number,
	error: unknown,
	{ credentials, sending }: { credentials?: ICredentialDataDecryptedObject; sending?: Sending },
): NodeError {
	const failure = nodeError(context.getNode(), error, itemIndex, {
		...errorContext(operation.permissions, credentials, key),
		guards: operation.guards,
	});
	if (sending?.changes === true) finishedItems.remember(itemIndex, rememberFailure(error, failure));
	return failure;
}

/** Runs one item: its results, or its error. */
async function executeItem(run: NodeRun, itemIndex: number): Promise<ItemResult[] | NodeError> {
	const earlier = run.finishedItems.recall(itemIndex);
	const settled = settledBefore(run, earlier, itemIndex);
	if (settled !== undefined) return settled;

	let credentials: ICredentialDataDecryptedObject | undefined;
	let sending: Sending | undefined;
	try {
		credentials = await credentialsOf(run, itemIndex);
		sending = sendingWith(run, credentials);
		const start = { credentials, send: sending.send, triedBefore: earlier !== undefined };
		return resultsOfItem(run, itemIndex, await runOperation(run, itemIndex, start), sending);
	} catch (error) {
		return failureOfItem(run, itemIndex, error, { credentials, sending });
	}
}

/** What comes of an item is kept. */
type Settle = (result: ItemResult[] | NodeError, itemIndex: number) => void;

/** Items that go out together. */
interface Group {
	together: Together;
	credentials: ICredentialDataDecryptedObject;
	items: Array<{ itemIndex: number; item: ItemParameters; triedBefore: boolean }>;
}

/** The items that go out together, in their order; those that are finished or invalid are settled. */
async function groupsOf(run: NodeRun, together: Together, settle: Settle): Promise<Group[]> {
	const { context, client, parametersOf, finishedItems } = run;
	const groups = new Map<string, Group>();
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		const earlier = finishedItems.recall(itemIndex);
		const settled = settledBefore(run, earlier, itemIndex);
		if (settled !== undefined) {
			settle(settled, itemIndex);
			continue;
		}
		let credentials: ICredentialDataDecryptedObject | undefined;
		try {
			credentials = await credentialsOf(run, itemIndex);
			const item = parametersOf(itemIndex);
			// An invalid option fails the item, even if the operation doesn't read it.
			item.collection('options');
			const name = `${client.signInId(credentials)} ${together.key(item)}`;
			const group = groups.get(name) ?? { together, credentials, items: [] };
			groups.set(name, group);
			group.items.push({ itemIndex, item, triedBefore: earlier !== undefined });
		} catch (error) {
			settle(failureOfItem(run, itemIndex, error, { credentials }), itemIndex);
		}
	}
	return [...groups.values()];
}

/** Runs items that go out together, and settles each. */
async function executeGroup(run: NodeRun, group: Group | undefined, settle: Settle): Promise<void> {
	if (group === undefined) return;
	const { together, credentials, items } = group;
	const sending = sendingWith(run, credentials);
	const shared = sharedRunOf(run, credentials, sending.send);
	const runs = items.map(({ itemIndex, item, triedBefore }) =>
		itemRunOf(run, shared, itemIndex, { item, triedBefore }),
	);
	const outcomes = await together
		.run(runs, run.context.continueOnFail())
		.catch((error: unknown) => items.map((): Settled => ({ error })));
	for (const [index, { itemIndex }] of items.entries()) {
		const outcome = outcomes[index];
		if (outcome === undefined) continue;
		const result =
			'results' in outcome
				? resultsOfItem(run, itemIndex, outcome.results, sending)
				: failureOfItem(run, itemIndex, outcome.error, { credentials, sending });
		settle(result, itemIndex);
	}
}

/** What the work on an item needs. */
interface ItemStart {
	credentials: ICredentialDataDecryptedObject;
	send: Send;
	/** Whether an earlier try of this execution has processed the item. */
	triedBefore: boolean;
}

async function runOperation(run: NodeRun, itemIndex: number, start: ItemStart): Promise<Result[]> {
	const { context, operation, parametersOf } = run;
	refuseSeveral(operation, context.getInputData().length);
	const item = parametersOf(itemIndex);
	const shared = sharedRunOf(run, start.credentials, start.send);
	const { triedBefore } = start;
	const outcome = await resultsOf(operation, itemRunOf(run, shared, itemIndex, { item, triedBefore }));
	const results = simpleResults(outcome, operation, item);
	if (wantsDownloadUrls(operation, item)) return results;
	for (const result of results) withoutDownloadUrls(result instanceof FileItem ? result.json : result);
	return results;
}

/** What is the item's own. */
type OwnInRun = Pick<ItemRun, 'item' | 'itemKey' | 'triedBefore'>;

/** What the steps of all items that go out together can use. */
function sharedRunOf(
	{ context, client, hints }: NodeRun,
	credentials: ICredentialDataDecryptedObject,
	send: Send,
): Omit<ItemRun, keyof OwnInRun> {
	return {
		send,
		...client.transfers(credentials, send),
		store: context.helpers.prepareBinaryData,
		wait: client.wait,
		once: async (sharedKey, work) => await client.once(credentials, sharedKey, work),
		hint: hints.add,
		waiting: waitingOf(context),
		app: () => appInfoOf(credentials),
	};
}

/** What an item's steps can use. */
function itemRunOf(
	{ context }: NodeRun,
	shared: Omit<ItemRun, keyof OwnInRun>,
	itemIndex: number,
	{ item, triedBefore }: Pick<OwnInRun, 'item' | 'triedBefore'>,
): ItemRun {
	return {
		...shared,
		item,
		triedBefore,
		// Few operations use it, and n8n is slow to create it.
		itemKey: () => itemKeyOf(context, itemIndex),
	};
}

/** @throws RequestError if there are several items, and the operation works with one only */
function refuseSeveral({ name, singleItem }: Operation, count: number): void {
	if (singleItem === undefined || count === 1) return;
	throw requestError({ what: `"${name}" works with one item; the input has ${count}.`, ...singleItem });
}

/** Identifies an item across all executions of all instances: the same in each try, different in each execution. */
function itemKeyOf(context: IExecuteFunctions, itemIndex: number): string {
	const run = Number(context.getWorkflowDataProxy(itemIndex).$runIndex);
	const { id } = context.getWorkflow();
	// A copy of a workflow in another n8n instance also counts its executions from 1.
	const n8n = context.getInstanceId();
	return [n8n, id, context.getExecutionId(), context.getNode().id, run, itemIndex].join('/');
}

/**
 * What "continue on fail" passes on: the message where n8n reads it, and the error's parts. The error itself isn't set
 * on the item, because n8n would replace everything else by its message.
 */
function failedItem(error: NodeError, itemIndex: number): INodeExecutionData {
	const details = {
		description: error.description ?? '',
		...(error.context.data as IDataObject | undefined),
	};
	return { json: { error: error.message, details }, pairedItem: { item: itemIndex } };
}
