import type { INodeParameters } from 'n8n-workflow';
import { byId, fromList, itemsOf, jsonOf, sources, useProduct } from './harness/product';

const product = useProduct({ seed: { users: 130 } });

const adele = 'adelev@contoso.example';
const get = (id: string, options: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation: 'get',
	userId: byId(id),
	options,
});
const getAll = (parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation: 'getAll',
	...parameters,
});
const tops = () => product.graphCalls().map(({ query }) => query.$top);

describe('get a user', () => {
	test('by user principal name and by object ID, an expression for each item', async () => {
		const { id } = product.simulator.graph.findUser('alexw@contoso.example') ?? { id: '' };
		const run = await product.run(get('={{ $json.who }}'), { input: itemsOf({ who: adele }, { who: id }) });
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items)).toMatchObject([{ displayName: 'Adele Vance' }, { displayName: 'Alex Wilber' }]);
		expect(sources(run.items)).toEqual([0, 1]);
	});

	test('picked from the list', async () => {
		const { id } = product.simulator.graph.findUser(adele) ?? { id: '' };
		const run = await product.run({ ...get(''), userId: fromList(id) });
		expect(run.items[0].json).toMatchObject({ userPrincipalName: adele });
	});

	test.each([
		["miriam.o'neill@contoso.example", "Miriam O'Neill"],
		['pat_fabrikam.example#EXT#@contoso.example', 'Pat Nguyen'],
		[` ${adele} `, 'Adele Vance'],
	])('whose name needs care: %j', async (upn, displayName) => {
		const run = await product.run(get(upn));
		expect(run.error).toBeUndefined();
		expect(run.items[0].json).toMatchObject({ displayName });
	});

	test('in the order of the items, whatever the order of the answers', async () => {
		const users = [...product.simulator.graph.users.values()];
		const input = itemsOf(...users.map(({ id }) => ({ id })));
		const run = await product.run(get('={{ $json.id }}'), { input });
		expect(jsonOf(run.items).map(({ id }) => id)).toEqual(users.map(({ id }) => id));
		expect(sources(run.items)).toEqual(users.map((_, index) => index));
	});

	test('with the properties that were selected', async () => {
		const run = await product.run(get(adele, { select: 'id, displayName ,department' }));
		expect(Object.keys(run.items[0].json).filter((name) => !name.startsWith('@'))).toEqual([
			'id',
			'displayName',
			'department',
		]);
	});

	test('after a pause that Graph asked for', async () => {
		product.simulator.faults.add({
			host: 'graph',
			path: /users\/adele/,
			action: { status: 429, headers: { 'retry-after': '1' } },
		});
		const started = Date.now();
		const run = await product.run(get(adele));
		expect(run.items[0].json).toMatchObject({ userPrincipalName: adele });
		expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
		expect(product.graphPaths()).toHaveLength(2);
	});
});

describe('a user that is not there', () => {
	test('fails with what happened, why, and what to do', async () => {
		const run = await product.run(get('nobody@contoso.example'));
		expect(run.status).toBe('error');
		expect(run.error).toMatchObject({
			name: 'NodeApiError',
			message: expect.stringMatching(/did not find it.*nobody@contoso\.example/),
			description: expect.stringMatching(/Check the ID.*Request_ResourceNotFound, HTTP 404/),
			httpCode: '404',
			context: {
				itemIndex: 0,
				data: {
					status: 404,
					code: 'Request_ResourceNotFound',
					requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
				},
			},
		});
	});

	const input = itemsOf({ who: adele }, { who: 'nobody@contoso.example' }, { who: 'alexw@contoso.example' });
	const parts = {
		error: expect.stringMatching(/did not find it/),
		details: {
			status: 404,
			code: 'Request_ResourceNotFound',
			message: expect.stringContaining('nobody@contoso.example'),
			requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
			description: expect.stringMatching(/Check the ID/),
		},
	};

	test('keeps the error’s parts in its item when the node continues', async () => {
		const run = await product.run(get('={{ $json.who }}'), {
			input,
			continueOnFail: 'continueRegularOutput',
		});
		expect(jsonOf(run.items)).toMatchObject([
			{ displayName: 'Adele Vance' },
			parts,
			{ displayName: 'Alex Wilber' },
		]);
		expect(sources(run.items)).toEqual([0, 1, 2]);
	});

	test('goes to the error output, with the item that it came from', async () => {
		const run = await product.run(get('={{ $json.who }}'), { input, continueOnFail: 'continueErrorOutput' });
		expect(jsonOf(run.items)).toMatchObject([{ displayName: 'Adele Vance' }, { displayName: 'Alex Wilber' }]);
		expect(jsonOf(run.errorItems)).toMatchObject([{ who: 'nobody@contoso.example', ...parts }]);
		expect(sources(run.errorItems)).toEqual([1]);
	});

	test('names its item when the node stops', async () => {
		const run = await product.run(get('={{ $json.who }}'), { input });
		expect(run.error).toMatchObject({ context: { itemIndex: 1 } });
	});
});

