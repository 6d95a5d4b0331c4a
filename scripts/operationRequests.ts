// The requests that operations and watches make: each operation is run with placeholders for its parameters and for Graph's
// answers; one that does not work with those is run against the simulator, with the samples of its tests.
import { Readable } from 'node:stream';
import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { readGraphError } from '../nodes/graph/errors/graphError';
import { type GraphRequest } from '../nodes/graph/graphRequest';
import { describeRequest, urlOf } from '../nodes/graph/transport/url';
import { RequestError } from '../nodes/graph/errors/requestError';
import type { Operation } from '../nodes/MicrosoftGraph/operation';
import {
	nodeParameters,
	type ItemParameters,
	type NodeParameters,
} from '../nodes/shared/parameters/itemParameters';
import type { AppInfo, ItemRun } from '../nodes/shared/itemRun';
import { fieldsOf } from '../nodes/MicrosoftGraph/description';
import { exampleOf } from '../test/operations/examples';
import { mappedColumns } from '../test/operations/mappedColumns';
import { parametersOf, type Entry } from '../test/operations/samples';
import { startSimulator } from '../simulator';
import { type Simulator } from '../simulator/simulator';
import { createClient, type SimulatorClient } from '../simulator/client';

/** One way to fill an operation in: a choice that differs from the default, or an optional field that is left empty. */
export interface Variant {
	label: string;
	/** What the node says of the choice, where it says something. */
	description?: string;
	choice?: { field: string; value: unknown };
	empty?: string;
}

/** The requests of an operation, filled in one way. */
export interface Recorded {
	variant: Variant;
	requests: GraphRequest[];
}

/** More requests than any operation makes for one item: one that asks on and on ends here. */
const mostRequests = 50;

const isChoice = (field: INodeProperties) => field.type === 'options' && Array.isArray(field.options);

function variantsOf({ fields, options = [] }: Operation): Variant[] {
	const choices = [...fields, ...options].filter(isChoice).flatMap((field) =>
		(field.options as INodePropertyOptions[])
			.filter(({ value }) => value !== field.default)
			.map(({ name, value, description }) => ({
				label: `${field.displayName}: ${name}`,
				description,
				choice: { field: field.name, value },
			})),
	);
	const switches = [...fields, ...options]
		.filter(({ type }) => type === 'boolean')
		.map((field) => ({
			label: `${field.displayName}: ${field.default === true ? 'off' : 'on'}`,
			choice: { field: field.name, value: field.default !== true },
		}));
	const optional = fields
		.filter(({ type, required }) => type === 'resourceLocator' && required !== true)
		.map(({ displayName, name }) => ({ label: `without ${displayName}`, empty: name }));
	return [{ label: '' }, ...choices, ...switches, ...optional];
}

/**
 * Whether the field maps columns of a list. The rows of a workbook take the properties of the item, and with a column to
 * match on, the simulator's answer is needed: whether an item has the value.
 */
const mapsListColumns = ({ typeOptions: { resourceMapper } = {} }: INodeProperties) =>
	resourceMapper?.mode === 'add' && /^get\w+Columns/.test(resourceMapper.resourceMapperMethod ?? '');

/** What a field holds: an example where it has one, else its own name in braces. */
function sampleOf(field: INodeProperties): unknown {
	const { name, type, required, placeholder = '', default: fallback } = field;
	if (type === 'json' || type === 'dateTime') return exampleOf(field);
	if (type === 'multiOptions' || type === 'fixedCollection') return required ? exampleOf(field) : fallback;
	if (mapsListColumns(field)) return mappedColumns({ name: 'Title', value: 'Order 17' }).columns;
	if (type !== 'string') return fallback;
	const example = placeholder.replace(/^e\.g\. /, '');
	return example === '' || example.includes('{{') ? `{${name}}` : example;
}

const aFile: ItemParameters['file'] = async () => ({
	fileName: 'file.txt',
	mimeType: 'text/plain',
	content: Buffer.from('content'),
});
const aSource: ItemParameters['source'] = async (field) => {
	const { content, ...file } = await aFile(field);
	const read = async (start: number, end: number) => content.subarray(start, end);
	return { ...file, size: content.length, read };
};

/** Parameters as the node reads them, from the values of the fields. */
function readFrom(operation: Operation, valueOf: (name: string) => unknown): NodeParameters {
	const read = (name: string) => ({ raw: valueOf(name), resolved: valueOf(name) });
	return nodeParameters(read, 'UTC', fieldsOf(operation));
}

/**
 * Parameters that hold samples. Collections are empty unless `filled`; "Options" holds the variant's choice where that is
 * one of its entries.
 */
