import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	NodeApiError,
	NodeOperationError,
	sleep,
	type IAuthenticate,
	type ICredentialTestRequest,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestHelper,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type JsonObject,
} from 'n8n-workflow';
import {
	binaryContent,
	binaryField,
	callListSearch,
	callLoadOptions,
	loggedLines,
	plainDescription,
	runHttpRequestNode,
	runWorkflow,
	testCredential,
} from '.';

// A service that wants a bearer token: /token hands them out, /revoke ends the newest, everything else wants it.
const service = {
	server: undefined as unknown as Server,
	url: '',
	tokens: 0,
	revoked: new Set<string>(),
	requests: [] as Array<{ method?: string; url?: string; authorization?: string; body: string }>,
};

const answers: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
	'/token': (response) => json(response, 200, { token: `t${++service.tokens}` }),
	'/down': (response) => json(response, 503, { error: 'down' }),
	'/forbidden': (response) => json(response, 403, { error: 'forbidden' }),
	'/elsewhere': (response) => response.writeHead(302, { location: `${service.url}/landed` }).end(),
	'/never': () => undefined,
};

function json(response: ServerResponse, status: number, body: IDataObject): void {
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

beforeAll(async () => {
	service.server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk) => (body += chunk));
		request.on('end', () => {
			const { method, url = '' } = request;
			const { authorization } = request.headers;
			if (url !== '/token') service.requests.push({ method, url, authorization, body });
			const token = authorization?.replace('Bearer ', '');
			if (url !== '/token' && (token === undefined || service.revoked.has(token))) {
				return json(response, 401, { error: 'token' });
			}
			const answer = answers[url.split('?')[0]];
			return answer ? answer(response, request) : json(response, 200, { url, token });
		});
	});
	await new Promise<void>((resolve) => service.server.listen(0, '127.0.0.1', resolve));
	service.url = `http://127.0.0.1:${(service.server.address() as AddressInfo).port}`;
});
beforeEach(() => {
	service.tokens = 0;
	service.revoked.clear();
	service.requests.length = 0;
});
afterAll(async () => {
	service.server.closeAllConnections();
	await new Promise((resolve) => service.server.close(resolve));
});

const hidden: INodeProperties = {
	displayName: 'Token',
	name: 'token',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: '',
};
const text = (name: string, extra: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	...extra,
});

/** Fetches a token and hands it to n8n to keep. */
class KeptTokenApi implements ICredentialType {
	name = 'keptTokenApi';
	displayName = 'Kept';
	properties: INodeProperties[] = [
		hidden,
		text('url'),
		text('who', { default: 'nobody' }),
		text('extra', { displayOptions: { show: { who: ['somebody'] } } }),
	];
	test: ICredentialTestRequest = {
		request: { baseURL: '={{ $credentials.url }}', url: '/me' },
	};
	authenticate: IAuthenticate = async ({ token }, request) => ({
		...request,
		headers: { ...request.headers, authorization: `Bearer ${token as string}` },
	});
	async preAuthentication(this: IHttpRequestHelper, { url }: IDataObject): Promise<IDataObject> {
		return (await this.helpers.httpRequest({ url: `${url as string}/token`, json: true })) as IDataObject;
	}
}

/** Fetches a token, keeps it for itself, and gives n8n nothing to store. */
class OwnTokenApi extends KeptTokenApi {
	override name = 'ownTokenApi';
	seen: IDataObject[] = [];
	last = '';
	override test: ICredentialTestRequest = { request: { baseURL: '={{ $credentials.url }}', url: '/me' } };
	constructor() {
		super();
		this.authenticate = async (_, request) => ({
			...request,
			headers: { ...request.headers, authorization: `Bearer ${this.last}` },
		});
		const { seen } = this;
		const keep = (token: string) => (this.last = token);
		this.preAuthentication = async function (credentials) {
			seen.push(credentials);
			const answer = (await this.helpers.httpRequest({
				url: `${credentials.url as string}/token`,
				json: true,
			})) as { token: string };
			keep(answer.token);
			return {};
		};
	}
}