describe('a missing permission', () => {
	test('is named, and that the token does not have it', async () => {
		product.app.roles = ['Mail.Send'];
		const { error } = await product.run(get(adele));
		expect(error).toMatchObject({
			message: expect.stringMatching(/did not allow it.*Insufficient privileges/),
			description: expect.stringMatching(
				/User\.ReadBasic\.All.*does not have.*Authorization_RequestDenied, HTTP 403/,
			),
		});
	});

	test('is not said to be missing when the token has it', async () => {
		product.simulator.faults.add({
			host: 'graph',
			times: Infinity,
			path: /users\//,
			action: { status: 403 },
		});
		const { error } = await product.run(get(adele));
		expect(error).toMatchObject({ description: expect.stringMatching(/the token has it/) });
		expect(error).toMatchObject({ description: expect.not.stringContaining('does not have') });
	});
});

test('a proxy’s page in Graph’s place is said to be one, and not taken for a missing permission', async () => {
	const html = '<html><head><title>Blocked by the firewall</title></head></html>';
	product.simulator.faults.add({ host: 'graph', times: Infinity, action: { html, status: 403 } });
	const { error } = await product.run(get(adele));
	expect(error?.message).toMatch(/Blocked by the firewall.*proxy/);
	expect(error).toMatchObject({ description: expect.not.stringContaining('permission') });
});

describe('a run that is stopped', () => {
	test.each([
		['get', get(adele)],
		['getAll', getAll()],
	])('ends while Graph does not answer: %s', async (_, parameters) => {
		product.simulator.faults.add({ host: 'graph', times: Infinity, action: { hang: true } });
		const started = Date.now();
		const run = await product.run(parameters, { signal: AbortSignal.timeout(300) });
		expect(run.status).toBe('canceled');
		expect(Date.now() - started).toBeLessThan(3000);
	});

	test('ends while it waits as long as Graph asked for', async () => {
		const action = { status: 429, headers: { 'retry-after': '60' } };
		product.simulator.faults.add({ host: 'graph', times: Infinity, action });
		const started = Date.now();
		const run = await product.run(get(adele), { timeout: 300, input: itemsOf({}, {}, {}) });
		expect(run.status).toBe('canceled');
		expect(Date.now() - started).toBeLessThan(3000);
	});
});

