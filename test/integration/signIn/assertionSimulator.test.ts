import { SignatureV4 } from '@smithy/signature-v4';
import { request } from 'undici';

import { defaultSystemIdentity, defaultUserIdentity } from '../../../simulator/entra';
import { decodeJwt } from '../../../simulator/entra/jwt';
import { startEntra, type EntraServer } from '../../unit/signIn/helpers/entraServer';
import { Sha256 } from '../../unit/signIn/helpers/sha256';

/*
 * Whoever gives assertions, and the managed identity of Azure Machine Learning, as the simulator plays them.
 */

let server: EntraServer;
beforeAll(async () => {
	server = await startEntra();
});
afterAll(async () => await server.close());
beforeEach(() => server.entra.reset());

const provider = () => server.entra.identityProvider;
const claimsOf = (jwt: unknown) => decodeJwt(String(jwt))?.claims;

interface Sent {
	method?: 'GET' | 'POST';
	headers?: Record<string, string>;
	body?: string;
}

async function send(path: string, options: Sent = {}) {
	const { statusCode, body } = await request(`${server.loginUrl}${path}`, options);
	const text = await body.text();
	return { status: statusCode, text, json: () => JSON.parse(text) as Record<string, unknown> };
}

describe('the grant of client credentials', () => {
	const path = '/realms/n8n/protocol/openid-connect/token';
	const form = { 'content-type': 'application/x-www-form-urlencoded' };
	const basic = (id: string, secret: string) =>
		`Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
	const post = async (body: Record<string, string>, headers: Record<string, string> = {}) =>
		await send(path, {
			method: 'POST',
			headers: { ...form, ...headers },
			body: new URLSearchParams(body).toString(),
		});
	const grant = { grant_type: 'client_credentials' };

	it('takes the client in the body or in the header, not in both', async () => {
		const { clientId, clientSecret } = provider();
		const inBody = { client_id: clientId, client_secret: clientSecret };
		const inHeader = { authorization: basic(clientId, clientSecret) };
		const first = await post({ ...grant, ...inBody, audience: 'api://x' });
		expect(claimsOf(first.json().access_token)).toMatchObject({ aud: 'api://x', iss: provider().issuer });
		expect((await post(grant, inHeader)).status).toBe(200);
		expect((await post({ ...grant, ...inBody }, inHeader)).json()).toMatchObject({
			error: 'invalid_request',
		});
		expect(server.entra.tokenRequests[0].form.client_secret).toBe('***');
	});

	it('refuses another secret, and another grant', async () => {
		const { clientId, clientSecret } = provider();
		const wrong = await post({ ...grant, client_id: clientId, client_secret: 'wrong' });
		expect([wrong.status, wrong.json().error]).toEqual([401, 'invalid_client']);
		const other = await post({
			grant_type: 'password',
			client_id: clientId,
			client_secret: clientSecret,
		});
		expect([other.status, other.json().error]).toEqual([400, 'unsupported_grant_type']);
	});
});

describe('a GitHub Actions job', () => {
	it('gets a token for the audience, with its bearer token alone', async () => {
		const path = '/actions/oidc?api-version=2.0&audience=api://AzureADTokenExchange';
		const headers = { authorization: `bearer ${provider().bearerToken}` };
		const { value } = (await send(path, { headers })).json();
		expect(claimsOf(value)).toMatchObject({ aud: 'api://AzureADTokenExchange' });
		expect((await send(path)).status).toBe(401);
		expect((await send('/actions/oidc', { headers })).status).toBe(400);
	});
});

describe("Kubernetes' TokenRequest", () => {
	const post = async (spec: object, options: { account?: string; token?: string; kind?: string } = {}) => {
		const { account = 'n8n', token = provider().bearerToken, kind = 'TokenRequest' } = options;
		return await send(`/api/v1/namespaces/automation/serviceaccounts/${account}/token`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
			body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind, spec }),
		});
	};

	it('answers 201 with the token of the service account', async () => {
		const { status, json } = await post({ audiences: ['api://x'], expirationSeconds: 600 });
		expect(status).toBe(201);
		expect(claimsOf((json().status as { token: string }).token)).toMatchObject({
			aud: 'api://x',
			sub: 'system:serviceaccount:automation:n8n',
		});
	});

	it('refuses a wrong token, another account, another kind, and a short life', async () => {
		const spec = { audiences: ['api://x'] };
		expect((await post(spec, { token: 'wrong' })).status).toBe(401);
		expect((await post(spec, { account: 'other' })).json()).toMatchObject({ code: 403, kind: 'Status' });
		expect((await post(spec, { kind: 'Other' })).status).toBe(400);
		expect((await post({ ...spec, expirationSeconds: 300 })).status).toBe(422);
	});
});

describe("AWS' token service", () => {
	const usual = {
		Action: 'GetWebIdentityToken',
		Version: '2011-06-15',
		'Audience.member.1': 'api://AzureADTokenExchange',
		SigningAlgorithm: 'RS256',
		DurationSeconds: '300',
	};
	const aws = () => server.entra.aws;

	async function call(
		form: Record<string, string> = usual,
		change: Record<string, string> = {},
		at = Date.now(),
	) {
		const { hostname, host } = new URL(server.loginUrl);
		const signer = new SignatureV4({
			service: 'sts',
			region: aws().region,
			credentials: { ...aws(), ...change },
			sha256: Sha256,
		});
		const body = new URLSearchParams(form).toString();
		const { headers } = await signer.sign(
			{
				method: 'POST',
				protocol: 'https:',
				hostname,
				path: '/',
				headers: { host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
				body,
			},
			{ signingDate: new Date(at) },
		);
		return await send('/', { method: 'POST', headers, body });
	}
	const codeOf = (text: string) => /<Code>(.*)<\/Code>/.exec(text)?.[1];

	it('gives a token to what its own library has signed, also with a session', async () => {
		for (const sessionToken of [undefined, 'a-session-token/+=']) {
			aws().sessionToken = sessionToken;
			const { status, text } = await call();
			expect(status).toBe(200);
			const token = /<WebIdentityToken>(.*)<\/WebIdentityToken>/.exec(text)?.[1];
			expect(claimsOf(token)).toMatchObject({
				aud: 'api://AzureADTokenExchange',
				iss: aws().issuer,
				sub: aws().arn,
			});
		}
	});

	it.each<[string, () => Promise<{ text: string }>]>([
		['SignatureDoesNotMatch', async () => await call(usual, { secretAccessKey: 'wrong' })],
		['InvalidClientTokenId', async () => await call(usual, { accessKeyId: 'AKIAOTHER' })],
		['InvalidClientTokenId', async () => await call(usual, { sessionToken: 'other' })],
		['MissingAuthenticationToken', async () => await send('/', { method: 'POST' })],
		['InvalidAction', async () => await call({ ...usual, Action: 'Other' })],
		['ValidationError', async () => await call({ ...usual, DurationSeconds: '30' })],
		['ValidationError', async () => await call({ ...usual, SigningAlgorithm: 'PS256' })],
		[
			'ExpiredToken',
			async () => {
				Object.assign(aws(), { sessionToken: 'session', sessionLeft: 0 });
				return await call();
			},
		],
		[
			'SessionDurationEscalation',
			async () => {
				Object.assign(aws(), { sessionToken: 'session', sessionLeft: 100 });
				return await call();
			},
		],
		[
			'OutboundWebIdentityFederationDisabled',
			async () => {
				aws().federationEnabled = false;
				return await call();
			},
		],
		[
			'AccessDenied',
			async () => {
				aws().allowed = false;
				return await call();
			},
		],
	])('refuses with %s', async (code, made) => {
		expect(codeOf((await made()).text)).toBe(code);
	});

	it.each([
		['expired', -20],
		['not yet current', 20],
	])('refuses a signature that is %s by its clock', async (words, minutes) => {
		const { text } = await call(usual, {}, Date.now() + minutes * 60_000);
		expect(codeOf(text)).toBe('SignatureDoesNotMatch');
		expect(text).toContain(`Signature ${words}`);
	});
});

describe("Azure Machine Learning's endpoint", () => {
	const ask = async (query: Record<string, string>, headers: Record<string, string> = {}) =>
		await send(
			`/MSI/auth?${new URLSearchParams({ 'api-version': '2017-09-01', resource: server.graphUrl, ...query }).toString()}`,
			{ headers: { secret: server.entra.managedIdentity.msiSecret, ...headers } },
		);

	it('knows identities as clientid alone, and tells no expires_in', async () => {
		const system = (await ask({})).json();
		expect(system).toMatchObject({ client_id: defaultSystemIdentity.clientId });
		expect(system).not.toHaveProperty('expires_in');
		const user = { clientid: defaultUserIdentity.clientId };
		expect((await ask(user)).json()).toMatchObject({ client_id: defaultUserIdentity.clientId });
		const other = { client_id: defaultUserIdentity.clientId };
		expect((await ask(other)).json()).toMatchObject({ client_id: defaultSystemIdentity.clientId });
	});

	it('wants its secret and its version', async () => {
		expect((await ask({}, { secret: 'wrong' })).status).toBe(401);
		expect((await ask({ 'api-version': '2019-08-01' })).status).toBe(400);
	});

	it('writes the end of a token as .NET prints it, where told so', async () => {
		Object.assign(server.entra.managedIdentity, { expiresOnAs: 'dotNet' });
		expect((await ask({})).json().expires_on).toMatch(
			/^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d:\d\d [AP]M \+00:00$/,
		);
	});
});