/** A node that does `run` for each item and puts out what it returns, as n8n's own nodes do. */
function nodeThat(
	run: (this: IExecuteFunctions, item: number) => Promise<IDataObject | INodeExecutionData>,
	properties: INodeProperties[] = [],
): INodeType {
	return {
		description: plainDescription('tiny', {
			defaults: { name: 'Tiny' },
			credentials: [{ name: 'keptTokenApi' }, { name: 'ownTokenApi' }],
			properties,
		}),
		async execute() {
			const output: INodeExecutionData[] = [];
			for (const item of this.getInputData().keys()) {
				try {
					const result = await run.call(this, item);
					output.push({
						...('json' in result ? result : { json: result }),
						pairedItem: { item },
					} as INodeExecutionData);
				} catch (error) {
					if (!this.continueOnFail()) throw error;
					output.push({
						json: {},
						error: error as NodeApiError,
						pairedItem: { item },
					});
				}
			}
			return [output];
		},
		methods: {
			listSearch: {
				async people(filter, paginationToken) {
					const credentials = await this.getCredentials<IDataObject>('keptTokenApi');
					return {
						results: [
							{
								name: `${filter} of ${this.getCurrentNodeParameter('place')}`,
								value: credentials.who as string,
							},
						],
						// A number, as a node of n8n's own may give.
						paginationToken: (Number(paginationToken ?? 0) + 1) as unknown as string,
					};
				},
			},
			loadOptions: {
				async places() {
					const answer = (await this.helpers.httpRequestWithAuthentication.call(this, 'keptTokenApi', {
						url: `${service.url}/places`,
						json: true,
					})) as IDataObject;
					return [{ name: answer.url as string, value: answer.token as string }];
				},
			},
		},
	};
}

const fetchNode = (type: string, path: string) =>
	nodeThat(async function () {
		return (await this.helpers.httpRequestWithAuthentication.call(this, type, {
			url: service.url + path,
			json: true,
		})) as IDataObject;
	});
const items = (...values: IDataObject[]): INodeExecutionData[] => values.map((value) => ({ json: value }));

