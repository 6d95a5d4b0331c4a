import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';

import { signInId } from '../../credentials/auth/token/session';
import { createClient, type Client, type ClientOptions, type Send } from '../graph/client';
import type { GraphRequest } from '../graph/graphRequest';
import { namesDownloadUrl, withoutDownloadUrls } from '../graph/files/downloadUrl';
import { readList, readPage } from '../graph/lists/page';
import { requestError } from '../graph/errors/requestError';
import { appInfoOf, errorContext } from '../shared/errors/errorContext';
import { builderOptionsOf } from './builderOptions';
import { fieldsOf } from './description';
import { collectionField } from '../shared/fields/build';
import { listLimits } from '../shared/fields/lists';
import { asItem, withoutAnnotations } from '../shared/fields/outputs';
import { defaultMaxWait, requestOptions } from '../shared/fields/request';
import { FileItem, toNodeItem } from '../shared/fileItem';
import { addExpiryHint, addWaitHint, hintsOf, type Hints } from './hints';
import { credentialsReader } from './itemCredentials';
import {
	fieldsByName,
	itemParameters,
	type Fields,
	type ItemParameters,
	type Parameter,
} from '../shared/parameters/itemParameters';
import { forEditor, nodeError, outcomeStillUnknown, type NodeError } from '../shared/errors/nodeError';
import { rememberFailure, finishedItemsOf, type FinishedItems } from './finishedItems';
import type { Operation, Settled, Together } from './operation';
import type { Result, ItemRun } from '../shared/itemRun';
import { resources } from './operations';
import { sendAfterReplication } from './replication';
import { optionalText } from '../shared/parameters/values/text';
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
		fields: fieldsOf(operation),
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
	fields: Fields;
	client: Client;
	credentialsOf: (itemIndex: number) => Promise<ICredentialDataDecryptedObject>;
	finishedItems: FinishedItems;
	hints: Hints;
}

/** The fields that say how the client behaves; they are read once, for all items. */
const clientFields = fieldsByName([collectionField('options', 'Options', requestOptions)]);

