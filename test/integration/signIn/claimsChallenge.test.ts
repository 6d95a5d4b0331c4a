import { createHash } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';
import { request } from 'undici';

import { readClaims } from '../../../credentials/auth/core/accessToken';
import { defaultTenantId } from '../../../simulator/entra';
import type { WorkflowRun } from '../harness';
import { byId, itemsOf, jsonOf, useProduct } from '../harness/product';

const product = useProduct({ seed: { users: 60 } });

const adele = 'adelev@contoso.example';
const getUser = (id = adele, options: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation: 'get',
	userId: byId(id),
	options,
});
const entra = () => product.simulator.entra;
const declared = '{"access_token":{"xms_cc":{"values":["cp1"]}}}';
const claimsSent = () =>
	entra().tokenRequests.map(({ form }) => form.claims && (JSON.parse(form.claims) as object));
const people = (count: number) =>
	itemsOf(...[...product.simulator.graph.users.values()].slice(0, count).map(({ id }) => ({ id })));
const revoke = (knownTo?: 'service') => entra().revoke(product.app.clientId, knownTo);
const statuses = () =>
	product.simulator.requests.filter(({ host }) => host === 'graph').map(({ status }) => status);
const textOf = ({ error }: WorkflowRun) =>
	`${error?.message} ${(error as { description?: string } | undefined)?.description}`;

async function askEntra(form: Record<string, string> = {}) {
	const { loginUrl, graphUrl } = product.simulator;
	const { statusCode, body } = await request(`${loginUrl}/${defaultTenantId}/oauth2/v2.0/token`, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({
			client_id: product.app.clientId,
			client_secret: product.app.secrets[0]?.value ?? '',
			grant_type: 'client_credentials',
			scope: `${graphUrl}/.default`,
			...form,
		}).toString(),
	});
	return {
		status: statusCode,
		body: (await body.json()) as { access_token: string; error_codes?: number[] },
	};
}

async function askGraph(token: string, path = `users/${adele}`, body?: object) {
	const { statusCode, headers, ...answer } = await request(`${product.simulator.graphUrl}/v1.0/${path}`, {
		method: body === undefined ? 'GET' : 'POST',
		headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
		...(body && { body: JSON.stringify(body) }),
	});
	const challenge = String(headers['www-authenticate'] ?? '');
	const encoded = /claims="([^"]+)"/.exec(challenge)?.[1];
	return {
		status: statusCode,
		challenge,
		claims: encoded && (JSON.parse(Buffer.from(encoded, 'base64').toString()) as object),
		body: (await answer.body.json()) as {
			responses?: Array<{ status: number; headers: Record<string, string> }>;
		},
	};
}

describe('the simulator', () => {
	test('puts what the client declares into the token, and nothing where it declares nothing', async () => {
		const [plain, able] = [await askEntra(), await askEntra({ claims: declared })];
		expect(readClaims(plain.body.access_token)).not.toHaveProperty('xms_cc');
		expect(readClaims(able.body.access_token)).toMatchObject({ xms_cc: ['cp1'] });
		expect(await askEntra({ claims: 'no JSON' })).toMatchObject({
			status: 400,
			body: { error_codes: [90100] },
		});
	});

	test('challenges a revoked token whose client declared cp1, and refuses any other without a word', async () => {
		const [plain, able] = [await askEntra(), await askEntra({ claims: declared })];
		expect(revoke()).toBe(2);
		const refused = await askGraph(plain.body.access_token);
		expect(refused).toMatchObject({ status: 401, claims: undefined });
		expect(refused.challenge).not.toContain('insufficient_claims');
		const challenged = await askGraph(able.body.access_token);
		expect(challenged).toMatchObject({ status: 401, claims: { access_token: { nbf: { essential: true } } } });
		expect(challenged.challenge).toContain('error="insufficient_claims"');
		expect(await askGraph((await askEntra()).body.access_token)).toMatchObject({ status: 200 });
	});

	test('challenges in the parts of a batch what only the service behind Graph knows', async () => {
		const { body } = await askEntra({ claims: declared });
		revoke('service');
		const parts = [{ id: '1', method: 'GET', url: `/users/${adele}` }];
		const batch = await askGraph(body.access_token, '$batch', { requests: parts });
		expect(batch).toMatchObject({ status: 200, body: { responses: [{ status: 401 }] } });
		expect(JSON.stringify(batch.body.responses?.[0]?.headers)).toContain('insufficient_claims');
	});

	test('names the address that a location policy blocks, which Entra may see otherwise', async () => {
		product.app.blockedAtGraph = '203.0.113.7';
		const { body } = await askEntra({ claims: declared });
		expect(await askGraph(body.access_token)).toMatchObject({
			status: 401,
			claims: { access_token: { xms_rp_ipaddr: { value: '203.0.113.7' } } },
		});
		delete product.app.blockedAtGraph;
	});
});

