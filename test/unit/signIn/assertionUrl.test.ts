import { federatedCredential } from '../../../credentials/auth/methods/federatedCredential';
import { decodeJwt } from '../../../simulator/entra/jwt';
import type { ScriptedAnswer } from '../../../simulator/entra';
import { contextFor, refusalOf, type TestContext } from './helpers/context';
import { startEntra, type EntraServer } from './helpers/entraServer';

type Fields = Parameters<typeof contextFor>[0];

let server: EntraServer;
beforeAll(async () => {
	server = await startEntra();
});
afterAll(async () => await server.close());
beforeEach(() => server.entra.reset());

const provider = () => server.entra.identityProvider;
const script = (...answers: ScriptedAnswer[]) => provider().answers.push(...answers);

const asking = (path: string, fields: Fields) =>
	contextFor({
		authentication: 'federatedCredential',
		clientAssertionSource: 'url',
		clientAssertionUrl: `${server.loginUrl}${path}`,
		...fields,
	});
const keycloak = (fields: Fields = {}) =>
	asking('/realms/n8n/protocol/openid-connect/token', {
		clientAssertionRequest: 'clientCredentials',
		providerClientId: provider().clientId,
		providerClientSecret: provider().clientSecret,
		...fields,
	});
const gitHub = (fields: Fields = {}) =>
	asking('/actions/oidc?api-version=2.0', {
		clientAssertionRequest: 'gitHub',
		clientAssertionToken: provider().bearerToken,
		...fields,
	});
const kubernetes = (fields: Fields = {}) =>
	asking('/api/v1/namespaces/automation/serviceaccounts/n8n/token', {
		clientAssertionRequest: 'kubernetes',
		clientAssertionToken: provider().bearerToken,
		...fields,
	});
const custom = (fields: Fields = {}) => asking('/idp/json', { clientAssertionMethod: 'POST', ...fields });

const claimsOf = async (at: TestContext) =>
	decodeJwt((await federatedCredential(at)).client_assertion)?.claims;
const jwt = (claims: object) => {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	return `${part({ alg: 'RS256', kid: '1' })}.${part(claims)}.c2lnbmF0dXJl`;
};

describe('OAuth2 client credentials', () => {
	it.each(['header', 'body'])('prove the client in the %s', async (providerAuthentication) => {
		// Characters that a form encodes, and a colon, which parts name and password.
		Object.assign(provider(), { clientId: 'n8n client:1', clientSecret: 'pä ss/+&=:~%41' });
		expect(await claimsOf(keycloak({ providerAuthentication }))).toMatchObject({ iss: provider().issuer });
	});

	it('send scope and audience where they are given, and neither otherwise', async () => {
		await federatedCredential(keycloak());
		const claims = await claimsOf(keycloak({ providerScope: 'graph', providerAudience: 'api://x' }));
		expect(claims).toMatchObject({ aud: 'api://x' });
		const forms = server.entra.tokenRequests.map(({ form }) => form);
		expect(forms).toEqual([
			{ grant_type: 'client_credentials' },
			{ grant_type: 'client_credentials', scope: 'graph', audience: 'api://x' },
		]);
	});

	it.each<[Fields, RegExp]>([
		[{ providerClientId: '' }, /client ID \("Provider Client ID"\) is empty/],
		[{ providerClientSecret: '' }, /client secret \("Provider Client Secret"\) is empty/],
		[{ providerClientSecret: 'wrong-secret' }, /HTTP 401.*invalid_client.*"Provider Authentication"/],
	])('say what is wrong: %j', async (fields, message) => {
		const { message: said } = await refusalOf(() => federatedCredential(keycloak(fields)));
		expect(said).toMatch(message);
		expect(said).not.toContain('wrong-secret');
	});

	it('take the id_token where the path says so', async () => {
		const answer = { access_token: jwt({ sub: 'a' }), id_token: jwt({ sub: 'b' }) };
		script({ status: 200, body: answer }, { status: 200, body: answer });
		expect(await claimsOf(keycloak())).toEqual({ sub: 'a' });
		expect(await claimsOf(keycloak({ clientAssertionPath: 'id_token' }))).toEqual({ sub: 'b' });
	});

	it('take the id_token by themselves where the access token is none that can be read', async () => {
		script({ status: 200, body: { access_token: 'opaque', id_token: jwt({ sub: 'b' }) } });
		expect(await claimsOf(keycloak())).toEqual({ sub: 'b' });
	});
});

describe('a GitHub Actions job', () => {
	it.each([
		[{}, 'api://AzureADTokenExchange'],
		[{ cloud: 'usGovernment' }, 'api://AzureADTokenExchangeUSGov'],
		[{ clientAssertionAudience: 'api://a b&c' }, 'api://a b&c'],
	])('is asked for the audience: %j', async (fields, audience) => {
		const at = gitHub(fields);
		expect(await claimsOf(at)).toMatchObject({ aud: audience });
		expect(new URL(at.sent[0].url).searchParams.get('api-version')).toBe('2.0');
	});

	it.each<[Fields, RegExp]>([
		[{ clientAssertionToken: '' }, /\("Bearer Token"\) is empty.*N8N_BLOCK_ENV_ACCESS_IN_NODE/],
		[{ clientAssertionToken: 'a→b' }, /\("Bearer Token"\) contains characters/],
		[{ clientAssertionToken: 'old-token' }, /HTTP 401.*ACTIONS_ID_TOKEN_REQUEST_TOKEN.*id-token: write/],
	])('says what is wrong: %j', async (fields, message) => {
		expect((await refusalOf(() => federatedCredential(gitHub(fields)))).message).toMatch(message);
	});
});

