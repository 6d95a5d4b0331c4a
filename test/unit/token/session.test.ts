import axios from 'axios';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { forgetAllTokens } from '../../../credentials/auth/token/cache';
import {
	authorize,
	beginSession,
	dropTokenAfter403,
	graphTokenOf,
	rolesOf,
	signInId,
	testMarker,
} from '../../../credentials/auth/token/session';

const tenantId = '11111111-1111-4111-8111-111111111111';
const clientId = '22222222-2222-4222-8222-222222222222';
const graph = 'https://graph.microsoft.com';
const credentials = (change: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject => ({
	tenantId,
	clientId,
	clientSecret: 'a secret',
	...change,
});

let clock = Date.parse('2026-11-21T08:00:00Z');
beforeEach(() => {
	forgetAllTokens();
	jest.spyOn(Date, 'now').mockImplementation(() => clock);
});
afterEach(() => jest.restoreAllMocks());

/** Entra and Graph behind n8n's HTTP helper: tokens are numbered, Graph answers what it is told. */
function hosts({
	roles = ['Mail.Send'],
	graphStatus = 200,
}: { roles?: string[]; graphStatus?: number } = {}) {
	const requests: IHttpRequestOptions[] = [];
	const helper = async (options: IHttpRequestOptions) => {
		requests.push(options);
		if (options.url.startsWith(graph)) return { statusCode: graphStatus, headers: {}, body: {} };
		const claims = Buffer.from(JSON.stringify({ roles, n: requests.length })).toString('base64url');
		return { statusCode: 200, headers: {}, body: { access_token: `e30.${claims}.x`, expires_in: 3599 } };
	};
	return {
		helper,
		requests,
		tokenRequests: () => requests.filter(({ url }) => url.startsWith('https://login.')),
	};
}
const bearerOf = ({ headers }: IHttpRequestOptions) =>
	(headers?.authorization as string).replace('Bearer ', '');
async function use(
	data: ICredentialDataDecryptedObject,
	{ helper }: ReturnType<typeof hosts>,
	request: Partial<IHttpRequestOptions> = {},
) {
	beginSession(data, helper);
	return await authorize(data, { url: `${graph}/v1.0/users`, ...request });
}

/**
 * Follows a redirect as older versions of n8n were seen to: what is sent as `Authorization` is set again after axios took it off.
 */
async function followedByOldN8n(headers: Record<string, string>, url: string): Promise<void> {
	await axios.get(url, {
		headers,
		proxy: false,
		beforeRedirect: (redirected) => {
			if (headers.Authorization) {
				Object.assign(redirected.headers as object, { Authorization: headers.Authorization });
			}
		},
	});
}

describe('a redirect to another host, in an n8n that knows no option against it', () => {
	let landed: Array<string | undefined> = [];
	const server = createServer((incoming, response) => {
		if (incoming.url === '/landed') {
			landed.push(incoming.headers.authorization);
			response.end();
			return;
		}
		const port = (server.address() as AddressInfo).port;
		response.writeHead(302, { location: `http://localhost:${port}/landed` }).end();
	});
	beforeAll(async () => await new Promise<void>((resolve) => server.listen(0, resolve)));
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	beforeEach(() => {
		landed = [];
	});
	const from = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

	test('carries no token', async () => {
		const { headers } = await use(credentials(), hosts());
		await followedByOldN8n(headers as Record<string, string>, from());
		expect(landed).toEqual([undefined]);
	});

	test('would carry it under the usual name of the header', async () => {
		await followedByOldN8n({ Authorization: 'Bearer x' }, from());
		expect(landed).toEqual(['Bearer x']);
	});

	test.each(['Authorization', 'AUTHORIZATION', 'authorization'])(
		'sends no second %s of the node',
		async (name) => {
			const { headers } = await use(credentials(), hosts(), { headers: { [name]: 'Bearer of the node' } });
			expect(Object.keys(headers ?? {}).filter((each) => /^authorization$/i.test(each))).toEqual([
				'authorization',
			]);
			expect(headers?.authorization).toMatch(/^Bearer e30\./);
		},
	);
});

describe('a request', () => {
	test('gets the token of its resource, and is not followed to another host', async () => {
		const entra = hosts();
		const request = await use(credentials(), entra, { headers: { Prefer: 'x' } });
		expect(request).toMatchObject({
			headers: { Prefer: 'x', authorization: expect.stringMatching(/^Bearer e30\./) },
			sendCredentialsOnCrossOriginRedirect: false,
		});
		expect(entra.requests).toMatchObject([
			{
				method: 'POST',
				url: `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`,
				disableFollowRedirect: true,
			},
		]);
		const form = Object.fromEntries(new URLSearchParams(entra.requests[0].body as string));
		expect(form).toEqual({
			claims: '{"access_token":{"xms_cc":{"values":["cp1"]}}}',
			client_id: clientId,
			client_secret: 'a secret',
			grant_type: 'client_credentials',
			scope: `${graph}/.default`,
		});
	});

	test('to another host gets none, and none is asked for', async () => {
		const entra = hosts();
		const refused = use(credentials(), entra, { url: 'https://attacker.example/v1.0/users' });
		await expect(refused).rejects.toThrow(/only/);
		const byBase = use(credentials(), entra, { url: '/v1.0/users', baseURL: 'https://attacker.example' });
		await expect(byBase).rejects.toThrow(/only/);
		expect(entra.requests).toEqual([]);
	});

	test.each([
		{ url: '/v1.0/users', baseURL: graph },
		{ url: '', uri: `${graph}/v1.0/users` } as Partial<IHttpRequestOptions>,
	])('is judged by where it goes: %j', async (request) => {
		expect(bearerOf(await use(credentials(), hosts(), request))).toMatch(/^e30/);
	});

	test.each(['', 'users', '/v1.0/users'])('that goes nowhere is refused: %j', async (url) => {
		await expect(use(credentials(), hosts(), { url })).rejects.toThrow(/isn't a URL/);
	});

	test('without preparation is refused, in words', async () => {
		await expect(authorize(credentials(), { url: graph })).rejects.toThrow(/wasn't prepared/);
	});

	test('shares the token with every other of the same settings', async () => {
		const entra = hosts();
		const first = await use(credentials(), entra);
		const again = await use(credentials({ clientSecret: ' a secret ' }), entra);
		expect(bearerOf(again)).toBe(bearerOf(first));
		expect(entra.requests).toHaveLength(1);
	});

	test.each<ICredentialDataDecryptedObject>([
		{ clientSecret: 'another secret' },
		{ tenantId: 'contoso.example' },
		{ clientId: '33333333-3333-4333-8333-333333333333' },
		{ tokenEndpointVersion: 'v1.0' },
		{ allowedHttpRequestDomains: 'none' },
	])('never gets the token of other settings: %j', async (change) => {
		const entra = hosts();
		const first = await use(credentials(), entra);
		const other = await use(credentials(change), entra);
		expect(bearerOf(other)).not.toBe(bearerOf(first));
		expect(signInId(credentials(change))).not.toBe(signInId(credentials()));
	});
});

describe('a token that Graph refused', () => {
	test('is renewed when n8n asks again for the same object', async () => {
		const entra = hosts();
		const data = credentials();
		const first = await use(data, entra);
		const second = await use(data, entra);
		expect(bearerOf(second)).not.toBe(bearerOf(first));
		expect(entra.tokenRequests()).toHaveLength(2);
	});

	test('is not asked for over and over', async () => {
		const entra = hosts();
		for (let n = 0; n < 20; n++) {
			const data = credentials();
			await use(data, entra);
			await use(data, entra);
		}
		expect(entra.tokenRequests()).toHaveLength(2);
	});
});

describe('a 403', () => {
	test('renews the token a later try uses, so that a role given meanwhile works', async () => {
		const entra = hosts();
		const first = credentials();
		await use(first, entra);
		expect(dropTokenAfter403(first)).toBe(false);
		clock += 6_000;
		const later = credentials();
		await use(later, entra);
		expect(dropTokenAfter403(later)).toBe(true);
		const renewed = credentials();
		await use(renewed, entra);
		expect(entra.tokenRequests()).toHaveLength(2);
	});

	test('renews no managed identity’s token: Azure keeps it', async () => {
		const entra = hosts();
		const data = credentials({ authentication: 'managedIdentity', managedIdentitySource: 'imds' });
		await use(data, entra).catch(() => undefined);
		clock += 3_600_000;
		expect(dropTokenAfter403(data)).toBe(false);
	});

	test('says nothing of credentials that were not used', () => {
		expect(dropTokenAfter403(credentials())).toBe(false);
	});
});

describe('a credential test', () => {
	const testRequest = () => ({
		url: '/v1.0/organization',
		baseURL: 'https://wrong.example',
		headers: { [testMarker]: 'true' },
	});

	test('signs in anew, calls Graph, and leaves no trace of being a test', async () => {
		const entra = hosts();
		await use(credentials(), entra);
		const request = await use(credentials(), entra, testRequest());
		expect(request.headers).not.toHaveProperty(testMarker);
		expect(request.baseURL).toBe(graph);
		expect(entra.tokenRequests()).toHaveLength(2);
		expect(entra.requests.at(-1)).toMatchObject({
			url: `${graph}/v1.0/organization?$select=id`,
			disableFollowRedirect: true,
		});
	});

	test.each([200, 403])('is green with %d: the token was accepted', async (graphStatus) => {
		await expect(use(credentials(), hosts({ graphStatus }), testRequest())).resolves.toBeDefined();
	});

	test.each([301, 401, 404, 429, 500])('is red with %d', async (graphStatus) => {
		const refused = use(credentials(), hosts({ graphStatus }), testRequest());
		await expect(refused).rejects.toThrow(new RegExp(`sign-in succeeded.*${graphStatus}`));
	});

	test('signs in for the credential’s own scope, too', async () => {
		const entra = hosts();
		await use(credentials({ scope: 'https://management.azure.com/.default' }), entra, testRequest());
		const scopes = entra.tokenRequests().map(({ body }) => new URLSearchParams(body as string).get('scope'));
		expect(scopes).toEqual([`${graph}/.default`, 'https://management.azure.com/.default']);
	});
});

describe('what is told of a sign-in', () => {
	test('are the roles of its token', async () => {
		const data = credentials();
		expect(rolesOf(data)).toBeUndefined();
		expect(graphTokenOf(data)).toBeUndefined();
		await use(credentials(), hosts({ roles: ['Mail.Send', 'User.Read.All'] }));
		expect(rolesOf(data)).toEqual(['Mail.Send', 'User.Read.All']);
		expect(graphTokenOf(data)).toMatchObject({ obtainedAt: clock });
	});

	test('is nothing where the cloud cannot be used', () => {
		expect(graphTokenOf(credentials({ cloud: 'custom', graphUrl: 'nowhere' }))).toBeUndefined();
	});

	test('is an id without a secret in it', () => {
		expect(signInId(credentials())).toMatch(/^[0-9a-f]{64}$/);
	});
});