describe('get many users', () => {
	test('is limited to 50 unless told otherwise, and asks for no more', async () => {
		const run = await product.run(getAll());
		expect(run.items).toHaveLength(50);
		expect(product.graphPaths()).toEqual(['GET /v1.0/users']);
		expect(tops()).toEqual(['50']);
	});

	test.each([1, 7, 120])('gives as many as the limit says: %d', async (limit) => {
		const run = await product.run(getAll({ limit }));
		expect(run.items).toHaveLength(limit);
		expect(tops()).toEqual([String(limit)]);
	});

	test('gives all of them', async () => {
		const run = await product.run(getAll({ returnAll: true }));
		expect(new Set(jsonOf(run.items).map(({ id }) => id)).size).toBe(130);
		expect(sources(run.items)).toEqual(Array(130).fill(0));
	});

	test('for each item, with the filter of that item', async () => {
		const run = await product.run(
			getAll({ options: { filter: "=startsWith(displayName,'{{ $json.name }}')", select: 'displayName' } }),
			{ input: itemsOf({ name: 'Adele' }, { name: 'Nobody' }, { name: 'Al' }) },
		);
		expect(jsonOf(run.items).map(({ displayName }) => displayName)).toEqual([
			'Adele Vance',
			'Alex Wilber',
			'Allan Deyoung',
		]);
		expect(sources(run.items)).toEqual([0, 2, 2]);
	});

	test('by an apostrophe', async () => {
		const run = await product.run(getAll({ options: { filter: "surname eq 'O''Neill'" } }));
		expect(jsonOf(run.items)).toMatchObject([{ displayName: "Miriam O'Neill" }]);
	});

	test('by a search for words', async () => {
		const run = await product.run(getAll({ options: { search: 'adele' } }));
		expect(jsonOf(run.items)).toMatchObject([{ userPrincipalName: adele }]);
	});

	test('by a search that Graph’s own syntax puts', async () => {
		const run = await product.run(
			getAll({ options: { search: '"displayName:wilber" OR "displayName:bowen"' } }),
		);
		expect(
			jsonOf(run.items)
				.map(({ displayName }) => displayName)
				.sort(),
		).toEqual(['Alex Wilber', 'Megan Bowen']);
	});

	test('in an order', async () => {
		const run = await product.run(
			getAll({ limit: 2, options: { orderBy: 'displayName desc', select: 'displayName' } }),
		);
		const names = [...product.simulator.graph.users.values()].map(({ displayName }) => displayName);
		expect(jsonOf(run.items).map(({ displayName }) => displayName)).toEqual(
			names.sort((a, b) => (a < b ? 1 : -1)).slice(0, 2),
		);
	});

	// What Graph takes as an advanced query only: without the two parameters the simulator refuses these, as Graph does.
	test.each([
		['a filter with ne', { filter: "department ne 'IT'" }],
		['a filter with not', { filter: "not(startsWith(displayName,'User'))" }],
		['a filter with endsWith', { filter: "endsWith(mail,'@contoso.example')" }],
		['a filter with an order', { filter: "startsWith(displayName,'User')", orderBy: 'displayName' }],
		['an order by another property', { orderBy: 'createdDateTime desc' }],
		['a search', { search: 'user' }],
	])('by %s', async (_, options) => {
		const run = await product.run(getAll({ limit: 5, options }));
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(5);
		for (const { headers } of product.graphCalls()) expect(headers.consistencylevel).toBe('eventual');
	});

	test('says what Graph says of a filter that it cannot read', async () => {
		const { error } = await product.run(getAll({ options: { filter: 'displayName is Adele' } }));
		expect(error).toMatchObject({ message: expect.stringMatching(/Graph could not work with the request/) });
		expect(error).toMatchObject({ description: expect.stringMatching(/HTTP 400/) });
		expect(JSON.stringify(error)).not.toContain('displayName is Adele&');
	});
});

describe('the list of users to pick from', () => {
	test('comes page by page, by name and address', async () => {
		const first = await product.list('searchUsers');
		expect(first.results.length).toBeGreaterThan(10);
		expect(first.results[0]).toEqual({
			name: expect.stringMatching(/^Adele Vance.*adelev@contoso\.example/),
			value: product.simulator.graph.findUser(adele)?.id,
		});
		const seen = [...first.results];
		let token = first.paginationToken as string | undefined;
		while (token !== undefined) {
			const page = await product.list('searchUsers', { paginationToken: token });
			seen.push(...page.results);
			token = page.paginationToken as string | undefined;
		}
		expect(new Set(seen.map(({ value }) => value)).size).toBe(130);
	});

	test('is searched by what was typed, on every page', async () => {
		const first = await product.list('searchUsers', { filter: 'user' });
		expect(first.results[0].name).toMatch(/^User/);
		const token = first.paginationToken as string;
		expect(token).toBeDefined();
		const second = await product.list('searchUsers', { filter: 'user', paginationToken: token });
		expect(second.results[0].name).toMatch(/^User/);
		for (const { headers } of product.graphCalls()) expect(headers.consistencylevel).toBe('eventual');
	});

	test.each(['adelev', 'Vance', 'adelev@contoso.example', 'Adele V'])('is searched by %s', async (filter) => {
		const { results } = await product.list('searchUsers', { filter });
		expect(results.map(({ name }) => name)).toEqual([expect.stringMatching(/Adele Vance/)]);
	});

	test.each(["O'Neill", 'a"b', 'a\\b', 'R&D', '100%', '#'])('takes what was typed: %s', async (filter) => {
		await expect(product.list('searchUsers', { filter })).resolves.toHaveProperty('results');
	});

	test('names the permission that it needs', async () => {
		product.app.roles = ['Mail.Send'];
		await expect(product.list('searchUsers')).rejects.toMatchObject({
			description: expect.stringContaining('User.ReadBasic.All'),
		});
	});

	test('says why the sign-in was refused', async () => {
		const refused = product.list('searchUsers', { fields: { clientSecret: 'wrong' } });
		await expect(refused).rejects.toThrow(/AADSTS7000215/);
	});
});

test('Retry On Fail asks again for what failed', async () => {
	product.simulator.faults.add({ host: 'graph', path: /users\//, action: { status: 400 } });
	const run = await product.run(get(adele), { retryOnFail: { maxTries: 3, waitBetweenTries: 1 } });
	expect(run.error).toBeUndefined();
	expect(run.items[0].json).toMatchObject({ userPrincipalName: adele });
	expect(product.tokenRequests()).toBe(1);
});
