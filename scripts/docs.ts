// Writes what the documentation says of each operation from the operations themselves: docs/operations.md,
// docs/permissions.md, and the list in README.md; and what it says of the trigger from its watches: the table in
// docs/trigger.md; and what `npm run tenant` needs and makes, in docs/tenant.md. Each operation is run with placeholders for its parameters and for Graph's answers, so that the requests
// shown are those it makes; one that does not work with those is run against the simulator, with the samples of its tests.
// `--check` writes nothing and exits 1 when something is stale; `--root` names another folder than this project's.
import { Readable } from 'node:stream';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { format, resolveConfig } from 'prettier';
import { readGraphError } from '../nodes/graph/graphError';
import { describeRequest, urlOf, type GraphRequest } from '../nodes/graph/graphRequest';
import { RequestError } from '../nodes/graph/requestError';
import { decide } from '../nodes/graph/retry';
import type {
	AppFacts,
	ItemParameters,
	ItemRun,
	Operation,
	Resource,
} from '../nodes/MicrosoftGraph/operation';
import { fieldsOf } from '../nodes/MicrosoftGraph/description';
import { nodeParameters, type NodeParameters } from '../nodes/MicrosoftGraph/itemParameters';
import { resources } from '../nodes/MicrosoftGraph/operations';
import { watches } from '../nodes/MicrosoftGraphTrigger/watches';
import type { ChangeEvent, Watch } from '../nodes/MicrosoftGraphTrigger/watch';
import { exampleOf } from '../test/operations/examples';
import { parametersOf, type Entry } from '../test/operations/samples';
import { fieldsByName } from '../test/operations/watchFields';
import { startSimulator, type Simulator } from '../test/simulator';
import { createClient, type SimulatorClient } from '../test/simulator/client';
import { madeBy, parts, permissionsOfPart } from '../test/tenant/parts';
import { variables } from '../test/tenant/settings';
import { kinds } from '../test/tenant/things';

const project = dirname(__dirname);

/** One way to fill an operation in: a choice that differs from the default, or an optional field that is left empty. */
interface Variant {
	label: string;
	/** What the node says of the choice, where it says something. */
	description?: string;
	choice?: { field: string; value: unknown };
	empty?: string;
}

