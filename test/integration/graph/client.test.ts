import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { GraphRequest } from '../../../nodes/graph/graphRequest';
import type { FaultAction } from '../../../simulator';
import { defaultClientSecret, defaultTenantId } from '../../../simulator/entra';
import { binaryField } from '../harness';
import { byId, itemsOf, jsonOf, sources, useForeignHost, useProduct } from '../harness/product';
import {
	callsOf,
	each,
	getUser,
	mails,
	partsOf,
	sendAsItems,
	sendMail,
	submissionsOf,
	usersOf,
	withClient,
} from '../harness/calls';

const product = useProduct({ seed: { users: 1025 } });
// The shortest pauses before something is repeated.
beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

const adele = 'adelev@contoso.example';
const people = (count: number) => itemsOf(...usersOf(product, count).map((id) => ({ id })));
const many = (count: number) => Array.from({ length: count }, (_, n) => n);
/** What becomes of `count` users that are asked for as so many items. */
const readUsers = (count: number, settings: Parameters<typeof withClient>[2] = {}) =>
	withClient(
		product,
		async (send, client) =>
			await sendAsItems(
				send,
				client,
				usersOf(product, count).map((id) => ({ method: 'GET', path: ['users', id] })),
			),
		settings,
	);
/** Strikes the next batch as a whole. */
const strikeBatch = (action: FaultAction, more: { after?: boolean; times?: number } = {}) =>
	product.simulator.faults.add({ host: 'graph', path: /\$batch$/, part: false, action, ...more });

describe('100 mails from 100 mailboxes', () => {
	test('are 5 calls, side by side', async () => {
		product.simulator.set({ latency: 50, partTime: 20 });
		const run = await product.run(sendMail(), { input: mails(product, 100) });
		expect(run.error).toBeUndefined();
		expect(submissionsOf(product)).toEqual(each(100, 1));

		const calls = callsOf(product);
		expect(calls.map(({ path }) => path)).toEqual(Array(5).fill('/v1.0/$batch'));
		expect(partsOf(product).map((parts) => parts.length)).toEqual([20, 20, 20, 20, 20]);
		const ends = calls.map(({ finishedAt }) => finishedAt ?? Infinity);
		const times = calls.map(({ at }, n) => ends[n] - at);
		const oneByOne = times.reduce((sum, time) => sum + time, 0);
		expect(Math.max(...ends) - calls[0].at).toBeLessThan(oneByOne / 2);
	});

	test('give their results in order, each with its item', async () => {
		const run = await product.run(sendMail(), { input: mails(product, 100) });
		expect(jsonOf(run.items).map(({ subject }) => subject)).toEqual(many(100).map((n) => `mail ${n}`));
		expect(sources(run.items)).toEqual(many(100));
	});
});

describe('1,000 users by id', () => {
	test('are 50 calls', async () => {
		const input = people(1000);
		const run = await product.run(getUser(), { input });
		expect(jsonOf(run.items).map(({ userPrincipalName }) => userPrincipalName)).toEqual(
			input.map(({ json }) => json.id),
		);
		expect(callsOf(product)).toHaveLength(50);
	});

	test('are hardly more when some of them are not there, and each fails by itself', async () => {
		const input = people(200);
		for (let n = 0; n < 200; n += 10) input[n] = { json: { id: `nobody${n}@contoso.example` } };
		const run = await product.run(getUser(), { input, continueOnFail: 'continueRegularOutput' });
		const failed = jsonOf(run.items).flatMap(({ error }, n) => (error === undefined ? [] : n));
		expect(failed).toEqual(many(20).map((n) => n * 10));
		expect(sources(run.items)).toEqual(many(200));
		expect(callsOf(product)).toHaveLength(10);
	});
});

describe('a list', () => {
	const large = useProduct({ seed: { users: 20_000, messages: 0, messagesOfOthers: 0 } });
	const users = (more = {}) => ({ resource: 'user', operation: 'getAll', ...more });

	test('of 20,000 users is 21 calls', async () => {
		const run = await large.run(users({ returnAll: true, options: { select: 'id' } }));
		expect(run.error).toBeUndefined();
		expect(new Set(jsonOf(run.items).map(({ id }) => id)).size).toBe(20_000);
		expect(callsOf(large)).toHaveLength(21);
	});

	test.each([
		[999, 1],
		[1000, 2],
		[1998, 2],
		[1999, 3],
	])('of %d is %d calls', async (limit, calls) => {
		const run = await large.run(users({ limit, options: { select: 'id' } }));
		expect(run.items).toHaveLength(limit);
		expect(callsOf(large)).toHaveLength(calls);
	});
});