function placeholders(operation: Operation, { choice, empty }: Variant, filled: boolean) {
	const { fields, options = [] } = operation;
	/** What was given for a text, and the field that it was given for. */
	const given = new Map<string, string>();
	const field = (name: string) => fields.find((candidate) => candidate.name === name);
	const valueOf = (name: string): unknown => {
		if (name === empty) return '';
		if (choice?.field === name) return choice.value;
		const known = field(name) ?? { name, type: 'string', displayName: name, default: '' };
		const value = sampleOf(known);
		if (known.type === 'string') given.set(String(value), name);
		return value;
	};
	const optionChosen =
		choice !== undefined && options.some(({ name }) => name === choice.field)
			? { [choice.field]: choice.value }
			: {};
	const collectionOf = (name: string): unknown => {
		if (name === 'options') return optionChosen;
		const known = field(name);
		if (known?.type === 'fixedCollection') return filled ? exampleOf(known) : known.default;
		const entries = filled ? ((known?.options ?? []) as INodeProperties[]) : [];
		return Object.fromEntries(entries.map((entry) => [entry.name, sampleOf(entry)]));
	};
	const read = readFrom(operation, (name) =>
		name === 'options' || /ollection$/.test(field(name)?.type ?? '') ? collectionOf(name) : valueOf(name),
	);
	const item: ItemParameters = Object.assign(read, {
		id: (name: string) => (name === empty ? '' : `{${name}}`),
		json: { Product: 'Pears', Amount: 4 },
		file: aFile,
		source: aSource,
	});
	const nameSegment = (segment: string) => (given.has(segment) ? `{${given.get(segment)}}` : segment);
	return { item, nameSegment };
}

/** An answer of Graph in which each property holds its own name in braces, and each plural a list of one such object. */
export const answer: Record<string, unknown> = new Proxy(
	{},
	{
		get: (_target, property) => {
			if (property === '@odata.deltaLink') return '{deltaLink}';
			if (typeof property === 'symbol' || property === 'then' || property.startsWith('@')) return undefined;
			if (property.endsWith('Reference')) return answer;
			return property === 'value' || /[^su]s$/.test(property) ? [answer] : `{${property}}`;
		},
	},
);

/** The requests in a batch that an operation makes itself; else the request. What is in a custom batch needs permissions of its own. */
function partsOf({ permissions }: Operation, request: GraphRequest): GraphRequest[] {
	const { requests } = (request.body ?? {}) as { requests?: Array<{ method: string; url: string }> };
	if (permissions.length === 0 || request.path.join('/') !== '$batch' || requests === undefined)
		return [request];
	return requests.map(({ method, url }) => {
		const [path = ''] = url.split('?');
		return { method, path: path.split('/').slice(1).map(decodeURIComponent) } as GraphRequest;
	});
}

/** Runs an operation; what it sends is kept, up to where it fails. */
async function collect(
	operation: Operation,
	{ item, send, app }: Pick<ItemRun, 'item' | 'send'> & { app: AppInfo },
	requests: GraphRequest[],
): Promise<void> {
	const kept: ItemRun['send'] = async (request) => {
		if (requests.push(...partsOf(operation, request)) > mostRequests)
			throw new Error(`${operation.action}: too many requests`);
		return await send(request);
	};
	const run: ItemRun = {
		item,
		send: kept,
		upload: async () => ({ status: 201, headers: {}, body: answer }),
		download: async ({ request }, keep) => {
			requests.push({ ...request, expectsFile: true });
			return await keep({ stream: Readable.from([Buffer.from('content')]), headers: {} });
		},
		withTransferSlot: async (work) => await work(),
		store: async () => ({ data: '', mimeType: '' }),
		wait: async () => undefined,
		once: async (_key, work) => await work(),
		waiting: { resumeUrl: () => 'https://n8n.example/webhook-waiting/1/node', wait: async () => undefined },
		itemKey: () => '{itemKey}',
		hint: () => undefined,
		triedBefore: false,
		app: () => app,
	};
	const steps = operation.steps?.(run);
	if (steps !== undefined) await steps;
	else if (operation.request !== undefined) requests.push(await operation.request(item, kept, run));
}

const appFacts = (servicePrincipalId: string): AppInfo => ({
	authentication: 'clientSecret',
	cloud: 'global',
	tenantId: 'contoso.onmicrosoft.com',
	clientId: '00000000-0000-0000-0000-000000000000',
	loginUrl: 'https://login.microsoftonline.com',
	graphUrl: 'https://graph.microsoft.com',
	token: { obtainedAt: 0, expiresAt: 0, claims: { oid: servicePrincipalId, roles: [] } },
});

const named = (requests: readonly GraphRequest[], nameSegment: (segment: string) => string) =>
	requests.map((request) => ({ ...request, path: request.path.map(nameSegment) }));

async function record(operation: Operation, variant: Variant, filled = false): Promise<Recorded> {
	const { item, nameSegment } = placeholders(operation, variant, filled);
	const requests: GraphRequest[] = [];
	const send: ItemRun['send'] = async () => ({ status: 200, headers: {}, body: answer });
	await collect(operation, { item, send, app: appFacts('{servicePrincipalId}') }, requests);
	return { variant, requests: named(requests, nameSegment) };
}

let simulator: Promise<{ simulator: Simulator; client: SimulatorClient }> | undefined;

async function startedSimulator() {
	simulator ??= startSimulator({ settings: { unknownPaths: 'answer' } }).then(async (started) => ({
		simulator: started,
		client: await createClient(started),
	}));
	return await simulator;
}