describe('the token', () => {
	test('is asked for with cp1 for Graph', async () => {
		await product.run(getUser());
		expect(entra().tokenRequests.map(({ form }) => form.claims)).toEqual([declared]);
	});

	test('is asked for without it where the credential says so', async () => {
		await product.run(getUser(), { fields: { continuousAccessEvaluation: false } });
		expect(claimsSent()).toEqual([undefined]);
	});

	test('of another resource is asked for without it: only Graph challenges apps', async () => {
		const scope = 'https://management.azure.com/.default';
		const { authorize, beginSession } = await import('../../../credentials/auth/token/session');
		const { n8nHttpRequest } = await import('./n8nHttpRequest');
		const credentials = product.fields({ scope });
		beginSession(credentials, n8nHttpRequest);
		await authorize(credentials, { url: 'https://management.azure.com/subscriptions' });
		expect(entra().tokenRequests.map(({ form }) => [form.scope, form.claims])).toEqual([[scope, undefined]]);
	});

	test('with and without it are two: the setting is part of the sign-in', async () => {
		await product.run(getUser());
		await product.run(getUser(), { fields: { continuousAccessEvaluation: false } });
		await product.run(getUser());
		expect(claimsSent()).toEqual([JSON.parse(declared), undefined]);
	});

	test('that lives 28 h is renewed at half of the day for which it is used', async () => {
		entra().settings.evaluatedTokenLifetime = 28 * 3600;
		const { requestToken } = await import('../../../credentials/auth/token/requestToken');
		const { readFields } = await import('../../../credentials/auth/core/settings');
		const { n8nHttpRequest } = await import('./n8nHttpRequest');
		const token = await requestToken(
			readFields(product.fields({})),
			product.simulator.graphUrl,
			n8nHttpRequest,
		);
		const hours = (time: number) => Math.round((time - token.obtainedAt) / 3_600_000);
		expect([hours(token.renewAt), hours(token.expiresAt)]).toEqual([12, 24]);
	});
});

describe('a claims challenge', () => {
	test('is answered with one new token that was asked for with its claims and cp1', async () => {
		await product.run(getUser());
		revoke();
		const run = await product.run(getUser());
		expect(jsonOf(run.items)).toMatchObject([{ userPrincipalName: adele }]);
		expect(claimsSent()).toEqual([
			JSON.parse(declared),
			{
				access_token: {
					nbf: { essential: true, value: expect.stringMatching(/^\d+$/) as string },
					xms_cc: { values: ['cp1'] },
				},
			},
		]);
		expect(statuses()).toEqual([200, 401, 200]);
	});

	test('is answered once for all requests that share the token', async () => {
		await product.run(getUser());
		revoke();
		const runs = await Promise.all(Array.from({ length: 20 }, () => product.run(getUser())));
		expect(runs.map(({ status }) => status)).toEqual(Array(20).fill('success'));
		expect(product.tokenRequests()).toBe(2);
		// The claims were for that one request: the token is kept as any other.
		await product.run(getUser());
		expect(product.tokenRequests()).toBe(2);
	});

	test('to a batch is answered once, too', async () => {
		await product.run(getUser());
		revoke();
		const run = await product.run(getUser('={{ $json.id }}'), { input: people(40) });
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(40);
		expect(product.tokenRequests()).toBe(2);
		expect(claimsSent()[1]).toMatchObject({ access_token: { nbf: { essential: true } } });
	});

	test('in the parts of a batch is answered once for all of them, which go together again', async () => {
		await product.run(getUser());
		revoke('service');
		product.simulator.requests.length = 0;
		const run = await product.run(getUser('={{ $json.id }}'), { input: people(20) });
		expect(run.error).toBeUndefined();
		expect(run.items).toHaveLength(20);
		expect(product.tokenRequests()).toBe(2);
		expect(claimsSent()[1]).toMatchObject({
			access_token: { nbf: { essential: true }, xms_cc: { values: ['cp1'] } },
		});
		expect(statuses()).toEqual([200, 200]);
	});

	test('to the new token as well is an error that says why, and no third token is asked for', async () => {
		product.app.blockedAtGraph = '203.0.113.7';
		try {
			const run = await product.run(getUser());
			expect(textOf(run)).toMatch(/and the new one, too.*policy blocks its location.*203\.0\.113\.7/s);
			expect(statuses()).toEqual([401, 401]);
			expect(product.tokenRequests()).toBe(2);
			expect(claimsSent()[1]).toEqual({
				access_token: { xms_rp_ipaddr: { value: '203.0.113.7' }, xms_cc: { values: ['cp1'] } },
			});
			// The token that answered the challenge is not given up again.
			expect(textOf(await product.run(getUser()))).toMatch(/203\.0\.113\.7/);
			expect(statuses()).toEqual([401, 401, 401]);
			expect(product.tokenRequests()).toBe(2);
		} finally {
			delete product.app.blockedAtGraph;
		}
	});

	test('of parts, to the new token as well, is an error of each of them', async () => {
		product.app.blockedAtGraph = '203.0.113.7';
		try {
			const run = await product.run(getUser('={{ $json.id }}'), {
				input: people(5),
				continueOnFail: 'continueRegularOutput',
			});
			expect(jsonOf(run.items)).toMatchObject(
				Array(5).fill({ error: expect.stringMatching(/sign-in/) as string }),
			);
			expect(product.tokenRequests()).toBe(2);
		} finally {
			delete product.app.blockedAtGraph;
		}
	});

	test('that Entra refuses says what Entra says', async () => {
		await product.run(getUser());
		revoke();
		product.app.blockedByConditionalAccess = true;
		const run = await product.run(getUser());
		product.app.blockedByConditionalAccess = false;
		expect(textOf(run)).toMatch(/Conditional Access policy.*AADSTS53003/s);
	});

	test.each([
		['no base64', 'claims="{not base64}"'],
		['no JSON', `claims="${Buffer.from('nothing').toString('base64')}"`],
		['without claims', 'x="y"'],
		[
			'too long',
			`claims="${Buffer.from(JSON.stringify({ access_token: { a: 'x'.repeat(9000) } })).toString('base64')}"`,
		],
	])('that cannot be read is a plain 401: %s', async (_name, parameter) => {
		const header = `Bearer realm="", error="insufficient_claims", ${parameter}`;
		product.simulator.faults.add({
			host: 'graph',
			action: { status: 401, headers: { 'www-authenticate': header } },
		});
		const run = await product.run(getUser());
		expect(run.error).toBeUndefined();
		expect(claimsSent()).toEqual([JSON.parse(declared), JSON.parse(declared)]);
	});

	test('meets a client that has not declared cp1 as a plain 401', async () => {
		const fields = { continuousAccessEvaluation: false };
		await product.run(getUser(), { fields });
		revoke();
		const run = await product.run(getUser(), { fields });
		expect(run.error).toBeUndefined();
		expect(claimsSent()).toEqual([undefined, undefined]);
	});
});