describe('batching', () => {
	test('is not for a single item', async () => {
		await product.run(getUser(), { input: people(1) });
		expect(callsOf(product)).toMatchObject([{ method: 'GET' }]);
	});

	test('can be turned off: then one item is done after the other, in order', async () => {
		product.simulator.set({ latency: 5 });
		const input = people(12);
		const run = await product.run(getUser({ batching: false }), { input });
		expect(run.items).toHaveLength(12);
		const calls = callsOf(product);
		expect(calls.map(({ path }) => decodeURIComponent(path))).toEqual(
			input.map(({ json }) => `/v1.0/users/${json.id as string}`),
		);
		for (const [n, { at }] of calls.slice(1).entries()) {
			expect(at).toBeGreaterThanOrEqual(calls[n].finishedAt ?? Infinity);
		}
	});

	test('is for pages of lists, too: those of several items go together', async () => {
		const run = await product.run(
			{
				resource: 'user',
				operation: 'getAll',
				returnAll: true,
				options: { filter: '={{ $json.filter }}', select: 'id' },
			},
			{
				input: itemsOf(
					{ filter: 'createdDateTime ge 1900-01-01T00:00:00Z' },
					{ filter: "department ne 'x'" },
				),
			},
		);
		expect(run.items).toHaveLength(2050);
		expect(partsOf(product).map((parts) => parts.length)).toEqual([2, 2]);
		for (const [, advanced] of partsOf(product)) expect(advanced.headers.consistencylevel).toBe('eventual');
	});

	test('is of one version of Graph', async () => {
		await product.run(getUser({ apiVersion: 'beta' }), { input: people(3) });
		expect(callsOf(product)).toMatchObject([{ path: '/beta/$batch' }]);
	});

	test('mixes no credentials: items of several apps are in batches of their own', async () => {
		const { entra } = product.simulator;
		const other = '99999999-9999-4999-8999-999999999999';
		const tenant = { id: '88888888-8888-4888-8888-888888888888', domains: ['fabrikam.example'] };
		entra.tenants.push(tenant);
		const app = {
			...structuredClone(product.app),
			clientId: other,
			homeTenantId: tenant.id,
			tenants: [tenant.id],
		};
		entra.register(app);
		const own = { tenant: defaultTenantId, app: product.app.clientId };
		const users = usersOf(product, 50);
		const input = itemsOf(
			...users.map((id, n) => ({ id, ...(n % 2 === 0 ? own : { tenant: tenant.id, app: other }) })),
		);
		const run = await product.run(getUser(), {
			input,
			fields: { tenantId: '={{ $json.tenant }}', clientId: '={{ $json.app }}' },
		});
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items).map(({ userPrincipalName }) => userPrincipalName)).toEqual(users);
		expect(product.tokenRequests()).toBe(2);

		const appOf = new Map(users.map((id, n) => [id, n % 2 === 0 ? own.app : other]));
		for (const call of callsOf(product)) {
			const token = call.headers.authorization.replace('Bearer ', '');
			const parts = product.simulator.parts.filter(({ batchPartOf }) => batchPartOf === call.id);
			expect(parts.length).toBeGreaterThan(1);
			const apps = parts.map(({ path }) => appOf.get(decodeURIComponent(path.split('/').at(-1) ?? '')));
			expect(new Set(apps)).toEqual(new Set([entra.tokens.get(token)?.clientId]));
		}
	});

	test('stays under 4 MB: as many items go together as fit', async () => {
		const users = usersOf(product, 8);
		const content = Buffer.alloc(1024 * 1024, 'x');
		const input = await Promise.all(
			users.map(async (mailbox, n) => ({
				json: { mailbox, subject: `mail ${n}` },
				binary: { data: await binaryField({ content, fileName: 'a.bin' }) },
			})),
		);
		const run = await product.run({ ...sendMail(), attachments: 'data' }, { input });
		expect(run.error).toBeUndefined();
		expect(submissionsOf(product)).toEqual(each(8, 1));
		const sizes = callsOf(product).map(({ headers }) => Number(headers['content-length']));
		expect(sizes).toHaveLength(4);
		for (const size of sizes) expect(size).toBeLessThan(4_000_000);
	});
});