describe('a workflow', () => {
	test('evaluates parameters for each item, with defaults filled in', async () => {
		const run = await runWorkflow({
			node: nodeThat(
				async function (item) {
					return {
						given: this.getNodeParameter('given', item) as string,
						left: this.getNodeParameter('left', item) as string,
					};
				},
				[text('given'), text('left', { default: 'default' })],
			),
			parameters: { given: '={{ $json.name.toUpperCase() }}-{{ $itemIndex }}' },
			input: items({ name: 'ada' }, { name: 'bob' }),
		});
		expect(run.status).toBe('success');
		expect(run.items).toEqual([
			{ json: { given: 'ADA-0', left: 'default' }, pairedItem: { item: 0 } },
			{ json: { given: 'BOB-1', left: 'default' }, pairedItem: { item: 1 } },
		]);
		expect(run.error).toBeUndefined();
		expect(run.executionTime).toBeGreaterThanOrEqual(0);
		expect(run.data.data.resultData.lastNodeExecuted).toBe('Tiny');
	});

	test('runs several nodes in a row, each with what came out of the one before', async () => {
		const plus = nodeThat(async function (item) {
			this.addExecutionHints({ message: 'counted' });
			return { n: Number(this.getInputData()[item].json.n) + 1 };
		});
		const run = await runWorkflow({
			nodes: [
				{ node: plus, name: 'A' },
				{ node: plus, name: 'B' },
			],
			input: items({ n: 1 }),
		});
		expect(run.itemsOf('A')[0].json).toEqual({ n: 2 });
		expect(run.items[0].json).toEqual({ n: 3 });
		expect(run.hints).toEqual([{ message: 'counted' }]);
	});

	test('does not start while a required field is empty', async () => {
		await expect(
			runWorkflow({
				node: nodeThat(async () => ({}), [text('must', { required: true })]),
			}),
		).rejects.toThrow('has issues');
	});

	test('ends with the error of its node, with all its parts', async () => {
		const run = await runWorkflow({
			node: nodeThat(async function (item) {
				const cause = { message: 'inner', statusCode: 404 } as JsonObject;
				throw new NodeApiError(this.getNode(), cause, {
					message: 'It is not there',
					description: 'Look elsewhere',
					itemIndex: item,
				});
			}),
		});
		expect(run.status).toBe('error');
		expect(run.items).toEqual([]);
		expect(run.error).toMatchObject({
			name: 'NodeApiError',
			message: 'It is not there',
			description: 'Look elsewhere',
			httpCode: '404',
			context: { itemIndex: 0 },
		});
	});

	describe('continues on fail', () => {
		const odd = nodeThat(async function (item) {
			if (item % 2) throw new NodeOperationError(this.getNode(), `Item ${item} is odd`, { itemIndex: item });
			return { item };
		});
		const input = items({}, {}, {});

		test('with the errors among the items', async () => {
			const run = await runWorkflow({ node: odd, input, continueOnFail: 'continueRegularOutput' });
			expect(run.status).toBe('success');
			expect(run.items.map(({ json }) => json)).toEqual([
				{ item: 0 },
				{ error: 'Item 1 is odd' },
				{ item: 2 },
			]);
			expect(run.items[1].error).toBeInstanceOf(NodeOperationError);
		});

		test('with the errors in an output of their own', async () => {
			const run = await runWorkflow({ node: odd, input, continueOnFail: 'continueErrorOutput' });
			expect(run.items.map(({ json }) => json)).toEqual([{ item: 0 }, { item: 2 }]);
			expect(run.errorItems.map(({ json }) => json)).toEqual([{ error: 'Item 1 is odd' }]);
		});

		test('or stops', async () => {
			const run = await runWorkflow({ node: odd, input, continueOnFail: 'stopWorkflow' });
			expect(run.error).toMatchObject({ message: 'Item 1 is odd', context: { itemIndex: 1 } });
		});
	});

	test('runs the whole node again with Retry On Fail, in one context', async () => {
		const runs: number[] = [];
		const node = nodeThat(async function (item) {
			const memory = this.getContext('node') as { tries?: number };
			if (item === 0) memory.tries = (memory.tries ?? 0) + 1;
			runs.push(item);
			if (item === 1 && memory.tries !== 3) throw new NodeOperationError(this.getNode(), 'Not yet');
			return { tries: memory.tries };
		});
		const run = await runWorkflow({
			node,
			input: items({}, {}),
			retryOnFail: { maxTries: 4, waitBetweenTries: 1 },
		});
		expect(runs).toEqual([0, 1, 0, 1, 0, 1]);
		expect(run.items.map(({ json }) => json.tries)).toEqual([3, 3]);
	});

	test.each([
		['the signal', (): object => ({ signal: AbortSignal.timeout(1000) })],
		['the timeout', (): object => ({ timeout: 1000 })],
	])('is cancelled by %s, and its request with it', async (_, how) => {
		const started = Date.now();
		const run = await runWorkflow({
			node: fetchNode('ownTokenApi', '/never'),
			credentials: { ownTokenApi: { url: service.url } },
			credentialTypes: [new OwnTokenApi()],
			...how(),
		});
		expect(run.status).toBe('canceled');
		expect(run.items).toEqual([]);
		expect(Date.now() - started).toBeLessThan(30_000);
		expect(service.requests.map(({ url }) => url)).toEqual(['/never']);
	});

	test('does not go on to its next node once it is cancelled', async () => {
		let calls = 0;
		const node = nodeThat(async () => {
			calls++;
			await sleep(1500);
			return {};
		});
		const run = await runWorkflow({
			nodes: [
				{ node, name: 'A' },
				{ node, name: 'B' },
			],
			timeout: 500,
		});
		expect(run.status).toBe('canceled');
		expect(run.items).toEqual([]);
		expect(calls).toBe(1);
	});

	test.each(['default', 'filesystem'] as const)('carries binary data in %s mode', async (mode) => {
		const node = nodeThat(async function (item) {
			const content = await this.helpers.getBinaryDataBuffer(item, 'file');
			const { fileName } = this.helpers.assertBinaryData(item, 'file');
			const binary = await this.helpers.prepareBinaryData(
				Buffer.concat([content, content]),
				`2x ${fileName}`,
			);
			return { json: { size: content.length }, binary: { out: binary } } as INodeExecutionData;
		});
		const file = await binaryField({ content: 'abc', fileName: 'a.txt', mimeType: 'text/plain' }, mode);
		const run = await runWorkflow({
			node,
			input: [{ json: {}, binary: { file } }],
			binaryDataMode: mode,
		});
		expect(run.items[0].json).toEqual({ size: 3 });
		expect(run.items[0].binary?.out).toMatchObject({ fileName: '2x a.txt', mimeType: 'text/plain' });
		expect(run.items[0].binary?.out.data === 'YWJjYWJj').toBe(mode === 'default');
		expect((await binaryContent(run.items[0], 'out')).toString()).toBe('abcabc');
	});

	test('keeps what n8n logs', async () => {
		const run = await runWorkflow({
			node: nodeThat(async function () {
				this.logger.warn('A line of a node', { with: 'metadata' });
				return {};
			}),
		});
		expect(run.logs).toContainEqual(expect.stringContaining('A line of a node'));
		expect(run.logs.join()).toContain("with: 'metadata'");
		expect(run.logs).toContainEqual(expect.stringContaining('Running node "Tiny" started'));
		expect(loggedLines().length).toBeGreaterThanOrEqual(run.logs.length);
	});

	test('sees a refused connection as an error with its code', async () => {
		const closed = createServer();
		await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
		const { port } = closed.address() as AddressInfo;
		await new Promise((resolve) => closed.close(resolve));
		const run = await runWorkflow({
			node: nodeThat(async function () {
				try {
					return (await this.helpers.httpRequest({ url: `http://127.0.0.1:${port}/` })) as IDataObject;
				} catch (error) {
					return { isError: error instanceof Error, code: (error as { code?: string }).code };
				}
			}),
		});
		expect(run.items[0].json).toEqual({ isError: true, code: 'ECONNREFUSED' });
	});
});