function clientOptions(context: IExecuteFunctions): ClientOptions {
	try {
		const restrictions = builderOptionsOf(context);
		const { apiVersion, batching, maxWait } = itemParameters(context, 0, clientFields).collection('options');
		return {
			apiVersion: apiVersion === 'beta' ? 'beta' : 'v1.0',
			batching: batching !== false,
			maxWait: ((maxWait ?? defaultMaxWait) as number) * 1000,
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

/** Runs one item: its results, or its error. */
async function executeItem(run: NodeRun, itemIndex: number): Promise<ItemResult[] | NodeError> {
	const { context, key, operation, finishedItems } = run;
	const earlier = finishedItems.recall(itemIndex);
	if (earlier?.kind === 'done') return earlier.results;
	if (earlier?.kind === 'unknown') return outcomeStillUnknown(context.getNode(), earlier.error, itemIndex);

	let credentials: ICredentialDataDecryptedObject | undefined;
	let changes = false;
	try {
		credentials = await run.credentialsOf(itemIndex);
		if (itemIndex === 0) addExpiryHint(context, credentials);
		const sender = run.client.sender(credentials);
		const send: Send = async (request) => {
			changes ||= request.method !== 'GET';
			return await sender(request);
		};
		const start = { credentials, send, triedBefore: earlier !== undefined };
		const results = (await runOperation(run, itemIndex, start)).map(toNodeItem);
		if (changes) finishedItems.remember(itemIndex, { kind: 'done', results });
		return results;
	} catch (error) {
		const failure = nodeError(context.getNode(), error, itemIndex, {
			...errorContext(operation.permissions, credentials, key),
			guards: operation.guards,
		});
		if (changes) finishedItems.remember(itemIndex, rememberFailure(error, failure));
		return failure;
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
	const { context, key, operation, fields, finishedItems } = run;
	const groups = new Map<string, Group>();
	const shared = new Map<string, Parameter>();
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		const earlier = finishedItems.recall(itemIndex);
		if (earlier?.kind === 'done') settle(earlier.results, itemIndex);
		else if (earlier?.kind === 'unknown')
			settle(outcomeStillUnknown(context.getNode(), earlier.error, itemIndex), itemIndex);
		if (earlier?.kind === 'done' || earlier?.kind === 'unknown') continue;
		let credentials: ICredentialDataDecryptedObject | undefined;
		try {
			credentials = await run.credentialsOf(itemIndex);
			if (itemIndex === 0) addExpiryHint(context, credentials);
			const item = itemParameters(context, itemIndex, fields, shared);
			// An invalid option fails the item, even if the operation doesn't read it.
			item.collection('options');
			const name = JSON.stringify([signInId(credentials), together.key(item)]);
			const group = groups.get(name) ?? { together, credentials, items: [] };
			groups.set(name, group);
			group.items.push({ itemIndex, item, triedBefore: earlier !== undefined });
		} catch (error) {
			const facts = errorContext(operation.permissions, credentials, key);
			settle(nodeError(context.getNode(), error, itemIndex, facts), itemIndex);
		}
	}
	return [...groups.values()];
}

/** Runs items that go out together, and settles each. */
async function executeGroup(run: NodeRun, group: Group | undefined, settle: Settle): Promise<void> {
	if (group === undefined) return;
	const { context, key, operation, finishedItems } = run;
	const { together, credentials, items } = group;
	const sender = run.client.sender(credentials);
	let changes = false;
	const send: Send = async (request) => {
		changes ||= request.method !== 'GET';
		return await sender(request);
	};
	const runs = items.map(({ itemIndex, item, triedBefore }) =>
		itemRunOf(run, itemIndex, { item, credentials, send, triedBefore }),
	);
	const settled = await together
		.run(runs, context.continueOnFail())
		.catch((error: unknown) => items.map((): Settled => ({ error })));
	for (const [index, { itemIndex }] of items.entries()) {
		const outcome = settled[index];
		if (outcome === undefined) continue;
		if ('results' in outcome) {
			const results = outcome.results.map(toNodeItem);
			if (changes) finishedItems.remember(itemIndex, { kind: 'done', results });
			settle(results, itemIndex);
			continue;
		}
		const failure = nodeError(context.getNode(), outcome.error, itemIndex, {
			...errorContext(operation.permissions, credentials, key),
			guards: operation.guards,
		});
		if (changes) finishedItems.remember(itemIndex, rememberFailure(outcome.error, failure));
		settle(failure, itemIndex);
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
	const { context, operation, fields } = run;
	refuseSeveral(operation, context.getInputData().length);
	const item = itemParameters(context, itemIndex, fields);
	const outcome = await resultsOf(operation, itemRunOf(run, itemIndex, { ...start, item }));
	const results = simplifiedInNode(outcome, operation, item);
	if (wantsDownloadUrls(operation, item)) return results;
	for (const result of results) withoutDownloadUrls(result instanceof FileItem ? result.json : result);
	return results;
}

/** What an item's steps can use. */
function itemRunOf(
	{ context, client, hints }: NodeRun,
	itemIndex: number,
	{ item, credentials, send, triedBefore }: ItemStart & { item: ItemParameters },
): ItemRun {
	const app = () => appInfoOf(credentials);
	const { prepareBinaryData: store } = context.helpers;
	const transfers = client.transfers(credentials, send);
	return {
		item,
		send,
		...transfers,
		store,
		wait: client.wait,
		once: async (sharedKey, work) => await client.once(credentials, sharedKey, work),
		hint: hints.add,
		// Few operations use it, and n8n is slow to create it.
		get itemKey() {
			return itemKeyOf(context, itemIndex);
		},
		triedBefore,
		waiting: waitingOf(context),
		app,
	};
}

/** @throws RequestError if there are several items, and the operation works with one only */
function refuseSeveral({ name, singleItem }: Operation, count: number): void {
	if (singleItem === undefined || count === 1) return;
	throw requestError({ what: `"${name}" works with one item; the input has ${count}.`, ...singleItem });
}

/** Whether the person wants download URLs: by the option, or by the property's name. */
function wantsDownloadUrls({ asksForDownloadUrls }: Operation, item: ItemParameters): boolean {
	const { includeDownloadUrl, select } = item.collection('options');
	if (includeDownloadUrl === true || namesDownloadUrl(select)) return true;
	return asksForDownloadUrls?.(item) === true;
}

/**
 * Runs an operation for one item.
 * @param run the item, and what sends its requests
 * @throws RequestError for invalid values of the item; what the operation's requests throw
 */
export async function resultsOf(operation: Operation, run: ItemRun): Promise<Result[]> {
	const { item } = run;
	// An invalid option fails the item, even if the operation doesn't read it.
	item.collection('options');
	const send = sendAfterReplication(run, operation);
	const own = send === run.send ? run : { ...run, send };
	const steps = operation.steps?.(own);
	if (steps !== undefined) return await steps;

	if (operation.request === undefined) return [];
	const isSimple = operation.simple !== undefined && item.flag('simplify');
	const shown = (object: IDataObject) => (isSimple ? withoutAnnotations(object) : asItem(object));
	const request = simplified(await operation.request(item, send, own), operation, item);
	if (operation.list !== undefined) return await listOf(operation, operation.list, { request, shown }, own);
	const response = await send(request);
	if (operation.output !== undefined) return operation.output(response, item);
	const single = [shown(response.body as IDataObject)];
	return (await operation.complete?.(single, own)) ?? single;
}

/**
 * The items of a list, up to the limit.
 * @param request the one of the first page
 * @param shown how an entry is output
 */
async function listOf(
	{ complete }: Operation,
	{ pageSize, largestPage, details, maxEntries, picked, idOnly }: NonNullable<Operation['list']>,
	{ request, shown }: { request: GraphRequest; shown: (entry: IDataObject) => IDataObject },
	run: ItemRun,
): Promise<Result[]> {
	const { item, send, hint } = run;
	const names = picked?.(item) === true ? optionalText(request.query?.$select) : '';
	const asked = names === '' ? request : { ...request, query: { ...request.query, $select: undefined } };
	const wanted = (entry: IDataObject) => shown(names === '' ? entry : pick(entry, names.split(',')));
	const detailed = async (entries: IDataObject[]) => {
		if (idOnly !== undefined && entries.some(hasOnlyId)) hint(idOnly);
		return (await details?.(entries, run)) ?? entries;
	};
	const limits = { ...listLimits(item, pageSize(item)), largestPage };
	const { singlePage, pageLink } = item.collection('options');
	if (singlePage === true) {
		const page = await readPage(asked, limits, optionalText(pageLink), send);
		return [{ ...page, entries: await detailed(page.entries.map(wanted)) }];
	}
	const entries = await detailed((await readList(asked, limits, send)).map(wanted));
	const end = maxEntries?.(item);
	if (end !== undefined && entries.length >= end.entries && limits.limit > end.entries) hint(end.hint);
	return (await complete?.(entries, run)) ?? entries;
}

/** Whether Graph returned an object's ID, and null for the other properties. */
function hasOnlyId(entry: IDataObject): boolean {
	const others = Object.entries(entry).filter(([name]) => name !== 'id' && !name.startsWith('@odata.'));
	return others.length > 0 && others.every(([, value]) => value === null);
}

/** Some properties of an object, with its annotations. */
function pick(entry: IDataObject, names: readonly string[]): IDataObject {
	const wanted = new Set(['id', ...names].map((name) => name.trim().toLowerCase()));
	return Object.fromEntries(
		Object.entries(entry).filter(([name]) => name.startsWith('@odata.') || wanted.has(name.toLowerCase())),
	);
}

/** Selects the properties of the simple output, unless the person selected others. */
function simplified(request: GraphRequest, { simple }: Operation, item: ItemParameters): GraphRequest {
	if (simple === undefined || request.query?.$select || !item.flag('simplify')) return request;
	return { ...request, query: { ...request.query, $select: simple.join(',') } };
}

/** The results with only the properties of the simple output, for an operation that Graph doesn't simplify. */
function simplifiedInNode(results: Result[], { simpleInNode }: Operation, item: ItemParameters): Result[] {
	if (simpleInNode === undefined || !item.flag('simplify')) return results;
	const { singlePage } = item.collection('options');
	const simple = (object: IDataObject) =>
		Object.fromEntries(simpleInNode.flatMap((name) => (name in object ? [[name, object[name]]] : [])));
	return results.map((result) => {
		if (result instanceof FileItem) return result;
		return singlePage === true
			? { ...result, entries: (result.entries as IDataObject[]).map(simple) }
			: simple(result);
	});
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