describe('each request', () => {
	test('has an id of its own, and names the package', async () => {
		await product.run(getUser(), { input: people(3) });
		await product.run(getUser(), { input: people(1) });
		const calls = callsOf(product);
		expect(calls).toHaveLength(2);
		for (const { headers } of calls) {
			expect(headers['user-agent']).toContain('n8n-nodes-microsoft-graph-app-only');
			expect(headers.sdkversion).toContain('n8n-nodes-microsoft-graph-app-only');
		}
		const ids = [...calls, ...product.simulator.parts].map(({ headers }) => headers['client-request-id']);
		expect(new Set(ids).size).toBe(5);
		for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
	});

	test('to a mailbox asks for immutable IDs, within a batch too', async () => {
		const list = { resource: 'message', operation: 'getAll', mailbox: byId(adele), limit: 1 };
		await product.run(list);
		await product.run(list, { input: itemsOf({}, {}) });
		await product.run(sendMail(), { input: mails(product, 2) });
		const requests = product.graphCalls();
		expect(requests).toHaveLength(5);
		for (const { headers } of requests) expect(headers.prefer).toContain('IdType="ImmutableId"');
	});

	test('of an item that failed can be found by its ids', async () => {
		const input = itemsOf({ id: adele }, { id: 'nobody@contoso.example' });
		const run = await product.run(getUser(), { input, continueOnFail: 'continueRegularOutput' });
		const part = product.simulator.parts.find(({ status }) => status === 404);
		const { details } = run.items[1].json as { details: IDataObject };
		expect(details.clientRequestId).toBe(part?.headers['client-request-id']);
		expect(details.request).toBe('GET /users/nobody@contoso.example');
	});
});

const messageIds = (count: number) =>
	product.simulator.graph
		.mailbox(adele)
		.messagesIn('inbox')
		.slice(0, count)
		.map(({ immutableId }) => immutableId);

describe('changes of the same object', () => {
	const change = (id: string, category: string): GraphRequest => ({
		method: 'PATCH',
		path: ['users', adele, 'messages', id],
		body: { categories: [category] },
		headers: { Prefer: 'IdType="ImmutableId"' },
	});
	const categoriesOf = (id: string) => product.simulator.graph.mailbox(adele).find(id)?.properties.categories;

	test.each([true, false])(
		'are never on the way together, and keep their order (batching: %s)',
		async (batching) => {
			product.simulator.set({ partTime: 5 });
			const ids = messageIds(3);
			// The first change of the first message has to be repeated.
			product.simulator.faults.add({
				host: 'graph',
				method: 'PATCH',
				path: new RegExp(ids[0]),
				action: { status: 429, headers: { 'retry-after': '0.3' } },
			});
			const changesOf = ['first', 'second', 'third'].flatMap((round) => ids.map((id) => change(id, round)));
			const settled = await withClient(product, async (send, client) =>
				batching
					? await sendAsItems(send, client, changesOf)
					: await Promise.allSettled(changesOf.map((one) => send({ ...one, batchable: false }))),
			);
			expect(settled).toMatchObject(Array(9).fill({ status: 'fulfilled' }));
			const changes = product.graphCalls();
			expect(changes).toHaveLength(10);
			for (const id of ids) {
				const own = changes.filter(({ path }) => decodeURIComponent(path).includes(id));
				for (const [n, { at }] of own.slice(1).entries()) {
					expect(at).toBeGreaterThanOrEqual(own[n].finishedAt ?? Infinity);
				}
				expect(new Set(own.map(({ batchPartOf, id: request }) => batchPartOf ?? request)).size).toBe(
					own.length,
				);
				expect(categoriesOf(id)).toEqual(['third']);
			}
		},
	);

	test('go on after one of them failed', async () => {
		const [id] = messageIds(1);
		product.simulator.faults.add({ host: 'graph', method: 'PATCH', action: { status: 504 } });
		const settled = await withClient(
			product,
			async (send, client) =>
				await sendAsItems(
					send,
					client,
					['lost', 'last'].map((category) => change(id, category)),
				),
		);
		expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
		expect(categoriesOf(id)).toEqual(['last']);
	});
});