describe("Kubernetes' TokenRequest", () => {
	it('gives the token of the service account, with 201', async () => {
		expect(await claimsOf(kubernetes())).toMatchObject({
			aud: 'api://AzureADTokenExchange',
			sub: 'system:serviceaccount:automation:n8n',
		});
		expect(server.entra.tokenRequests[0]).toMatchObject({
			status: 201,
			form: { kind: 'TokenRequest', spec: { expirationSeconds: 600 } },
		});
	});

	it.each<[string, Fields, RegExp]>([
		['a wrong token', { clientAssertionToken: 'wrong-token' }, /HTTP 401.*"Bearer Token".*expired/],
		[
			'no right',
			{ clientAssertionUrl: '/api/v1/namespaces/automation/serviceaccounts/other/token' },
			/HTTP 403.*cannot create resource.*serviceaccounts\/token in the namespace/,
		],
		['another path', { clientAssertionUrl: '/api/v1' }, /HTTP 404.*serviceaccounts\/NAME\/token/],
	])('says what is wrong: %s', async (_name, fields, message) => {
		const { clientAssertionUrl: path } = fields;
		const at = kubernetes({
			...fields,
			...(path === undefined ? {} : { clientAssertionUrl: `${server.loginUrl}${String(path)}` }),
		});
		expect((await refusalOf(() => federatedCredential(at))).message).toMatch(message);
	});
});

describe('a request of a custom kind', () => {
	it.each([
		['{"a": {"b": 1}}', '', 'application/json', '{"a": {"b": 1}}'],
		['a=b&c=d', '', 'application/x-www-form-urlencoded; charset=utf-8', 'a=b&c=d'],
		['{"a": 1}', '{"content-type": "application/vnd.x+json"}', 'application/vnd.x+json', '{"a": 1}'],
	])('sends the body %s with %s', async (clientAssertionBody, clientAssertionHeaders, type, body) => {
		const at = contextFor(
			{ ...custom().fields, clientAssertionBody, clientAssertionHeaders },
			{ httpRequest: async (options) => (at.sent.push(options), answered) },
		);
		const answered = { statusCode: 200, headers: {}, body: jwt({ sub: 'a' }) };
		await federatedCredential(at);
		const { headers, body: sent } = at.sent[0];
		expect(sent).toBe(body);
		expect(Object.entries(headers ?? {}).filter(([name]) => /content-type/i.test(name))).toEqual([
			[expect.any(String), type],
		]);
	});

	it('sends no body by GET, where one is left over', async () => {
		const at = asking('/idp/json', { clientAssertionBody: 'a=b' });
		await federatedCredential(at);
		expect(at.sent[0]).not.toHaveProperty('body');
	});

	it.each([
		['value', { value: jwt({}) }],
		['access_token', { access_token: jwt({}) }],
		['id_token', { id_token: jwt({}) }],
		['status.token', { status: { token: jwt({}) } }],
		['token', { token: jwt({}) }],
		['data.token', { data: { token: jwt({}) } }],
		['oidcToken', { oidcToken: jwt({}) }],
		['the whole answer', jwt({})],
	])('finds the assertion at %s without being told', async (_place, body) => {
		script({ status: 200, body });
		expect(await claimsOf(asking('/idp/json', {}))).toEqual({});
	});

	it('shows nothing of its body that is a secret', async () => {
		script({ status: 400, body: { error: 'client_secret s3cr3t-value and n8n are wrong' } });
		const at = asking('/idp/token', {
			clientAssertionMethod: 'POST',
			clientAssertionBody: 'grant_type=client_credentials&client_id=n8n&client_secret=s3cr3t-value',
		});
		const { message } = await refusalOf(() => federatedCredential(at));
		expect(message).toContain('client_secret *** and n8n are wrong');
	});
});

describe.each<[string, (fields?: Fields) => TestContext]>([
	['OAuth2 client credentials', keycloak],
	['a GitHub Actions job', gitHub],
	['TokenRequest', kubernetes],
])('%s', (_name, context) => {
	it('is retried by the rules of Entra', async () => {
		script({ status: 503 }, { status: 429, headers: { 'retry-after': '7' } });
		const at = context();
		await federatedCredential(at);
		expect(at.waits).toEqual([1_000, 7_000]);
	});

	it('follows no redirect, so that no secret goes to another host', async () => {
		script({ status: 307, headers: { location: 'https://idp.example' } });
		const at = context();
		const { message } = await refusalOf(() => federatedCredential(at));
		expect(message).toMatch(/Redirects aren't followed; enter the final address/);
		expect(at.sent).toHaveLength(1);
		expect(at.sent[0].disableFollowRedirect).toBe(true);
	});

	it('goes to https alone, outside the own network', async () => {
		const at = context({ clientAssertionUrl: 'http://idp.example/token' });
		await refusalOf(() => federatedCredential(at));
		expect(at.sent).toEqual([]);
	});

	it('shows no secret that is echoed', async () => {
		const at = context();
		const { providerClientSecret, clientAssertionToken } = at.fields;
		const secret = providerClientSecret || clientAssertionToken;
		const headers = JSON.stringify(context().fields);
		script({ status: 400, body: { error: `It was ${secret}`, headers } });
		const { message } = await refusalOf(() => federatedCredential(at));
		expect(message).toContain('It was ***');
		expect(message).not.toContain(secret);
	});
});