describe('credentials', () => {
	const fieldsNode = nodeThat(async function (item) {
		const first = await this.getCredentials<IDataObject>('keptTokenApi', item);
		const second = await this.getCredentials<IDataObject>('keptTokenApi', item);
		return { ...first, sameObject: first === second };
	});
	const defaults = { token: '', url: '', allowedHttpRequestDomains: 'all', sameObject: false };

	test('have their expressions resolved for each item', async () => {
		const run = await runWorkflow({
			node: fieldsNode,
			input: items({ who: 'ada' }, { who: 'bob' }),
			credentials: { keptTokenApi: { who: '={{ $json.who }}' } },
			credentialTypes: [KeptTokenApi],
		});
		expect(run.items.map(({ json }) => json)).toMatchObject([{ who: 'ada' }, { who: 'bob' }]);
		expect(run.credentialWrites).toEqual([]);
	});

	test.each([
		[{}, { who: 'nobody' }],
		[{ who: 'somebody' }, { who: 'somebody', extra: '' }],
		[{ who: 'nobody', extra: 'not displayed' }, { who: 'nobody' }],
	])('have the defaults of what is displayed, in a new object each time: %j', async (stored, seen) => {
		const run = await runWorkflow({
			node: fieldsNode,
			credentials: { keptTokenApi: stored },
			credentialTypes: [KeptTokenApi],
		});
		expect(run.items.map(({ json }) => json)).toEqual([{ ...defaults, ...seen }]);
	});

	test('whose expression cannot be resolved name themselves', async () => {
		const run = await runWorkflow({
			node: fieldsNode,
			credentials: { keptTokenApi: { who: '={{ $("Nowhere").item.json.who }}' } },
			credentialTypes: [KeptTokenApi],
		});
		expect(run.error?.message).toContain('[Error resolving credentials]');
	});

	test('whose token n8n keeps are fetched once and written once', async () => {
		const run = await runWorkflow({
			node: fetchNode('keptTokenApi', '/data'),
			input: items({}, {}, {}),
			credentials: { keptTokenApi: { url: service.url } },
			credentialTypes: [KeptTokenApi],
		});
		expect(run.items.map(({ json }) => json.token)).toEqual(['t1', 't1', 't1']);
		expect(run.credentialWrites).toEqual([{ type: 'keptTokenApi', data: { url: service.url, token: 't1' } }]);
	});

	test('that give n8n nothing to keep are asked before each request, and nothing is written', async () => {
		const type = new OwnTokenApi();
		const run = await runWorkflow({
			node: fetchNode('ownTokenApi', '/data'),
			input: items({}, {}),
			credentials: { ownTokenApi: { url: service.url } },
			credentialTypes: [type],
		});
		expect(run.items.map(({ json }) => json.token)).toEqual(['t1', 't2']);
		expect(type.seen[0]).not.toBe(type.seen[1]);
		expect(run.credentialWrites).toEqual([]);
	});

	test('are asked again, with the same object, after a 401 and after nothing else', async () => {
		const type = new OwnTokenApi();
		const settings = {
			credentials: { ownTokenApi: { url: service.url } },
			credentialTypes: [type],
		};
		service.revoked.add('t1');
		const run = await runWorkflow({ node: fetchNode('ownTokenApi', '/data'), ...settings });
		expect(run.items[0].json.token).toBe('t2');
		expect(type.seen).toHaveLength(2);
		expect(type.seen[0]).toBe(type.seen[1]);

		await runWorkflow({ node: fetchNode('ownTokenApi', '/down'), ...settings });
		expect(service.requests.map(({ url }) => url)).toEqual(['/data', '/data', '/down']);
	});

	test('with "Allowed HTTP Request Domains" are held to them in their own requests', async () => {
		const run = await runWorkflow({
			node: fetchNode('ownTokenApi', '/data'),
			credentials: {
				ownTokenApi: {
					url: service.url,
					allowedHttpRequestDomains: 'domains',
					allowedDomains: 'graph.example',
				},
			},
			credentialTypes: [new OwnTokenApi()],
		});
		expect(run.error?.message).toContain('Domain not allowed');
		expect(service.tokens).toBe(0);
	});
});