/** Failures of a batch as a whole after which nobody knows what became of its parts. */
const uncertain: Array<[string, FaultAction]> = [
	['504', { status: 504 }],
	['502 with a page', { html: '<title>Bad gateway</title>' }],
	['503 without Retry-After', { status: 503 }],
	['a reset connection', { reset: true }],
	['a cut answer', { cut: true }],
	['a page with status 200', { html: '<title>Sign in to the proxy</title>', status: 200 }],
	['an empty answer', { status: 200, body: '' }],
];

describe('a delete', () => {
	const deleteGroup = (id: string): GraphRequest => ({ method: 'DELETE', path: ['groups', id] });

	test.each([1, 3])('that was carried out and answered 504 succeeds, %i at once', async (count) => {
		const ids = [...product.simulator.graph.groups.keys()].slice(0, count);
		product.simulator.faults.add({
			host: 'graph',
			method: 'DELETE',
			times: count,
			after: true,
			action: { status: 504 },
		});
		const settled = await withClient(
			product,
			async (send, client) => await sendAsItems(send, client, ids.map(deleteGroup)),
		);
		expect(settled).toMatchObject(Array(count).fill({ status: 'fulfilled', value: { status: 204 } }));
		expect(product.graphCalls().map(({ status }) => status)).toEqual([
			...Array<number>(count).fill(504),
			...Array<number>(count).fill(404),
		]);
	});

	test('of what is not there fails', async () => {
		const settled = await withClient(
			product,
			async (send) => await Promise.allSettled([send(deleteGroup(randomUUID()))]),
		);
		expect(settled).toMatchObject([{ status: 'rejected', reason: { parts: { status: 404 } } }]);
	});
});