/** The same against the simulator: for an operation that needs answers that fit its parameters. */
async function recordOnSimulator(entry: Entry, variant: Variant): Promise<Recorded> {
	const { simulator: graph, client } = await startedSimulator();
	const { operation } = entry;
	const { choice, empty } = variant;
	const parameters = { ...(await parametersOf(entry, graph)) } as Record<string, unknown>;
	const names = new Map<string, string>();
	for (const { name, type } of operation.fields) {
		const value = parameters[name];
		const located = typeof value === 'object' && value !== null && '__rl' in value;
		if (located) parameters[name] = (value as { value?: unknown }).value;
		if (located || type === 'string') names.set(String(parameters[name]), name);
	}
	if (empty !== undefined) parameters[empty] = '';
	const inOptions = operation.options?.some(({ name }) => name === choice?.field) === true;
	if (choice !== undefined && !inOptions) parameters[choice.field] = choice.value;
	const options = {
		...(parameters.options as IDataObject),
		...(inOptions && { [choice?.field ?? '']: choice?.value }),
	};
	const read = readFrom(operation, (name) => (name === 'options' ? options : parameters[name]));
	const item: ItemParameters = Object.assign(read, { json: {}, file: aFile, source: aSource });
	const { objectId } = graph.entra.app();
	names.set(objectId, 'servicePrincipalId');
	const requests: GraphRequest[] = [];
	const send: ItemRun['send'] = async (request) => {
		const { method, headers, body, content, preauthUrl } = request;
		const type: Record<string, string> = content ? { 'content-type': content.type } : {};
		const response = await client.call(method, urlOf(request, `${graph.graphUrl}/v1.0`), {
			headers: { ...headers, ...type },
			body: content?.bytes ?? body,
			...(preauthUrl !== undefined && { token: null }),
		});
		if (response.status >= 400) throw readGraphError(response, describeRequest(request), false);
		nameIds(response.body, names);
		return response;
	};
	try {
		await collect(operation, { item, send, app: appFacts(objectId) }, requests);
	} catch (error) {
		// What the simulator refuses was requested nevertheless, but the operation may continue from there.
		if (variant.label === '' || requests.length === 0) throw error;
	}
	const nameSegment = (segment: string) => (names.has(segment) ? `{${names.get(segment)}}` : segment);
	return { variant, requests: named(requests, nameSegment) };
}

/** Remembers the IDs in an answer by the names of their properties. */
function nameIds(value: unknown, names: Map<string, string>): void {
	if (typeof value !== 'object' || value === null) return;
	for (const [name, inner] of Object.entries(value)) {
		if (typeof inner === 'string' && /(^i|I)d$/.test(name) && !names.has(inner)) names.set(inner, name);
		nameIds(inner, names);
	}
}

/**
 * The requests of an operation, by the first way that works: with nothing but its fields, with its collections filled in,
 * or with the samples of its tests.
 */
async function recordSomehow(entry: Entry, variant: Variant): Promise<Recorded | undefined> {
	const { operation } = entry;
	const ways = [
		async () => await record(operation, variant),
		async () => await record(operation, variant, true),
		async () => await recordOnSimulator(entry, variant),
	];
	let failure: unknown;
	for (const way of ways) {
		try {
			return await way();
		} catch (error) {
			failure = error;
		}
	}
	// Not every choice goes with the defaults of all other fields.
	if (variant.label !== '' && failure instanceof RequestError) return undefined;
	const hint = 'Its fields need examples as placeholders, or samples in test/operations/samples.';
	throw new Error(
		`"${operation.action}" (${entry.resource.value}) worked neither with placeholders nor with samples. ${hint}`,
		{
			cause: failure,
		},
	);
}

/** The ways to fill an operation in whose requests differ, the default first. */
export async function recordAll(entry: Entry): Promise<Recorded[]> {
	const distinct = new Map<string, Recorded>();
	for (const variant of variantsOf(entry.operation)) {
		const recorded = await recordSomehow(entry, variant);
		const key = recorded?.requests.map(lineOf).join('\n');
		if (recorded !== undefined && key !== undefined && !distinct.has(key)) distinct.set(key, recorded);
	}
	return [...distinct.values()].flatMap((recorded, index, all) =>
		oneOfMany(recorded, all.slice(0, index), all),
	);
}

/** A field with very many choices is shown by the first of them. */
function oneOfMany(recorded: Recorded, before: readonly Recorded[], all: readonly Recorded[]): Recorded[] {
	const { choice, label } = recorded.variant;
	const same = (other: Recorded) => choice !== undefined && other.variant.choice?.field === choice.field;
	const count = all.filter(same).length;
	if (count <= 12) return [recorded];
	const text = label.replace(': ', `, ${count} other choices, such as `);
	return before.some(same) ? [] : [{ ...recorded, variant: { ...recorded.variant, label: text } }];
}

/** A request's method and path. */
export const lineOf = ({ method, path }: GraphRequest) => `${method} /${path.join('/')}`;

/** Ends what recording has started. */
export async function closeSimulator(): Promise<void> {
	const started = await simulator;
	await started?.client.close();
	await started?.simulator.close();
}