describe('the HTTP Request node', () => {
	const request = (path: string, type: KeptTokenApi) =>
		runHttpRequestNode({
			credentialType: type.name,
			url: `${service.url}${path}`,
			credentials: { [type.name]: { url: service.url } },
			credentialTypes: [type],
		});

	test('signs its request and follows redirects', async () => {
		const run = await request('/elsewhere', new OwnTokenApi());
		expect(run.items[0].json).toMatchObject({ statusCode: 200, body: { url: '/landed', token: 't1' } });
	});

	test('repeats after any failure when n8n got a token to keep, and only then', async () => {
		const kept = await request('/down', new KeptTokenApi());
		expect(kept.error?.message).toContain('Service unavailable');
		expect(service.requests).toHaveLength(2);

		const own = await request('/down', new OwnTokenApi());
		expect(own.error).toBeDefined();
		expect(service.requests).toHaveLength(3);
	});

	test('sends a body, resolved for each item', async () => {
		const type = new OwnTokenApi();
		await runHttpRequestNode({
			credentialType: type.name,
			url: `=${service.url}/{{ $json.path }}`,
			method: 'POST',
			body: { name: '={{ $json.path }}' },
			input: items({ path: 'a' }, { path: 'b' }),
			credentials: { ownTokenApi: { url: service.url } },
			credentialTypes: [type],
		});
		expect(service.requests.map(({ method, url, body }) => `${method} ${url} ${body}`).sort()).toEqual([
			'POST /a {"name":"a"}',
			'POST /b {"name":"b"}',
		]);
	});

	test('is refused by a credential that is not for it', async () => {
		const run = await runHttpRequestNode({
			credentialType: 'ownTokenApi',
			url: service.url,
			credentials: { ownTokenApi: { url: service.url, allowedHttpRequestDomains: 'none' } },
			credentialTypes: [new OwnTokenApi()],
		});
		expect(run.error?.message).toContain('prevent use within an HTTP Request');
		expect(service.requests).toEqual([]);
	});
});