describe('a managed identity', () => {
	const identities = () => entra().managedIdentity;
	const appService = () => ({
		authentication: 'managedIdentity',
		managedIdentitySource: 'appService',
		identityEndpoint: `${product.simulator.loginUrl}/msi/token`,
		identityHeader: identities().identityHeader,
	});
	const machine = () => ({ authentication: 'managedIdentity', imdsUrl: product.simulator.loginUrl });
	const identityId = () => identities().identities[0]!.clientId;

	test('of App Service declares cp1, and names the refused token by its hash', async () => {
		await product.run(getUser(), { fields: appService() });
		const [first] = [...entra().tokens.keys()];
		entra().revoke(identityId());
		const run = await product.run(getUser(), { fields: appService() });
		expect(run.error).toBeUndefined();
		expect(entra().tokenRequests.map(({ form }) => [form.xms_cc, form.token_sha256_to_refresh])).toEqual([
			['cp1', undefined],
			['cp1', createHash('sha256').update(String(first)).digest('hex')],
		]);
	});

	test('of a virtual machine declares nothing: its endpoint would hand the refused token out again', async () => {
		await product.run(getUser(), { fields: machine() });
		expect(entra().tokenRequests[0]?.form).not.toHaveProperty('xms_cc');
		entra().revoke(identityId());
		const run = await product.run(getUser(), { fields: machine() });
		expect(textOf(run)).toMatch(/didn't accept the sign-in/);
		expect(product.tokenRequests()).toBe(2);
	});
});

describe('the HTTP Request node', () => {
	test('gets a new token with its next run, without the claims, which the credential does not see', async () => {
		const url = `${product.simulator.graphUrl}/v1.0/users/${adele}`;
		await product.http({ url });
		revoke();
		const first = await product.http({ url });
		const second = await product.http({ url });
		expect([first, second].map(({ items }) => items[0]?.json.statusCode)).toContain(200);
		expect(claimsSent()).toEqual([JSON.parse(declared), JSON.parse(declared)]);
	});
});

describe('the credential test', () => {
	test('answers a challenge, and says what is wrong where it comes again', async () => {
		product.app.blockedAtGraph = '203.0.113.7';
		try {
			const result = await product.test();
			expect(result).toMatchObject({ status: 'Error' });
			expect(JSON.stringify(result)).toMatch(/claims challenge.*203\.0\.113\.7/);
			expect(claimsSent()[1]).toMatchObject({ access_token: { xms_rp_ipaddr: { value: '203.0.113.7' } } });
		} finally {
			delete product.app.blockedAtGraph;
		}
	});
});
