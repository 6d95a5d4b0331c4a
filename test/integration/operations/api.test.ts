import type { INodeParameters } from 'n8n-workflow';
import { binaryContent, binaryField } from '../harness/binary';
import { itemsOf, jsonOf, sources, useForeignHost, useProduct } from '../harness/product';

const product = useProduct({ seed: { users: 130 } });
const foreign = useForeignHost();

const adele = 'adelev@contoso.example';
const request = (path: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'api',
	operation: 'request',
	path,
	...parameters,
});
const pairs = (values: Record<string, string>) => ({
	pairs: Object.entries(values).map(([name, value]) => ({ name, value })),
});
const batch = (requests: unknown): INodeParameters => ({
	resource: 'api',
	operation: 'batch',
	requests: JSON.stringify(requests),
});
/** As they went out, still encoded. */
const sentTo = () => product.graphCalls().map(({ path, query }) => ({ path, query }));
const textOf = (error: unknown) => {
	const { message, description } = error as { message: string; description?: string };
	return `${message} ${description}`;
};

describe('the path', () => {
	test.each([
		[
			`/users/${adele}?$select=id,displayName`,
			'/v1.0/users/adelev@contoso.example',
			{ $select: 'id,displayName' },
		],
		[`users/${adele}/`, '/v1.0/users/adelev@contoso.example', {}],
		[`/beta/users/${adele}`, '/beta/users/adelev@contoso.example', {}],
		["/users?$filter=surname eq 'O''Neill'", '/v1.0/users', { $filter: "surname eq 'O''Neill'" }],
		[
			'/users?$filter=startsWith(displayName,%27A%26B%27)&$top=2',
			'/v1.0/users',
			{ $filter: "startsWith(displayName,'A&B')", $top: '2' },
		],
		['/users?$filter=surname+eq+%27Bowen%27', '/v1.0/users', { $filter: "surname eq 'Bowen'" }],
		['/users/a%2Fb', '/v1.0/users/a%252Fb', {}],
		[
			'/users/pat_fabrikam.example#EXT#@contoso.example',
			'/v1.0/users/pat_fabrikam.example%23EXT%23@contoso.example',
			{},
		],
		['/users/100%', '/v1.0/users/100%25', {}],
		['/users/$count', '/v1.0/users/$count', {}],
	])('%s', async (path, expected, query) => {
		await product.run(request(path));
		expect(sentTo()).toEqual([{ path: expected, query }]);
	});

	test('may be a whole URL of Graph', async () => {
		const run = await product.run(
			request(`${product.simulator.graphUrl}/beta/users/${adele}?$select=id,mail`),
		);
		expect(run.items[0].json).toMatchObject({ mail: adele });
		expect(sentTo()).toEqual([{ path: `/beta/users/${adele}`, query: { $select: 'id,mail' } }]);
	});

	test.each([
		() => `${foreign.url}/v1.0/users`,
		() => `${product.simulator.graphUrl}@${new URL(foreign.url).host}/v1.0/users`,
		() => `${product.simulator.graphUrl.replace('http:', 'https:')}/v1.0/users`,
		() => `${product.simulator.graphUrl}.attacker.example/v1.0/users`,
	])('goes to no other host (%#)', async (url) => {
		const run = await product.run(request(url()));
		expect(textOf(run.error)).toMatch(/doesn't begin with http.*token would have gone there/);
		expect([...foreign.requests, ...product.graphCalls()]).toEqual([]);
	});

	test.each([
		'/users/../groups',
		'/users/%2e%2e/groups',
		'/users/..%2Fgroups',
		'/users/%2e',
		'/users/a%00b',
		'/users//messages',
		'/',
		"={{ '' }}",
		'/v1.0',
		'/beta/',
	])('that leads elsewhere or nowhere is refused: %j', async (path) => {
		const run = await product.run(request(path));
		expect(run.error).toBeDefined();
		expect(product.graphCalls()).toEqual([]);
	});

	test.each([
		[{ queryParameters: pairs({ $top: '3' }) }, /"\$top" is set twice/],
		[{ queryParameters: pairs({ 'a&b': '3' }) }, /can't be the name/],
		[{ headers: pairs({ authorization: 'Bearer x' }) }, /"authorization" is set by the node/],
		[{ headers: pairs({ 'X-Credential-Test': 'true' }) }, /is set by the node/],
		[{ headers: pairs({ Prefer: 'a', prefer: 'b' }) }, /is set twice/],
		[{ headers: pairs({ 'X-A': 'a\r\nAuthorization: b' }) }, /can't have/],
	])('goes with no parameter or header that is not the person’s: %j', async (parameters, message) => {
		const run = await product.run(request('/users?$top=2', parameters));
		expect(run.error?.message).toMatch(message);
		expect(product.graphCalls()).toEqual([]);
	});
});

describe('a request of one’s own', () => {
	test('carries parameters, headers and a body', async () => {
		const { id } = product.simulator.graph.mailbox(adele).messagesIn('inbox')[0];
		const run = await product.run(
			request(`/users/${adele}/messages/${id}`, {
				method: 'PATCH',
				queryParameters: pairs({ $select: 'id,isRead' }),
				headers: pairs({ prefer: 'IdType="ImmutableId"' }),
				body: '{"isRead": true}',
			}),
		);
		expect(run.error).toBeUndefined();
		expect(product.graphCalls()).toMatchObject([
			{
				method: 'PATCH',
				query: { $select: 'id,isRead' },
				headers: { prefer: 'IdType="ImmutableId"', 'content-type': 'application/json' },
				body: { isRead: true },
			},
		]);
	});

	test('goes with the others in a batch, answers in order', async () => {
		const input = itemsOf(
			{ who: adele },
			{ who: 'nobody@contoso.example' },
			{ who: 'alexw@contoso.example' },
		);
		const run = await product.run(request('=/users/{{ $json.who }}'), {
			input,
			continueOnFail: 'continueRegularOutput',
		});
		expect(jsonOf(run.items)).toMatchObject([
			{ displayName: 'Adele Vance' },
			{ error: expect.stringMatching(/didn't find it/) },
			{ displayName: 'Alex Wilber' },
		]);
		expect(sources(run.items)).toEqual([0, 1, 2]);
		expect(product.simulator.parts).toHaveLength(3);
	});

	test('gives a list page by page', async () => {
		const list = { responseKind: 'list', returnAll: true };
		const run = await product.run(request('/users?$top=50&$select=id', list));
		expect(new Set(jsonOf(run.items).map(({ id }) => id)).size).toBe(130);
		expect(product.graphCalls().map(({ query }) => query.$top)).toEqual(['50', '50', '50']);
	});

	test('gives a list up to a limit, and asks Graph for no number by itself', async () => {
		const run = await product.run(request('/users', { responseKind: 'list', limit: 3 }));
		expect(run.items).toHaveLength(3);
		expect(product.graphCalls().map(({ query }) => query)).toEqual([{}]);
	});

	test('says when the answer is no list', async () => {
		const run = await product.run(request(`/users/${adele}`, { responseKind: 'list' }));
		expect(run.error?.message).toMatch(/isn't a list/);
	});

	test('gives a file', async () => {
		const path = "/reports/getEmailActivityUserDetail(period='D7')";
		const run = await product.run(request(path, { responseKind: 'file', binaryPropertyName: 'data' }));
		expect(run.error).toBeUndefined();
		expect((await binaryContent(run.items[0], 'data')).toString()).toContain('adelev@contoso.example');
	});

	test('sends a file as it is', async () => {
		const data = await binaryField({ content: 'pixels', fileName: 'me.jpg', mimeType: 'image/jpeg' });
		const parameters = { method: 'PUT', bodyKind: 'file', inputBinaryPropertyName: 'data' };
		product.simulator.settings.unknownPaths = 'answer';
		const run = await product.run(request(`/users/${adele}/photo/$value`, parameters), {
			input: [{ json: {}, binary: { data } }],
		});
		product.simulator.settings.unknownPaths = 'refuse';
		expect(run.error).toBeUndefined();
		expect(product.graphCalls()).toMatchObject([
			{
				method: 'PUT',
				path: `/v1.0/users/${adele}/photo/$value`,
				headers: { 'content-type': 'image/jpeg' },
				body: 6,
			},
		]);
	});

	test.each([
		['byMethod', 'POST', 1],
		['always', 'POST', 2],
		['byMethod', 'GET', 2],
		['never', 'GET', 1],
	])('is repeated after an unknown outcome as chosen: %s %s', async (repeat, method, times) => {
		product.simulator.faults.add({ host: 'graph', path: /users/, action: { status: 504 } });
		const path = method === 'GET' ? `/users/${adele}` : `/users/${adele}/sendMail`;
		await product.run(request(path, { method, repeat, body: '{"message":{"subject":"x"}}' }));
		expect(product.graphCalls()).toHaveLength(times);
	});

	test('that is forbidden says that the permission depends on the path', async () => {
		product.app.roles = ['User.Read.All'];
		const run = await product.run(request('/security/incidents'));
		expect(textOf(run.error)).toMatch(/path decides which permission is needed/);
	});

	test('to /me says what to write in its place', async () => {
		const run = await product.run(request('/me/messages'));
		expect(textOf(run.error)).toMatch(/There is no "me".*\/users\//);
	});
});

describe('a batch of one’s own', () => {
	test('gives an item for each request, in their order, whatever became of them', async () => {
		product.simulator.settings.shuffleBatch = true;
		const run = await product.run(
			batch([
				{ id: 'a', method: 'GET', url: `/users/${adele}?$select=displayName` },
				{ id: 'b', url: '/users/nobody@contoso.example', dependsOn: ['a'] },
				{
					id: 'c',
					method: 'post',
					url: `/users/${adele}/messages`,
					body: { subject: 'x' },
					dependsOn: ['b'],
				},
			]),
		);
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items)).toMatchObject([
			{ id: 'a', status: 200, body: { displayName: 'Adele Vance' } },
			{ id: 'b', status: 404, body: { error: { code: 'Request_ResourceNotFound' } } },
			{ id: 'c', status: 424 },
		]);
		const calls = product.simulator.requests.filter(({ host }) => host === 'graph');
		expect(calls.map(({ path }) => path)).toEqual(['/v1.0/$batch']);
		const refused = run.items.filter(({ json }) => Number(json.status) >= 400).length;
		expect(refused).toBeGreaterThan(0);
		expect(run.hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^Graph refused requests of the batch: .* \(/),
		]);
		expect(calls[0].body).toMatchObject({
			requests: [
				{ id: 'a', method: 'GET' },
				{ id: 'b', method: 'GET', dependsOn: ['a'] },
				{ id: 'c', method: 'POST', headers: { 'Content-Type': 'application/json' }, dependsOn: ['b'] },
			],
		});
	});

	test.each([
		[[{ url: '/users' }], 3],
		[[{ method: 'POST', url: `/users/${adele}/sendMail` }], 1],
	])('is repeated whole only where it reads: %j', async (requests, times) => {
		const fault = { host: 'graph', path: /batch/, times: 2, action: { status: 504 } } as const;
		product.simulator.faults.add(fault);
		const run = await product.run(batch(requests));
		const sent = product.simulator.requests.filter(({ path }) => path.endsWith('$batch'));
		expect(sent).toHaveLength(times);
		expect(run.error === undefined).toBe(times > 1);
	});

	test.each([
		['[]', /isn't a list of 1 to 20|"Requests" is empty/],
		[JSON.stringify(Array(21).fill({ url: '/users' })), /isn't a list of 1 to 20|"Requests" is empty/],
		['[{"url": "/users"', /isn't JSON/],
		['[{"url": "/beta/users"}]', /has the version beta/],
		['[{"url": "https://attacker.example/v1.0/users"}]', /doesn't begin with/],
		['[{"url": "/users/../groups"}]', /can't be an ID/],
		['[{"url": "/users", "headers": {"Authorization": "x"}}]', /is set by the node/],
		['[{"id": 1, "url": "/users"}, {"id": "1", "url": "/groups"}]', /have the ID "1"/],
		['[{"method": "TRACE", "url": "/users"}]', /the method "TRACE"/],
	])('that cannot be sent is refused before: %s', async (requests, message) => {
		const run = await product.run({ ...batch([]), requests });
		expect(run.error?.message).toMatch(message);
		expect(product.simulator.requests.filter(({ host }) => host === 'graph')).toEqual([]);
	});
});