describe('a picker', () => {
	const settings = () => ({
		credentials: { keptTokenApi: { url: service.url, who: 'ada' } },
		credentialTypes: [KeptTokenApi],
	});
	const node = nodeThat(async () => ({}), [text('place', { default: 'Paris' })]);

	test('searches a list, page after page', async () => {
		const page = await callListSearch(node, 'people', { ...settings(), filter: 'some' });
		expect(page).toEqual({
			results: [{ name: 'some of Paris', value: 'ada' }],
			paginationToken: '1',
			credentialWrites: [],
		});
		const next = await callListSearch(node, 'people', {
			...settings(),
			parameters: { place: 'Rome' },
			filter: 'x',
			paginationToken: '1',
		});
		expect(next).toMatchObject({ results: [{ name: 'x of Rome' }], paginationToken: '2' });
	});

	test('loads options with the credential', async () => {
		expect(await callLoadOptions(node, 'places', settings())).toEqual([{ name: '/places', value: 't1' }]);
	});

	test('that does not exist is named', async () => {
		await expect(callListSearch(node, 'places', settings())).rejects.toThrow('"places"');
	});
});

describe('the credential test', () => {
	/** A credential whose test asks `path`; `fail` is thrown where the token is fetched. */
	const credential = (path: string, fail?: () => Error) => {
		const type = new OwnTokenApi();
		type.test = { request: { baseURL: '={{ $credentials.url }}', url: path } };
		if (fail) type.preAuthentication = () => Promise.reject(fail());
		return type;
	};
	const message = async (type: ICredentialType, url = service.url) => {
		const { status, message } = await testCredential(type, { url });
		return `${status}: ${message}`;
	};

	test('is green after a 200, with a token of its own even when one is kept', async () => {
		expect(await message(credential('/me'))).toBe('OK: Connection successful!');
		const type = new KeptTokenApi();
		type.test = { request: { baseURL: '={{ $credentials.url }}', url: '/you' } };
		const result = await testCredential(type, { url: service.url, token: 'kept' });
		expect(result.status).toBe('OK');
		expect(service.requests.at(-1)?.authorization).toBe('Bearer t2');
		expect(result.credentialWrites).toHaveLength(1);
	});

	test('shows the status text of a refused request', async () => {
		expect(await message(credential('/forbidden'))).toBe('Error: Forbidden');
	});

	test('shows what a rule says', async () => {
		const forBody = credential('/me');
		forBody.test.rules = [
			{ type: 'responseSuccessBody', properties: { key: 'url', value: '/me', message: 'Not for you' } },
		];
		expect(await message(forBody)).toBe('Error: Not for you');
		const forStatus = credential('/forbidden');
		forStatus.test.rules = [{ type: 'responseCode', properties: { value: 403, message: 'No right' } }];
		expect(await message(forStatus)).toBe('Error: No right');
	});

	test('shows the message of an error without a code', async () => {
		const failing = credential('/me', () => new Error('Paste the secret itself'));
		expect(await message(failing)).toBe('Error: Paste the secret itself');
	});

	test('shows the code in place of the message of an error that has one', async () => {
		const failing = credential('/me', () =>
			Object.assign(new Error('Paste the secret itself'), { code: 'E123' }),
		);
		expect(await message(failing)).toBe('Error: E123');
	});

	test('shows the code of a refused connection', async () => {
		expect(await message(credential('/me'), 'http://127.0.0.1:1')).toBe('Error: ECONNREFUSED');
	});

	test('shows what an unresolvable expression says, and logs the error', async () => {
		const result = await testCredential(credential('/me'), { url: '={{ $( }}' });
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(/invalid syntax/i);
		const refused = await testCredential(credential('/forbidden'), { url: service.url });
		expect(refused.logs.join()).toContain('Forbidden');
	});
});
