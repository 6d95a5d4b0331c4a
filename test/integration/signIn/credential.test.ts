import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';
import { defaultClientSecret, defaultDomain, defaultTenantId } from '../../../simulator/entra';
import type { WorkflowRun } from '../harness';
import { byId, closedPort, itemsOf, jsonOf, useForeignHost, useProduct } from '../harness/product';

const product = useProduct({ seed: { users: 120 } });
const foreign = useForeignHost();

const adele = 'adelev@contoso.example';
const getUser = (id = adele): INodeParameters => ({ resource: 'user', operation: 'get', userId: byId(id) });
const textOf = ({ error }: WorkflowRun) =>
	`${error?.message} ${(error as { description?: string } | undefined)?.description}`;
const manyItems = (count: number) => itemsOf(...Array.from({ length: count }, (_, n) => ({ n })));
const bearers = () =>
	product.simulator.requests
		.filter(({ host }) => host === 'graph')
		.map(({ headers }) => headers.authorization?.replace('Bearer ', '') ?? '');

describe('the token', () => {
	test('is one for 100 items, and for the next run', async () => {
		const users = [...product.simulator.graph.users.values()].slice(0, 100);
		const input = itemsOf(...users.map(({ id }) => ({ id })));
		const parameters = getUser('={{ $json.id }}');
		const first = await product.run(parameters, { input });
		expect(first.error).toBeUndefined();
		expect(jsonOf(first.items).map(({ id }) => id)).toEqual(users.map(({ id }) => id));
		expect(product.tokenRequests()).toBe(1);

		const second = await product.run(parameters, { input });
		expect(second.items).toHaveLength(100);
		expect(product.tokenRequests()).toBe(1);
	});

	test('is one for 30 executions that start at once', async () => {
		const runs = await Promise.all(Array.from({ length: 30 }, () => product.run(getUser())));
		expect(runs.map(({ status }) => status)).toEqual(Array(30).fill('success'));
		expect(product.tokenRequests()).toBe(1);
	});

	test('is the same for the node and the HTTP Request node', async () => {
		await product.run(getUser());
		const run = await product.http({ url: `${product.simulator.graphUrl}/v1.0/users/${adele}` });
		expect(run.items[0].json).toMatchObject({ statusCode: 200, body: { userPrincipalName: adele } });
		expect(product.tokenRequests()).toBe(1);
	});

	test('is asked for by the app as itself', async () => {
		await product.run(getUser());
		expect(product.simulator.entra.tokenRequests).toMatchObject([
			{
				endpoint: 'v2.0',
				tenant: defaultTenantId,
				form: {
					client_id: product.app.clientId,
					grant_type: 'client_credentials',
					scope: `${product.simulator.graphUrl}/.default`,
				},
			},
		]);
	});

	test('that has ended on Graph’s side is renewed once, and the item succeeds', async () => {
		await product.run(getUser());
		product.simulator.entra.tokens.clear();
		const run = await product.run(getUser(), { input: manyItems(3) });
		expect(jsonOf(run.items)).toMatchObject([
			{ userPrincipalName: adele },
			{ userPrincipalName: adele },
			{ userPrincipalName: adele },
		]);
		expect(product.tokenRequests()).toBe(2);
	});

	test('that Graph never takes is asked for twice at most, and the item says so', async () => {
		product.simulator.faults.add({ host: 'graph', times: Infinity, action: { status: 401 } });
		const run = await product.run(getUser());
		expect(run.error?.message).toMatch(/didn't accept the sign-in/);
		expect(run.error?.message).toMatch(/Access token validation failure/);
		expect(product.tokenRequests()).toBeLessThanOrEqual(2);
	});

	test('is kept apart by tenant when the credential’s expressions name two', async () => {
		const other = '99999999-9999-4999-8999-999999999999';
		const { entra } = product.simulator;
		entra.tenants.push({ id: other, domains: ['fabrikam.example'] });
		product.app.tenants.push(other);
		const input = itemsOf(
			{ tenant: defaultTenantId },
			{ tenant: 'fabrikam.example' },
			{ tenant: defaultTenantId },
			{ tenant: 'fabrikam.example' },
		);
		const run = await product.run(getUser(), { input, fields: { tenantId: '={{ $json.tenant }}' } });
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(4);
		expect(entra.tokenRequests.map(({ tenant }) => tenant).sort()).toEqual(
			[defaultTenantId, 'fabrikam.example'].sort(),
		);
		const tenants = bearers().map((bearer) => entra.tokens.get(bearer)?.tenantId);
		expect([...new Set(tenants)].sort()).toEqual([defaultTenantId, other].sort());
		// No call carries items of both: one call for each tenant, or one for each item.
		expect(tenants.filter((tenant) => tenant === other)).toHaveLength(tenants.length / 2);
	});

	test('of the old settings is not used once the credential is edited', async () => {
		await product.run(getUser());
		const { secrets } = product.app;
		secrets.splice(0, 1, { id: 'new', value: 'another-secret-of-the-app', expiresAt: Date.now() + 1e9 });

		const edited = await product.run(getUser(), { fields: { clientSecret: 'another-secret-of-the-app' } });
		expect(edited.status).toBe('success');
		expect(product.tokenRequests()).toBe(2);
		expect(new Set(bearers()).size).toBe(2);
	});

	test('of a right secret does not serve a wrong one', async () => {
		await product.run(getUser());
		const run = await product.run(getUser(), { fields: { clientSecret: 'not the secret' } });
		expect(run.error?.message).toContain('AADSTS7000215');
	});

	test('needs the fields without the white space around them', async () => {
		const run = await product.run(getUser(), {
			fields: {
				tenantId: ` ${defaultDomain}\n`,
				clientId: `\t${product.app.clientId} `,
				clientSecret: ` ${defaultClientSecret}\n`,
				graphUrl: `${product.simulator.graphUrl}/ `,
			},
		});
		expect(run.error).toBeUndefined();
		expect(run.items[0].json).toMatchObject({ userPrincipalName: adele });
	});
});

describe('a refused sign-in', () => {
	interface Refusal {
		/** What is wrong; a refusal is remembered for its settings, so those that name no app of the test vary. */
		fields: () => Record<string, string>;
		says: RegExp[];
		/** Sent to Entra, or refused before. */
		asked: boolean;
	}
	const refusals: Array<[string, Refusal]> = [
		[
			'a wrong secret',
			{
				fields: () => ({ clientSecret: 'mistyped-secret-value' }),
				says: [/AADSTS7000215/, /Value/, /Secret ID/],
				asked: true,
			},
		],
		[
			'an unknown tenant',
			{
				fields: () => ({ tenantId: '12345678-1234-4234-8234-123456789012' }),
				says: [/AADSTS90002/, /12345678-1234-4234-8234-123456789012/, /tenant/i],
				asked: true,
			},
		],
		[
			'an app of another tenant',
			{
				fields: () => ({ clientId: randomUUID() }),
				says: [/AADSTS700016/, /client ID/i],
				asked: true,
			},
		],
		[
			'the tenant "common"',
			{ fields: () => ({ tenantId: 'common' }), says: [/common/, /tenant/], asked: false },
		],
		['no tenant', { fields: () => ({ tenantId: '' }), says: [/tenant ID is empty/], asked: false }],
		[
			'a tenant that is a path',
			{ fields: () => ({ tenantId: '../common' }), says: [/neither a GUID nor a domain/], asked: false },
		],
		[
			'a client ID that is none',
			{ fields: () => ({ clientId: 'n8n' }), says: [/client ID isn't a GUID/], asked: false },
		],
		[
			'a login URL without TLS',
			{ fields: () => ({ loginUrl: 'http://login.example' }), says: [/Login URL/, /https/], asked: false },
		],
		['no Graph URL', { fields: () => ({ graphUrl: '' }), says: [/Graph URL/, /empty/], asked: false }],
	];

	test.each(refusals)(
		'because of %s is red in the credential test, with cause and cure',
		async (_, refusal) => {
			const { status, message } = await product.test(refusal.fields());
			expect(status).toBe('Error');
			for (const part of refusal.says) expect(message).toMatch(part);
			expect(product.tokenRequests()).toBe(refusal.asked ? 1 : 0);
		},
	);

	test.each(refusals)('because of %s is named by the node', async (_, refusal) => {
		const text = textOf(await product.run(getUser(), { fields: refusal.fields() }));
		for (const part of refusal.says) expect(text).toMatch(part);
		expect(product.graphPaths()).toEqual([]);
		expect(product.tokenRequests()).toBe(refusal.asked ? 1 : 0);
	});

	test.each(refusals)('because of %s is named in the HTTP Request node', async (_, refusal) => {
		const { graphUrl } = product.simulator;
		const text = textOf(await product.http({ url: `${graphUrl}/v1.0/users`, fields: refusal.fields() }));
		for (const part of refusal.says) expect(text).toMatch(part);
		expect(product.graphPaths()).toEqual([]);
	});

	test('shows Entra’s trace and correlation ids, and the time', async () => {
		const { message } = await product.test({ clientSecret: 'wrong' });
		expect(message).toMatch(/trace ID [0-9a-f-]{36}/i);
		expect(message).toMatch(/correlation ID [0-9a-f-]{36}/i);
		expect(message).toMatch(/20\d\d-\d\d-\d\d \d\d:\d\d:\d\dZ/);
	});

	test('does not repeat the wrong secret', async () => {
		const wrong = 'wrong-but-still-private';
		const tested = await product.test({ clientSecret: wrong });
		const run = await product.run(getUser(), { fields: { clientSecret: wrong } });
		expect(JSON.stringify([tested, run.error, run.logs])).not.toContain(wrong);
	});

	test('is asked for once by many items and executions', async () => {
		const settings = { fields: { clientSecret: 'wrong' }, input: manyItems(20) };
		const runs = await Promise.all(
			Array.from({ length: 5 }, () =>
				product.run(getUser(), { ...settings, continueOnFail: 'continueRegularOutput' }),
			),
		);
		for (const { items } of runs) {
			expect(items).toHaveLength(20);
			for (const { json } of items) expect(json.error).toMatch(/AADSTS7000215/);
		}
		expect(product.tokenRequests()).toBe(1);
	});

	test('of one item leaves the others alone', async () => {
		const other = 'a-second-secret-of-the-app';
		product.app.secrets.push({ id: 'other', value: other, expiresAt: Date.now() + 1e9 });
		const run = await product.run(getUser(), {
			fields: { clientSecret: '={{ $json.secret }}' },
			input: itemsOf({ secret: 'wrong' }, { secret: other }),
			continueOnFail: 'continueRegularOutput',
		});
		expect(run.items[0].json.error).toMatch(/AADSTS7000215/);
		expect(run.items[1].json).toMatchObject({ userPrincipalName: adele });
	});
});

describe('a host that cannot be reached', () => {
	// The sign-in is tried three times, with pauses of 1 and 3 seconds.
	test('is named: the login host, by the credential test and by the node', async () => {
		const loginUrl = await closedPort();
		const [tested, run] = await Promise.all([
			product.test({ loginUrl }),
			product.run(getUser(), { fields: { loginUrl } }),
		]);
		expect(tested.status).toBe('Error');
		for (const message of [tested.message, textOf(run)]) {
			expect(message).toContain(`login host ${new URL(loginUrl).host}`);
			expect(message).toMatch(/refused the connection/);
			expect(message).toMatch(/firewall|proxy/);
		}
	});

	test('is named: the Graph host, by the credential test', async () => {
		const graphUrl = await closedPort();
		product.simulator.entra.settings.resources.push(graphUrl);
		const { status, message } = await product.test({ graphUrl });
		expect(status).toBe('Error');
		expect(message).toContain(`Graph host ${new URL(graphUrl).host}`);
		expect(message).toMatch(/refused the connection/);
	});
});

describe('the credential test', () => {
	test('is green with a right secret, and asks for a token each time', async () => {
		for (const times of [1, 2]) {
			expect(await product.test()).toMatchObject({ status: 'OK' });
			expect(product.tokenRequests()).toBe(times);
		}
	});

	test('needs no permission', async () => {
		product.app.roles = [];
		expect(await product.test()).toMatchObject({ status: 'OK' });
		expect(product.graphCalls().at(-1)?.status).toBe(403);
	});

	test('is not green from a token that is still good', async () => {
		await product.run(getUser());
		product.app.secrets.length = 0;
		const { status, message } = await product.test();
		expect(status).toBe('Error');
		expect(message).toContain('AADSTS7000215');
	});

	test('is red when Graph does not take the token', async () => {
		product.simulator.faults.add({ host: 'graph', times: Infinity, action: { status: 401 } });
		const { status, message } = await product.test();
		expect(status).toBe('Error');
		expect(message).toContain(new URL(product.simulator.graphUrl).host);
		expect(message).toMatch(/didn't accept the token/);
	});

	test('is red, and says so, when a proxy answers in Entra’s place', async () => {
		const page = '<html><head><title>Sign in to the guest network</title></head></html>';
		product.simulator.entra.settings.answers.push(...Array(3).fill({ status: 200, body: page }));
		const { status, message } = await product.test();
		expect(status).toBe('Error');
		expect(message).toMatch(/unexpected response/);
	});

	test('sends its marker nowhere', async () => {
		await product.test();
		for (const { headers } of product.simulator.requests)
			expect(headers['x-credential-test']).toBeUndefined();
	});
});

describe('"Allowed HTTP Request Domains"', () => {
	const graphOnly = { allowedHttpRequestDomains: 'domains', allowedDomains: 'graph.example' };

	test('without the login host is named as the cause by the credential test', async () => {
		const { status, message } = await product.test(graphOnly);
		expect(status).toBe('Error');
		expect(message).toContain('Allowed HTTP Request Domains');
		expect(message).toContain(new URL(product.simulator.loginUrl).host);
		expect(product.tokenRequests()).toBe(0);
	});

	test('without the login host is named as the cause by the node', async () => {
		const { error } = await product.run(getUser(), { fields: graphOnly });
		expect(error?.message).toContain('Allowed HTTP Request Domains');
		expect(product.tokenRequests()).toBe(0);
	});

	test('with both hosts lets everything through', async () => {
		const both = { allowedHttpRequestDomains: 'domains', allowedDomains: '127.0.0.1' };
		expect(await product.test(both)).toMatchObject({ status: 'OK' });
		expect((await product.run(getUser(), { fields: both })).status).toBe('success');
	});

	test('set to "None" shuts out the HTTP Request node, not this package’s own', async () => {
		const none = { allowedHttpRequestDomains: 'none' };
		expect(await product.test(none)).toMatchObject({ status: 'OK' });
		expect((await product.run(getUser(), { fields: none })).status).toBe('success');
		const { error } = await product.http({ url: `${product.simulator.graphUrl}/v1.0/users`, fields: none });
		expect(error?.message).toMatch(/prevent use within an HTTP Request/);
	});

	test('that were added count at once, though the sign-in was refused a moment ago', async () => {
		await product.run(getUser(), { fields: graphOnly });
		const both = { allowedHttpRequestDomains: 'domains', allowedDomains: 'graph.example, 127.0.0.1' };
		expect((await product.run(getUser(), { fields: both })).status).toBe('success');
	});
});

describe('the HTTP Request node', () => {
	test('can use the credential for any path of Graph', async () => {
		const run = await product.http({
			url: `${product.simulator.graphUrl}/v1.0/organization?$select=displayName`,
		});
		expect(run.items[0].json).toMatchObject({
			statusCode: 200,
			body: { value: [{ displayName: 'Contoso' }] },
		});
	});

	test('does not send a message twice when the answer to the first is lost', async () => {
		product.simulator.faults.add({ host: 'graph', path: /sendMail$/, after: true, action: { status: 504 } });
		const run = await product.http({
			url: `${product.simulator.graphUrl}/v1.0/users/${adele}/sendMail`,
			method: 'POST',
			body: {
				message: { subject: 'Once', toRecipients: [{ emailAddress: { address: 'alexw@contoso.example' } }] },
			},
		});
		expect(run.error).toBeDefined();
		expect(product.simulator.graph.submissionCounts().get('Once')).toBe(1);
	});

	test('has a good token again in the run after one that was refused', async () => {
		const request = { url: `${product.simulator.graphUrl}/v1.0/users/${adele}` };
		await product.http(request);
		product.simulator.entra.tokens.clear();
		expect((await product.http(request)).error).toBeDefined();
		expect((await product.http(request)).items[0].json).toMatchObject({ statusCode: 200 });
	});

	test('gets no token for another host', async () => {
		const { error } = await product.http({ url: `${foreign.url}/v1.0/users` });
		expect(error?.message).toContain(new URL(foreign.url).host);
		expect(foreign.requests).toEqual([]);
	});

	test.each([true, false])('carries no token over a redirect (node’s own setting: %s)', async (carry) => {
		product.simulator.faults.add({
			host: 'graph',
			path: /users$/,
			action: { status: 302, headers: { location: `${foreign.url}/landed` }, body: '' },
		});
		await product.http({
			url: `${product.simulator.graphUrl}/v1.0/users`,
			...{ sendCredentialsOnCrossOriginRedirect: carry },
		});
		expect(foreign.requests).toEqual([{ url: '/landed', authorization: undefined }]);
	});
});
