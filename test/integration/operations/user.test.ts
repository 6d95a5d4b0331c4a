import type { INodeParameters } from 'n8n-workflow';
import { binaryField } from '../harness';
import { byId, fromList, itemsOf, jsonOf, sources, useProduct } from '../harness/product';

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

	test('simplified, or with what Graph returns of itself', async () => {
		const simple = await product.run(get(adele));
		const names = 'displayName userPrincipalName mail givenName surname id'.split(' ');
		expect(Object.keys(simple.items[0].json)).toEqual(names);
		const whole = await product.run({ ...get(adele), simplify: false });
		expect(whole.items[0].json).toHaveProperty('jobTitle', 'Retail Manager');
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
			message: expect.stringMatching(/didn't find it.*nobody@contoso\.example/),
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
		error: expect.stringMatching(/didn't find it/),
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
			message: 'Missing application permission: User.ReadBasic.All.',
			description: expect.stringMatching(
				/User\.ReadBasic\.All.*doesn't have.*Authorization_RequestDenied, HTTP 403.*Insufficient privileges/,
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
		expect(Date.now() - started).toBeLessThan(30_000);
	});

	test('ends while it waits as long as Graph asked for', async () => {
		const action = { status: 429, headers: { 'retry-after': '60' } };
		product.simulator.faults.add({ host: 'graph', times: Infinity, action });
		const started = Date.now();
		const run = await product.run(get(adele), { timeout: 300, input: itemsOf({}, {}, {}) });
		expect(run.status).toBe('canceled');
		expect(Date.now() - started).toBeLessThan(30_000);
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

	test.each([
		[{ displayName: 'Al' }, ['Alex Wilber', 'Allan Deyoung']],
		[{ department: 'Sales & Marketing' }, ["Miriam O'Neill"]],
		[{ userType: 'Guest' }, ['Pat Nguyen']],
		[{ accountEnabled: false, department: 'R&D' }, []],
		[{ accountEnabled: false, displayName: 'Joni' }, ['Joni Sherman']],
	])('by the filters %j', async (filters, names) => {
		const run = await product.run(getAll({ filters }));
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items).map(({ displayName }) => displayName)).toEqual(names);
	});

	test('by a filter that takes a greater permission', async () => {
		product.app.roles = ['User.ReadBasic.All'];
		const { error } = await product.run(getAll({ filters: { department: 'Sales' } }));
		expect(error).toMatchObject({ description: expect.stringMatching(/the app needs User\.Read\.All/) });
	});

	test('by filters and an expression together', async () => {
		const options = { filter: "city eq 'Tulsa' or city eq 'Seattle'" };
		const run = await product.run(getAll({ filters: { department: 'Retail' }, options }));
		expect(jsonOf(run.items)).toMatchObject([{ displayName: 'Lynne Robbins' }]);
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
		expect(error).toMatchObject({ message: expect.stringMatching(/Graph couldn't process the request/) });
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

/** Runs another operation for Adele, or for who is given. */
const run = async (operation: string, parameters: INodeParameters = {}, settings = {}) =>
	await product.run({ resource: 'user', operation, userId: byId(adele), ...parameters }, settings);
const stored = (upn = adele) => product.simulator.graph.findUser(upn);
const sent = () => product.graphCalls().map(({ method, path, body }) => [`${method} ${path.slice(5)}`, body]);

describe('create a user', () => {
	const parameters = {
		displayName: 'Ada Lovelace',
		userPrincipalName: 'ada.lovelace@contoso.example',
		password: 'xWwvJ]6NMw+bWH-d',
	};

	test('with a password, and what else there is to say', async () => {
		const additionalFields = {
			businessPhones: '+1 425 555 0100',
			department: '',
			otherMails: 'ada@fabrikam.example, ada@example.com',
			usageLocation: 'GB',
			moreProperties: '{"employeeType":"Contractor"}',
		};
		const { items, error } = await run('create', { ...parameters, additionalFields });
		expect(error).toBeUndefined();
		expect(sent()).toEqual([
			[
				'POST /users',
				{
					displayName: 'Ada Lovelace',
					userPrincipalName: 'ada.lovelace@contoso.example',
					mailNickname: 'ada.lovelace',
					accountEnabled: true,
					passwordProfile: { password: parameters.password, forceChangePasswordNextSignIn: true },
					businessPhones: ['+1 425 555 0100'],
					otherMails: ['ada@fabrikam.example', 'ada@example.com'],
					usageLocation: 'GB',
					employeeType: 'Contractor',
				},
			],
		]);
		expect(items[0].json).toMatchObject({ displayName: 'Ada Lovelace', id: expect.any(String) });
	});

	test.each([
		[{ userPrincipalName: adele }, /is taken/],
		[{ userPrincipalName: 'ada@elsewhere.example' }, /verified domain.*Get Domains/],
		[{ password: 'short-1' }, /meets the tenant's rules/],
	])('says what is wrong with %j, and not the password', async (change, fix) => {
		const { error } = await run('create', { ...parameters, ...change });
		expect(error).toMatchObject({ description: expect.stringMatching(fix) });
		const { message, description } = error as { message: string; description?: string };
		expect(`${message} ${description}`).not.toContain({ ...parameters, ...change }.password);
	});

	test('is not repeated when nobody knows whether it was done', async () => {
		product.simulator.faults.add({ host: 'graph', method: 'POST', after: true, action: { status: 504 } });
		const { error } = await run('create', parameters);
		expect(error?.message).toMatch(/outcome is unknown/);
		expect(product.graphPaths()).toHaveLength(1);
	});
});

describe('change a user', () => {
	test('with lists as lists, and empty texts as nothing', async () => {
		const updateFields = { businessPhones: '', jobTitle: '', city: 'Oslo' };
		const { items, error } = await run('update', { updateFields });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([{ success: true }]);
		expect(stored()).toMatchObject({ businessPhones: [], jobTitle: null, city: 'Oslo' });
	});

	test('disable, enable, and revoke sessions, each with what it needs alone', async () => {
		product.app.roles = ['User.EnableDisableAccount.All', 'User.Read.All', 'User.RevokeSessions.All'];
		await run('disable');
		expect(stored()?.accountEnabled).toBe(false);
		await run('enable');
		expect(stored()?.accountEnabled).toBe(true);
		const { items } = await run('revokeSessions', {}, { input: itemsOf({}, {}, {}) });
		expect(jsonOf(items)).toEqual(Array(3).fill({ success: true }));
		expect(stored()?.signInSessionsValidFromDateTime).toBeDefined();
	});

	test('reset a password, and name the role where it is refused', async () => {
		const done = await run('resetPassword', { password: 'xWwvJ]6NMw+bWH-d', forceChange: false });
		expect(jsonOf(done.items)).toEqual([{ success: true }]);
		const profile = { password: 'xWwvJ]6NMw+bWH-d', forceChangePasswordNextSignIn: false };
		expect(sent()).toEqual([[`PATCH /users/${adele}`, { passwordProfile: profile }]]);
		product.simulator.faults.add({ host: 'graph', times: Infinity, action: { status: 403 } });
		const { error } = await run('resetPassword', { password: 'xWwvJ]6NMw+bWH-d' });
		expect(error).toMatchObject({
			description: expect.stringMatching(/User Administrator.*User-PasswordProfile\.ReadWrite\.All/),
		});
	});
});

describe('the manager', () => {
	test('is got and set', async () => {
		const { items } = await run('getManager');
		expect(items[0].json).toMatchObject({ displayName: 'Megan Bowen', department: 'Marketing' });
		const set = await run('setManager', { managerId: byId('alexw@contoso.example') });
		expect(set.error).toBeUndefined();
		expect(sent().at(-1)).toEqual([
			`PUT /users/${adele}/manager/$ref`,
			{ '@odata.id': `${product.simulator.graphUrl}/v1.0/users/alexw@contoso.example` },
		]);
		expect(stored()?.managerId).toBe(stored('alexw@contoso.example')?.id);
	});

	test('nobody has is said to be that', async () => {
		const { error } = await run('getManager', { userId: byId('pattif@contoso.example') });
		expect(error).toMatchObject({ description: expect.stringMatching(/has no manager/) });
	});

	test('is not removed by an empty one', async () => {
		const { error } = await run('setManager', { managerId: byId('={{ $json.nobody }}') });
		expect(error).toMatchObject({
			message: expect.stringMatching(/No manager is selected/),
			description: expect.stringMatching(/doesn't remove.*DELETE/),
		});
		expect(product.graphPaths()).toEqual([]);
	});

	test('has direct reports', async () => {
		const { items } = await run('getDirectReports');
		const names = jsonOf(items).map(({ displayName }) => displayName);
		expect(names).toEqual(['Lynne Robbins', 'Christie Cline']);
	});
});

describe('the groups of a user', () => {
	const names = ({ items }: Awaited<ReturnType<typeof run>>) =>
		jsonOf(items).map(({ displayName }) => displayName);
	const group = (name: string) =>
		[...product.simulator.graph.groups.values()].find(({ displayName }) => displayName === name);

	test('with those that a group is in, or without', async () => {
		group('Newcomers')?.memberIds.add(group('Leadership')?.id ?? '');
		expect(names(await run('getGroups', { transitive: true }))).toEqual(['Leadership', 'Newcomers']);
		expect(names(await run('getGroups', { transitive: false }))).toEqual(['Leadership']);
		expect(product.graphPaths()).toEqual([
			`GET /v1.0/users/${adele}/transitiveMemberOf/microsoft.graph.group`,
			`GET /v1.0/users/${adele}/memberOf/microsoft.graph.group`,
		]);
		// Objects of one type come from the directory's index only.
		for (const { headers } of product.graphCalls()) expect(headers.consistencylevel).toBe('eventual');
	});

	test('grow and shrink', async () => {
		const { id = '', memberIds } = group('Newcomers') ?? {};
		const groupId = byId(id);
		expect((await run('addToGroup', { groupId })).error).toBeUndefined();
		expect([...(memberIds ?? [])]).toEqual([stored()?.id]);
		const again = await run('addToGroup', { groupId });
		expect(again.error).toMatchObject({ description: expect.stringMatching(/already a member/) });
		expect((await run('removeFromGroup', { groupId })).error).toBeUndefined();
		expect(memberIds?.size).toBe(0);
	});

	test('do not change where a rule decides', async () => {
		const { error } = await run('addToGroup', { groupId: byId(group('IT Department')?.id ?? '') });
		expect(error).toMatchObject({ description: expect.stringMatching(/A rule decides who is in/) });
	});
});

describe('licenses', () => {
	const e5 = 'c7df2760-2c81-4ef7-b578-5b5392b571df';
	const flow = 'f30db892-07e9-47e9-837c-80727f46fd3d';
	const byName = (value: string) => ({ __rl: true, mode: 'name', value });
	const assign = async (license: string, additionalFields: INodeParameters = {}) =>
		await run('assignLicense', { license: byName(license), additionalFields });
	const change = (properties: object) => Object.assign(stored() ?? {}, properties);

	test('are given by name, without plans, in exchange for another', async () => {
		const swap = { removeLicenses: 'enterprisePremium' };
		const { items, error } = await assign('flow_free', { ...swap, disabledPlans: 'FLOW_P2_VIRAL' });
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ userPrincipalName: adele });
		expect(product.graphPaths()).toEqual([
			'GET /v1.0/subscribedSkus',
			`GET /v1.0/users/${adele}`,
			`POST /v1.0/users/${adele}/assignLicense`,
		]);
		const plan = expect.stringMatching(/^[0-9a-f-]{36}$/);
		expect(stored()?.assignedLicenses).toEqual([{ skuId: flow, disabledPlans: [plan] }]);
	});

	test('are given by ID without a look at what there is', async () => {
		expect((await run('assignLicense', { license: byId(flow) })).error).toBeUndefined();
		expect(product.graphPaths()).not.toContain('GET /v1.0/subscribedSkus');
		expect(stored()?.assignedLicenses?.map(({ skuId }) => skuId)).toEqual([e5, flow]);
		const { items } = await run('getLicenses');
		expect(jsonOf(items).map(({ skuPartNumber }) => skuPartNumber)).toEqual([
			'ENTERPRISEPREMIUM',
			'FLOW_FREE',
		]);
	});

	test('need a usage location, which can be given', async () => {
		change({ usageLocation: null });
		const refused = await assign('FLOW_FREE');
		expect(refused.error).toMatchObject({
			message: expect.stringMatching(/no usage location/),
			description: expect.stringMatching(/Usage Location If Missing/),
		});
		expect(sent().filter(([request]) => !String(request).startsWith('GET'))).toEqual([]);
		const done = await assign('FLOW_FREE', { usageLocation: 'NO' });
		expect(done.error).toBeUndefined();
		expect(stored()).toMatchObject({
			usageLocation: 'NO',
			assignedLicenses: [{ skuId: e5 }, { skuId: flow }],
		});
	});

	test('can be given by an app that may not read users', async () => {
		product.app.roles = ['LicenseAssignment.ReadWrite.All'];
		expect((await run('assignLicense', { license: byId(flow) })).error).toBeUndefined();
		change({ usageLocation: null });
		const { error } = await run('assignLicense', { license: byId(e5) });
		expect(error).toMatchObject({ description: expect.stringMatching(/has no usage location: add/) });
	});

	test('that the tenant does not have are refused with those that it has', async () => {
		const { error } = await assign('SPE_E3');
		expect(error).toMatchObject({
			message: expect.stringMatching(/no license "SPE_E3"/),
			description: expect.stringMatching(/ENTERPRISEPREMIUM, FLOW_FREE, VISIOCLIENT/),
		});
		const plan = await assign('FLOW_FREE', { disabledPlans: 'SWAY' });
		expect(plan.error).toMatchObject({ description: expect.stringMatching(/FLOW_P2_VIRAL/) });
	});

	test.each([
		['that are all in use', 'VISIOCLIENT', {}, /in use: buy more/],
		['that the user lacks', '', { removeLicenses: 'FLOW_FREE' }, /doesn't have the license/],
		['that come from a group', '', { removeLicenses: e5 }, /license through a group/],
	])('%s', async (_, license, additionalFields, fix) => {
		change({ licenseAssignmentStates: [{ skuId: e5, assignedByGroup: 'a group' }] });
		const { error } = await assign(license, additionalFields);
		expect(error).toMatchObject({ description: expect.stringMatching(fix) });
	});

	test('are not changed when none is named', async () => {
		expect((await assign('')).error?.message).toMatch(/No license is selected/);
		expect(product.graphPaths()).toEqual([]);
	});
});

describe('a user who is deleted', () => {
	test('is listed, and comes back', async () => {
		const { id = '' } = stored() ?? {};
		expect(jsonOf((await run('delete')).items)).toEqual([{ deleted: true }]);
		const listed = await run('getDeleted');
		expect(jsonOf(listed.items)).toMatchObject([
			{ id, displayName: 'Adele Vance', deletedDateTime: expect.any(String) },
		]);
		const { results } = await product.list('searchDeletedUsers', { filter: 'adele' });
		expect(results).toEqual([{ name: expect.stringMatching(/^Adele Vance \(deleted \d{4}-/), value: id }]);
		const restored = await run('restore', { deletedUserId: fromList(id) });
		expect(restored.items[0].json).toMatchObject({ id, userPrincipalName: adele });
		expect(stored()?.id).toBe(id);
	});

	test('gets another name when the name is taken', async () => {
		const { id = '' } = stored() ?? {};
		await run('delete');
		product.simulator.graph.addUser({ userPrincipalName: adele });
		const deletedUserId = byId(id);
		const { error } = await run('restore', { deletedUserId });
		expect(error).toMatchObject({ description: expect.stringMatching(/New User Principal Name/) });
		const additionalFields = { newUserPrincipalName: 'adele2@contoso.example' };
		const restored = await run('restore', { deletedUserId, additionalFields });
		expect(restored.items[0].json).toMatchObject({ userPrincipalName: 'adele2@contoso.example' });
	});

	test('is gone for good after a while', async () => {
		const { error } = await run('restore', { deletedUserId: byId('87d349ed-44d7-43e1-9a83-5f2406dee5bd') });
		expect(error).toMatchObject({ description: expect.stringMatching(/After 30 days/) });
	});
});

test('a guest is invited, with a message', async () => {
	const { items, error } = await run('inviteGuest', {
		invitedUserEmailAddress: 'kim@fabrikam.example',
		additionalFields: { customizedMessageBody: 'Welcome', invitedUserDisplayName: 'Kim' },
	});
	expect(error).toBeUndefined();
	expect(sent()).toEqual([
		[
			'POST /invitations',
			{
				invitedUserEmailAddress: 'kim@fabrikam.example',
				inviteRedirectUrl: 'https://myapplications.microsoft.com',
				sendInvitationMessage: true,
				invitedUserDisplayName: 'Kim',
				invitedUserMessageInfo: { customizedMessageBody: 'Welcome' },
			},
		],
	]);
	expect(items[0].json).toMatchObject({
		status: 'PendingAcceptance',
		invitedUser: { id: expect.any(String) },
	});
});

describe('a photo', () => {
	test('is set, and got as a file', async () => {
		const photo = await binaryField({ content: 'a photo', fileName: 'a.png', mimeType: 'image/png' });
		const set = await run('setPhoto', {}, { input: [{ json: {}, binary: { data: photo } }] });
		expect(jsonOf(set.items)).toEqual([{ success: true }]);
		expect(product.graphCalls()[0].headers['content-type']).toBe('image/png');
		const { items } = await run('getPhoto', { photoSize: '96x96' });
		expect(items[0].json).toEqual({ fileName: 'photo.png', mimeType: 'image/png', size: 7 });
		expect(items[0].binary?.data).toMatchObject({ fileName: 'photo.png', mimeType: 'image/png' });
		expect(product.graphPaths()[1]).toBe(`GET /v1.0/users/${adele}/photos/96x96/$value`);
	});

	test('nobody has is said to be that', async () => {
		const { error } = await run('getPhoto', { userId: byId('brianj@contoso.example') });
		expect(error).toMatchObject({ description: expect.stringMatching(/has no photo/) });
	});
});

describe('changes of users', () => {
	type Changes = { changes: Array<Record<string, unknown>>; deltaLink: string };
	const changes = async (deltaLink = '', more: INodeParameters = {}) => {
		const result = await run('getChanges', { deltaLink, ...more });
		return { ...result, json: result.items[0]?.json as unknown as Changes };
	};

	test('begin with everybody, page by page, and go on from the delta link', async () => {
		const first = await changes('', { options: { select: 'displayName,department' } });
		expect(first.items).toHaveLength(1);
		expect(first.json.changes).toHaveLength(130);
		// The last page has nothing but the delta link.
		expect(product.graphPaths()).toHaveLength(5);
		Object.assign(stored() ?? {}, { department: 'Sales', jobTitle: 'not selected' });
		const gone = stored('alexw@contoso.example');
		if (gone) product.simulator.graph.removeUser(gone);
		const second = await changes(first.json.deltaLink);
		expect(second.json.changes).toEqual([
			{ id: stored()?.id, displayName: 'Adele Vance', department: 'Sales' },
			{ id: gone?.id, '@removed': { reason: 'changed' } },
		]);
		// Graph may tell what it told a moment ago once more.
		const third = await changes(second.json.deltaLink);
		expect(third.json.changes).toEqual(second.json.changes);
		expect((await changes(third.json.deltaLink)).json.changes).toEqual([]);
	});

	test('begin with nobody when they start from now', async () => {
		const { json } = await changes('', { startFromNow: true });
		expect(json.changes).toEqual([]);
		expect(product.graphCalls().map(({ query }) => query.$deltatoken)).toEqual(['latest']);
		product.simulator.graph.addUser({ userPrincipalName: 'new@contoso.example', displayName: 'New' });
		expect((await changes(json.deltaLink, { startFromNow: true })).json.changes).toMatchObject([
			{ displayName: 'New' },
		]);
	});

	test('start over when Graph has forgotten the delta link', async () => {
		const { error } = await changes(`${product.simulator.graphUrl}/v1.0/users/delta?$deltatoken=old`);
		expect(error).toMatchObject({ description: expect.stringMatching(/leave "Delta Link" empty.*HTTP 410/) });
	});

	test('fail when Graph ends them without a delta link, or goes round in circles', async () => {
		const url = `${product.simulator.graphUrl}/v1.0/users/delta?$skiptoken=a`;
		const answer = (body: object) =>
			product.simulator.faults.add({ host: 'graph', times: Infinity, action: { status: 200, body } });
		answer({ value: [] });
		expect((await changes()).error?.message).toMatch(/no delta link/);
		product.simulator.faults.clear();
		answer({ value: [], '@odata.nextLink': url });
		expect((await changes()).error?.message).toMatch(/same next page twice/);
	});

	test.each([
		['={{ "nonsense" }}', /doesn't contain a delta link/],
		['https://graph.microsoft.com/v1.0/users', /doesn't contain a delta link/],
		['https://elsewhere.example/v1.0/users/delta?$deltatoken=a', /another host/],
	])('do not follow %s', async (deltaLink, message) => {
		const { error } = await changes(deltaLink);
		expect(error?.message).toMatch(message);
		expect(product.graphPaths()).toEqual([]);
	});
});