/** The requests of an operation, filled in one way. */
interface Recorded {
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

/** What a field holds: an example where it has one, else its own name in braces. */
function sampleOf(field: INodeProperties): unknown {
	const { name, type, required, placeholder = '', default: fallback } = field;
	if (type === 'json' || type === 'dateTime') return exampleOf(field);
	if (type === 'multiOptions' || type === 'fixedCollection') return required ? exampleOf(field) : fallback;
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
	const item: ItemParameters = {
		...readFrom(operation, (name) =>
			name === 'options' || /ollection$/.test(field(name)?.type ?? '') ? collectionOf(name) : valueOf(name),
		),
		id: (name) => (name === empty ? '' : `{${name}}`),
		file: aFile,
		source: aSource,
	};
	const nameSegment = (segment: string) => (given.has(segment) ? `{${given.get(segment)}}` : segment);
	return { item, nameSegment };
}

/** An answer of Graph in which each property holds its own name in braces, and each plural a list of one such object. */
const answer: Record<string, unknown> = new Proxy(
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

/** Runs an operation; what it sends is kept, up to where it fails. */
async function collect(
	operation: Operation,
	{ item, send, app }: Pick<ItemRun, 'item' | 'send'> & { app: AppFacts },
	requests: GraphRequest[],
): Promise<void> {
	const kept: ItemRun['send'] = async (request) => {
		if (requests.push(request) > mostRequests) throw new Error(`${operation.action}: too many requests`);
		return await send(request);
	};
	const steps = operation.steps?.({
		item,
		send: kept,
		upload: async () => ({ status: 201, headers: {}, body: answer }),
		download: async ({ request }, keep) => {
			requests.push({ ...request, answersFile: true });
			return await keep({ stream: Readable.from([Buffer.from('content')]), headers: {} });
		},
		inTurn: async (work) => await work(),
		store: async () => ({ data: '', mimeType: '' }),
		wait: async () => undefined,
		itemKey: '{itemKey}',
		triedBefore: false,
		app: () => app,
	});
	if (steps !== undefined) await steps;
	else if (operation.request !== undefined) requests.push(await operation.request(item, kept));
}

const appFacts = (servicePrincipalId: string): AppFacts => ({
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
	const item: ItemParameters = {
		...readFrom(operation, (name) => (name === 'options' ? options : parameters[name])),
		file: aFile,
		source: aSource,
	};
	const { objectId } = graph.entra.app();
	names.set(objectId, 'servicePrincipalId');
	const requests: GraphRequest[] = [];
	const send: ItemRun['send'] = async (request) => {
		const { method, headers, body, content, openUrl } = request;
		const type: Record<string, string> = content ? { 'content-type': content.type } : {};
		const response = await client.call(method, urlOf(request, `${graph.graphUrl}/v1.0`), {
			headers: { ...headers, ...type },
			body: content?.bytes ?? body,
			...(openUrl !== undefined && { token: null }),
		});
		if (response.status >= 400) throw readGraphError(response, describeRequest(request), false);
		nameIds(response.body, names);
		return response;
	};
	try {
		await collect(operation, { item, send, app: appFacts(objectId) }, requests);
	} catch (error) {
		// What the simulator refuses was asked all the same, but the way may go on from there.
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
async function recordAll(entry: Entry): Promise<Recorded[]> {
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

const lineOf = ({ method, path }: GraphRequest) => `${method} /${path.join('/')}`;

/** What is promised when Graph does not say whether a request was carried out, by the client's own rule. */
function promiseOf({ requests, variant }: Recorded): string {
	if (variant.choice !== undefined && variant.description !== undefined) return `${variant.description}.`;
	if (requests.length === 0) return 'Asks Graph for nothing.';
	const unanswered = { kind: 'answered', response: { status: 504, headers: {}, body: undefined } } as const;
	if (!requests.every((request) => decide(unanswered, request, 1, 0).repeat)) return 'At most once.';
	return requests.every(({ method }) => method === 'GET') ? 'Reads only: repeated.' : 'Harmless: repeated.';
}

function inBatch({ requests }: Recorded): string {
	if (requests.length === 0) return '–';
	const able = requests.filter(
		({ batchable, content, answersFile, openUrl }) =>
			batchable !== false && !content && !answersFile && !openUrl,
	).length;
	return able === requests.length ? 'yes' : able === 0 ? 'no' : 'in part';
}

const cell = (text: string) => text.replace(/\.{2,}$/, '.').replaceAll('|', '\\|');
const row = (cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
const code = (text: string) => `\`${text}\``;
const table = (heads: string[], rows: string[][]) =>
	[row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n');

function permissionCell({ permissions, permissionNote = '' }: Operation): string {
	const names = permissions.map(code).join(' and ') || 'none';
	return permissionNote === '' ? names : `${names}. ${permissionNote}`;
}

function requestCell({ requests, variant }: Recorded): string {
	const lines = [...new Set(requests.map(lineOf))].map(code);
	return [variant.label === '' ? [] : [`${variant.label}:`], lines].flat().join('<br>') || '–';
}

async function operationRows(entry: Entry): Promise<string[][]> {
	const { operation } = entry;
	const all = await recordAll(entry);
	return all.map((recorded, index) => [
		index === 0 ? operation.name : '',
		requestCell(recorded),
		index === 0 ? permissionCell(operation) : '',
		inBatch(recorded),
		promiseOf(recorded),
	]);
}

const generated = '<!-- Made by `npx tsx scripts/docs.ts` from the operations of the node. -->';

async function operationsPage(): Promise<string> {
	const heads = [
		'Operation',
		'Requests',
		'Application permission',
		'In a batch',
		'When the outcome is unknown',
	];
	const sections = [];
	for (const resource of resources) {
		const rows = [];
		for (const operation of resource.operations) rows.push(...(await operationRows({ resource, operation })));
		sections.push(`## ${resource.name}\n\n${table(heads, rows)}`);
	}
	return `${generated}

# Operations

What each operation of the Microsoft Graph node asks of Graph. Names in braces stand for what a field, or an earlier answer, holds. Paths are below the API version (\`/v1.0\`, or \`/beta\` where "API Version" says so).

- **Application permission**: the least that the operation needs. A greater one does as well; [permissions.md](permissions.md) has them the other way round.
- **In a batch**: whether the requests of up to 20 items go in one call.
- **When the outcome is unknown**: Graph did not answer, or answered 408, 500, 502, 503, 504, or 509. _Repeated_ requests are sent up to five times in all. _At most once_ means that the item fails, and that its message says that the outcome is unknown. What Graph has throttled (429) was not carried out, as Microsoft has it, and is sent again whatever the operation; [architecture.md](architecture.md#calling-graph) has the rule for each answer.

${sections.join('\n\n')}
`;
}

/** The permissions that a note speaks of. */
const permissionsIn = (text: string) => text.match(/\b[A-Z][\w-]*(?:\.[A-Z]\w+)+/g) ?? [];

function permissionsPage(): string {
	const least = new Map<string, string[]>();
	const more = new Map<string, string[]>();
	const add = (to: Map<string, string[]>, permission: string, text: string) =>
		to.set(permission, [...(to.get(permission) ?? []), text]);
	for (const { resource, operation } of allOperations()) {
		const name = `${resource.name}: ${operation.name}`;
		for (const permission of operation.permissions) add(least, permission, name);
		const note = operation.permissionNote ?? '';
		for (const permission of permissionsIn(note)) {
			if (!operation.permissions.includes(permission)) add(more, permission, `${name}. ${note}`);
		}
	}
	for (const { name, permissions, subscriptionPermissions: instant, permissionNote: note = '' } of watches) {
		const trigger = `Trigger: ${name}`;
		for (const permission of permissions) add(least, permission, instant ? `${trigger}, polling` : trigger);
		for (const permission of instant ?? []) add(least, permission, `${trigger}, instant`);
		for (const permission of permissionsIn(note)) {
			if (![...permissions, ...(instant ?? [])].includes(permission))
				add(more, permission, `${trigger}. ${note}`);
		}
	}
	const names = [...new Set([...least.keys(), ...more.keys()])].sort();
	const link = (name: string) =>
		`[${name}](https://learn.microsoft.com/graph/permissions-reference#${name.toLowerCase().replace(/\./g, '')})`;
	const rows = names.map((name) => [
		link(name),
		least.get(name)?.join('<br>') ?? '–',
		more.get(name)?.join('<br>') ?? '–',
	]);
	return `${generated}

# Permissions

The application permissions of Microsoft Graph that the node's operations and the trigger need, each with the operations for which it is the least. Grant those of the operations that your workflows use and no others. [setup.md](setup.md#grant-permissions) says how; the operation "Access: Check Permissions" says which of them an app has, lacks, and has without need.

${table(['Application permission', 'The least for', 'Adds something to'], rows)}
`;
}

function allOperations(): Array<{ resource: Resource; operation: Operation }> {
	return resources.flatMap((resource) => resource.operations.map((operation) => ({ resource, operation })));
}

/** A page with another text between its marks. */
function withPart(file: string, page: string, name: string, part: string): string {
	const marks = { begin: `<!-- ${name}: begin -->`, end: `<!-- ${name}: end -->` };
	const [before, rest] = page.split(marks.begin);
	const after = rest?.split(marks.end)[1];
	if (before === undefined || after === undefined)
		throw new Error(`${file} has lost the marks of its ${name}.`);
	return [before, marks.begin, `\n\n${part}\n\n`, marks.end, after].join('');
}

function readmeWithList(readme: string): string {
	const lines = resources.map(
		({ name, operations }) => `- **${name}**: ${operations.map((operation) => operation.name).join(', ')}`,
	);
	const count = `${allOperations().length} operations:`;
	return withPart('README.md', readme, 'operations', `${count}\n\n${lines.join('\n')}`);
}

/** What can be watched: what Graph is asked for it, and what it is to notify of. */
async function triggerWithTable(page: string): Promise<string> {
	const heads = ['Watch', 'Events', 'What is asked', 'What notifies', 'Application permission'];
	const rows = [];
	for (const watch of watches) rows.push(await watchRow(watch));
	return withPart('docs/trigger.md', page, 'watches', table(heads, rows));
}

/** What a run against a test tenant needs and makes, and the environment that it reads. */
function tenantWithTables(page: string): string {
	const names = (of: readonly string[]) => of.map(code).join(', ') || '–';
	const rows = parts.map((part) => {
		const reading = permissionsOfPart(part, true);
		const more = permissionsOfPart(part).filter((permission) => !reading.includes(permission));
		const made = madeBy(part).map((kind) => `${kinds[kind].title}, ${kinds[kind].where}`);
		return [`${code(part.name)}: ${part.title}`, names(reading), names(more), made.join('<br>') || '–'];
	});
	const heads = ['Part', 'To read', 'To write as well', 'What it makes'];
	const withParts = withPart('docs/tenant.md', page, 'parts', table(heads, rows));
	const settings = variables.map(({ name, what, required = false }) => [
		code(name),
		`${what}${required ? ' (required)' : ''}`,
	]);
	return withPart('docs/tenant.md', withParts, 'variables', table(['Variable', 'What it is'], settings));
}

async function watchRow(watch: Watch): Promise<string[]> {
	const { name, events, permissions, subscriptionPermissions, permissionNote = '' } = watch;
	const all = Object.keys(events) as ChangeEvent[];
	const send: ItemRun['send'] = async () => ({ status: 200, headers: {}, body: answer });
	const { feeds, notify } = await watch.source({
		parameters: fieldsByName,
		options: {},
		events: all,
		select: '',
		send,
	});
	const asked = [...new Set(feeds.map(({ all: first }) => code(lineOf(first(0)))))].join('<br>');
	const names = (of: readonly string[]) => of.map(code).join(' and ');
	const needed =
		subscriptionPermissions === undefined
			? names(permissions)
			: `${names(permissions)}; instant ${names(subscriptionPermissions)}`;
	return [
		name,
		Object.values(events).join('<br>'),
		asked,
		`${code(notify.resource)}: ${notify.changes.join(', ')}`,
		[needed, permissionNote].filter(Boolean).join('. '),
	];
}

async function main(): Promise<number> {
	const { values } = parseArgs({ options: { check: { type: 'boolean' }, root: { type: 'string' } } });
	const root = values.root ?? project;
	const current = async (file: string) =>
		existsSync(join(root, file)) ? await readFile(join(root, file), 'utf8') : '';
	const pages = {
		'docs/operations.md': await operationsPage(),
		'docs/permissions.md': permissionsPage(),
		'docs/trigger.md': await triggerWithTable(await current('docs/trigger.md')),
		'docs/tenant.md': tenantWithTables(await current('docs/tenant.md')),
		'README.md': readmeWithList(await current('README.md')),
	};
	const style = await resolveConfig(join(project, 'README.md'));
	let stale = 0;
	for (const [file, text] of Object.entries(pages)) {
		const page = await format(text, { ...style, parser: 'markdown' });
		if (page === (await current(file))) continue;
		stale += 1;
		if (values.check) {
			console.error(`${file} is stale: run npx tsx scripts/docs.ts`);
			continue;
		}
		await mkdir(dirname(join(root, file)), { recursive: true });
		await writeFile(join(root, file), page);
		console.log(`${file} written`);
	}
	return values.check && stale > 0 ? 1 : 0;
}

async function closeSimulator(): Promise<void> {
	const started = await simulator;
	await started?.client.close();
	await started?.simulator.close();
}

main()
	.finally(closeSimulator)
	.then(
		(code) => {
			process.exitCode = code;
		},
		(error: unknown) => {
			console.error(error);
			process.exitCode = 2;
		},
	);