describe('a batch whose outcome is unknown', () => {
	test('is repeated as a whole when it only reads', async () => {
		// Pauses of any length: the parts of a batch have to take the same one.
		jest.restoreAllMocks();
		// As many executions at the same time: each batch meets one of the failures.
		for (const [, action] of uncertain) strikeBatch(action);
		const runs = await Promise.all(uncertain.map(() => product.run(getUser(), { input: people(20) })));
		for (const { error, items } of runs) {
			expect(error).toBeUndefined();
			expect(items).toHaveLength(20);
		}
		expect(callsOf(product)).toHaveLength(2 * uncertain.length);
		expect(
			partsOf(product)
				.slice(-uncertain.length)
				.map((parts) => parts.length),
		).toEqual(uncertain.map(() => 20));
	});

	test.each(uncertain)('sends no mail again, and each item says so: %s', async (_, action) => {
		strikeBatch(action);
		const run = await product.run(sendMail(), {
			input: mails(product, 20),
			continueOnFail: 'continueRegularOutput',
		});
		expect(callsOf(product)).toHaveLength(1);
		expect(run.items).toHaveLength(20);
		for (const { json } of run.items) {
			expect(json.error).toMatch(/^The outcome is unknown/);
			expect(json.details).toMatchObject({ description: expect.stringMatching(/before you run this again/) });
		}
	});

	test('fails none of another batch', async () => {
		strikeBatch({ reset: true });
		const run = await product.run(sendMail(), {
			input: mails(product, 60),
			continueOnFail: 'continueRegularOutput',
		});
		const failed = jsonOf(run.items).filter(({ error }) => error !== undefined);
		expect(failed).toHaveLength(20);
		expect(callsOf(product)).toHaveLength(3);
		expect(product.simulator.graph.submissions).toHaveLength(40);
	});

	test('is repeated after a hang, too, when it only reads', async () => {
		strikeBatch({ hang: true });
		const users = await readUsers(20, { answerTimeout: 300 });
		expect(users).toMatchObject(Array(20).fill({ status: 'fulfilled' }));
		expect(callsOf(product)).toHaveLength(2);
	});

	test('is not repeated after a hang when it changes something', async () => {
		strikeBatch({ hang: true }, { after: true });
		const message = { subject: 'x', toRecipients: [{ emailAddress: { address: 'a@elsewhere.example' } }] };
		const requests = usersOf(product, 2).map((from): GraphRequest => ({
			method: 'POST',
			path: ['users', from, 'sendMail'],
			body: { message },
		}));
		const settled = await withClient(
			product,
			async (send, client) => await sendAsItems(send, client, requests),
			{ answerTimeout: 300 },
		);
		const unknown = { parts: { outcomeUnknown: true, why: expect.stringMatching(/didn't respond in time/) } };
		expect(settled).toMatchObject(Array(2).fill({ status: 'rejected', reason: unknown }));
		expect(callsOf(product)).toHaveLength(1);
		expect(product.simulator.graph.submissions).toHaveLength(2);
	});

	test('is given up after some tries, and the items say what happened last', async () => {
		strikeBatch({ status: 504 }, { times: Infinity });
		const settled = await readUsers(3, { maxWait: 1800 });
		const reason = { name: 'GraphError', parts: { status: 504, outcomeUnknown: false } };
		expect(settled).toMatchObject(Array(3).fill({ status: 'rejected', reason }));
		expect(callsOf(product).length).toBeGreaterThan(1);
	});
});

describe('a batch that Graph put off as a whole', () => {
	test('goes again when its time has come, mails too', async () => {
		strikeBatch({ status: 429, headers: { 'retry-after': '0.6' } });
		const run = await product.run(sendMail(), { input: mails(product, 20) });
		expect(run.error).toBeUndefined();
		const calls = callsOf(product);
		expect(calls).toHaveLength(2);
		expect(calls[1].at - (calls[0].finishedAt ?? 0)).toBeGreaterThanOrEqual(590);
		expect(submissionsOf(product)).toEqual(each(20, 1));
	});

	test('by a 503 goes again only where it reads: whether mails went out is unknown', async () => {
		strikeBatch({ status: 503, headers: { 'retry-after': '0.6' } }, { times: 2, after: true });
		const [mailed, read] = await Promise.all([
			product.run(sendMail(), { input: mails(product, 5), continueOnFail: 'continueRegularOutput' }),
			product.run(getUser(), { input: people(5) }),
		]);
		expect(read.error).toBeUndefined();
		expect(jsonOf(mailed.items)).toMatchObject(
			Array(5).fill({ error: expect.stringMatching(/^The outcome is unknown/) }),
		);
		expect(submissionsOf(product)).toEqual(each(5, 1));
		const [first, second, third, ...more] = callsOf(product);
		expect(more).toEqual([]);
		expect(third.at - Math.max(first.finishedAt ?? 0, second.finishedAt ?? 0)).toBeGreaterThanOrEqual(500);
	});

	test('holds back everything else of the credential meanwhile', async () => {
		strikeBatch({ status: 429, headers: { 'retry-after': '1' } });
		const batch = product.run(sendMail(), { input: mails(product, 3) });
		while (callsOf(product).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		await new Promise((resolve) => setTimeout(resolve, 200));
		await Promise.all([batch, product.run(getUser(), { input: people(1) })]);
		const [first, ...others] = callsOf(product);
		expect(others).toHaveLength(2);
		for (const { at } of others) expect(at - (first.finishedAt ?? 0)).toBeGreaterThanOrEqual(990);
	});
});

describe('a batch that Graph did not understand', () => {
	test.each([400, 404, 405, 413])('goes part by part: %d', async (status) => {
		strikeBatch({ status });
		const run = await product.run(sendMail(), { input: mails(product, 5) });
		expect(run.error).toBeUndefined();
		expect(submissionsOf(product)).toEqual(each(5, 1));
		expect(callsOf(product).map(({ path }) => path.split('/').at(-1))).toEqual([
			'$batch',
			...Array<string>(5).fill('sendMail'),
		]);
	});
});

describe('a batch that Graph refused as a whole, as it refuses none that it did not carry out', () => {
	const statuses = [400, 402, 409, 410, 412, 422, 423, 424, 507];
	const contradicts = (status: number, times?: number) =>
		strikeBatch({ status, body: { error: { code: 'UnknownError', message: '' } } }, { after: true, times });

	test.each(statuses)('sends no mail again, and each item says so: %d', async (status) => {
		contradicts(status);
		const run = await product.run(sendMail(), {
			input: mails(product, 5),
			continueOnFail: 'continueRegularOutput',
		});
		expect(callsOf(product)).toHaveLength(1);
		expect(submissionsOf(product)).toEqual(each(5, 1));
		for (const { json } of run.items) {
			expect(json.error).toMatch(/^The outcome is unknown/);
			expect(json.details).toMatchObject({ status });
		}
	});

	test('goes part by part where that does no harm', async () => {
		contradicts(412);
		const run = await product.run(getUser(), { input: people(5) });
		expect(run.error).toBeUndefined();
		expect(callsOf(product)).toHaveLength(6);
	});

	test('has deleted what its parts then do not find', async () => {
		const ids = [...product.simulator.graph.groups.keys()].slice(0, 3);
		contradicts(412);
		const settled = await withClient(
			product,
			async (send, client) =>
				await sendAsItems(
					send,
					client,
					ids.map((id): GraphRequest => ({ method: 'DELETE', path: ['groups', id] })),
				),
		);
		expect(settled).toMatchObject(Array(3).fill({ status: 'fulfilled', value: { status: 204 } }));
	});
});

describe('a part', () => {
	/** The answer to a batch of reads, as it stands in for Graph's own. */
	const answers = (...responses: object[]) => strikeBatch({ status: 200, body: { responses } });
	const user = (id: string) => ({ id, status: 200, headers: {}, body: { userPrincipalName: `user ${id}` } });

	test('whose answer is missing is asked for again when it only reads', async () => {
		answers(user('3'), user('1'));
		const run = await product.run(getUser(), { input: people(3) });
		expect(jsonOf(run.items).map(({ userPrincipalName }) => userPrincipalName)).toEqual([
			'user 1',
			usersOf(product, 2)[1],
			'user 3',
		]);
		expect(callsOf(product).map(({ method }) => method)).toEqual(['POST', 'GET']);
	});

	test('whose answer is missing has an unknown outcome when it changes something', async () => {
		answers({ id: '1', status: 202, headers: {} });
		const run = await product.run(sendMail(), {
			input: mails(product, 2),
			continueOnFail: 'continueRegularOutput',
		});
		expect(jsonOf(run.items)).toMatchObject([
			{ sent: true },
			{ error: expect.stringMatching(/outcome is unknown/) },
		]);
		expect(callsOf(product)).toHaveLength(1);
	});

	test('whose token has ended goes by itself with a new one', async () => {
		const refused = {
			id: '2',
			status: 401,
			headers: {},
			body: { error: { code: 'InvalidAuthenticationToken', message: 'x' } },
		};
		answers(user('1'), refused, user('3'));
		const run = await product.run(getUser(), { input: people(3) });
		expect(run.error).toBeUndefined();
		expect(callsOf(product).map(({ method }) => method)).toEqual(['POST', 'GET']);
	});

	test.each([
		['429 with Retry-After', { status: 429, headers: { 'retry-after': '0.5' } }, true],
		['504', { status: 504 }, false],
	])('that fails is alone in it: %s', async (_, action, repeated) => {
		const users = usersOf(product, 20);
		product.simulator.faults.add({ host: 'graph', part: true, path: new RegExp(`${users[7]}/`), action });
		const run = await product.run(sendMail(), {
			input: mails(product, 20),
			continueOnFail: 'continueRegularOutput',
		});
		const failed = jsonOf(run.items).flatMap(({ error }, n) => (error === undefined ? [] : n));
		expect(failed).toEqual(repeated ? [] : [7]);
		expect(callsOf(product)).toHaveLength(repeated ? 2 : 1);
		expect(submissionsOf(product)['mail 7']).toBe(repeated ? 1 : undefined);
		expect(product.simulator.graph.submissions).toHaveLength(repeated ? 20 : 19);
	});
});

test('a request by itself that only reads is repeated, whatever it fails with', async () => {
	const users = usersOf(product, uncertain.length);
	for (const [n, [, action]] of uncertain.entries()) {
		product.simulator.faults.add({ host: 'graph', path: new RegExp(users[n]), action });
	}
	const runs = await Promise.all(users.map((id) => product.run(getUser(), { input: itemsOf({ id }) })));
	expect(runs.map(({ items }) => items[0]?.json.userPrincipalName)).toEqual(users);
	expect(callsOf(product)).toHaveLength(2 * uncertain.length);
});

describe('another host', () => {
	const foreign = useForeignHost();

	test('gets no batch that Graph’s host redirects there', async () => {
		strikeBatch({ status: 307, headers: { location: `${foreign.url}/v1.0/$batch` }, body: '' });
		const run = await product.run(sendMail(), {
			input: mails(product, 3),
			continueOnFail: 'continueRegularOutput',
		});
		expect(foreign.requests).toEqual([]);
		expect(jsonOf(run.items)).toMatchObject(Array(3).fill({ error: expect.any(String) }));
		expect(product.simulator.graph.submissions).toEqual([]);
	});

	test('gets nothing from a next link in a part', async () => {
		const page = { value: [{ id: 'a' }], '@odata.nextLink': `${foreign.url}/v1.0/users?$skiptoken=x` };
		strikeBatch({
			status: 200,
			body: { responses: ['1', '2'].map((id) => ({ id, status: 200, body: page })) },
		});
		const list = { resource: 'user', operation: 'getAll', returnAll: true };
		const run = await product.run(list, { input: itemsOf({}, {}), continueOnFail: 'continueRegularOutput' });
		expect(foreign.requests).toEqual([]);
		expect(jsonOf(run.items)).toMatchObject(Array(2).fill({ error: expect.stringMatching(/another host/) }));
	});
});

describe('a cancelled execution', () => {
	test('sends nothing more, not even what it only began to prepare', async () => {
		product.simulator.set({ latency: 300 });
		const stop = new AbortController();
		const run = product.run(getUser(), { input: people(1000), signal: stop.signal });
		while (callsOf(product).length < 10) await new Promise((resolve) => setTimeout(resolve, 5));
		stop.abort();
		expect((await run).status).toBe('canceled');
		await new Promise((resolve) => setTimeout(resolve, 600));
		expect(callsOf(product)).toHaveLength(10);
	});

	test('ends what is asked for only then, too', async () => {
		const stopped = AbortSignal.abort();
		const settled = await readUsers(3, { signal: stopped });
		const reason = expect.objectContaining({ message: 'The execution was cancelled.' });
		expect(settled).toEqual(Array(3).fill({ status: 'rejected', reason }));
		expect(callsOf(product)).toEqual([]);
	});
});

describe('the token', () => {
	test('that lives for seconds is renewed in time: no item fails, and Graph refuses none', async () => {
		product.simulator.entra.settings.tokenLifetime = 2;
		product.simulator.set({ latency: 25 });
		const started = Date.now();
		const run = await product.run(getUser({ batching: false }), { input: people(130) });
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(130);
		expect(Date.now() - started).toBeGreaterThan(3600);
		expect(product.tokenRequests()).toBeGreaterThanOrEqual(3);
		expect(product.tokenRequests()).toBeLessThanOrEqual(1 + (Date.now() - started) / 1800);
		expect(callsOf(product).filter(({ status }) => status === 401).length).toBeLessThanOrEqual(1);
	});

	test('is asked for once by 50 executions at the same time, also when the secret is wrong', async () => {
		const input = people(2);
		const wrong = () => product.run(getUser(), { input, fields: { clientSecret: 'wrong' } });
		const runs = await Promise.all(many(50).map(wrong));
		for (const { error } of runs) expect(error?.message).toMatch(/AADSTS7000215/);
		expect(product.tokenRequests()).toBe(1);
		expect(callsOf(product)).toEqual([]);

		// The right secret is not held up by what the wrong one was answered.
		const right = await Promise.all(many(50).map(() => product.run(getUser(), { input })));
		expect(right.map(({ status }) => status)).toEqual(Array(50).fill('success'));
		expect(product.tokenRequests()).toBe(2);
	});

	test('of before a role was given is replaced in a later run', async () => {
		product.app.roles = ['User.Read.All'];
		const input = mails(product, 3);
		const early = await product.run(sendMail(), { input });
		expect(early.error).toMatchObject({ description: expect.stringMatching(/doesn't have Mail\.Send/) });
		product.app.roles = ['User.Read.All', 'Mail.Send'];
		const now = Date.now;
		jest.spyOn(Date, 'now').mockImplementation(() => now() + 6000);
		const later = await product.run(sendMail(), { input });
		expect(later.error).toBeUndefined();
		expect(submissionsOf(product)).toEqual(each(3, 1));
		expect(product.tokenRequests()).toBe(2);
	});

	test('is not asked for again by 403s that nothing will change', async () => {
		product.app.roles = [];
		for (let n = 0; n < 5; n++) await product.run(getUser(), { input: people(20) });
		expect(product.tokenRequests()).toBe(1);
		expect(callsOf(product)).toHaveLength(5);
		expect(product.fields().clientSecret).toBe(defaultClientSecret);
	});
});
