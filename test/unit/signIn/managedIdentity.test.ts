import { requestManagedIdentityToken } from '../../../credentials/auth/methods/managedIdentity';
import { explainManagedIdentityAnswer } from '../../../credentials/auth/methods/managedIdentityErrors';
import type { TokenAnswer } from '../../../credentials/auth/core/signInContext';
import { defaultSystemIdentity, defaultUserIdentity, type ScriptedAnswer } from '../../../simulator/entra';
import { contextFor, refusalOf, type TestContext } from './helpers/context';
import { startEntra, type EntraServer } from './helpers/entraServer';

type Fields = Parameters<typeof contextFor>[0];

let server: EntraServer;
beforeAll(async () => {
	server = await startEntra();
});
afterAll(async () => await server.close());
beforeEach(() => server.entra.reset());

function imds(fields: Fields = {}): TestContext {
	return contextFor(
		{ authentication: 'managedIdentity', managedIdentitySource: 'imds', imdsUrl: server.loginUrl, ...fields },
		{ tokenEndpoint: '', resource: server.graphUrl },
	);
}

function appService(fields: Fields = {}): TestContext {
	return imds({
		managedIdentitySource: 'appService',
		identityEndpoint: `${server.loginUrl}/msi/token`,
		identityHeader: server.entra.managedIdentity.identityHeader,
		...fields,
	});
}

function machineLearning(fields: Fields = {}): TestContext {
	return imds({
		managedIdentitySource: 'machineLearning',
		msiEndpoint: `${server.loginUrl}/MSI/auth`,
		msiSecret: server.entra.managedIdentity.msiSecret,
		...fields,
	});
}

const script = (...answers: ScriptedAnswer[]) => server.entra.managedIdentity.answers.push(...answers);
const clientOf = ({ body }: TokenAnswer) => (body as { client_id: string }).client_id;

describe.each([
	['the metadata service', imds],
	['App Service', appService],
])('%s', (_name, context) => {
	it('gives the token of the system-assigned identity', async () => {
		const answer = await requestManagedIdentityToken(context());
		expect(answer.status).toBe(200);
		expect(clientOf(answer)).toBe(defaultSystemIdentity.clientId);
		expect(server.entra.tokens.get((answer.body as { access_token: string }).access_token)?.audience).toBe(
			server.graphUrl,
		);
	});

	it.each([
		['clientId', defaultUserIdentity.clientId],
		['objectId', defaultUserIdentity.objectId],
		['resourceId', defaultUserIdentity.resourceId],
	])(
		'gives the token of a user-assigned identity by its %s',
		async (managedIdentityIdKind, managedIdentityId) => {
			const fields = { managedIdentityType: 'user', managedIdentityIdKind, managedIdentityId };
			expect(clientOf(await requestManagedIdentityToken(context(fields)))).toBe(defaultUserIdentity.clientId);
		},
	);

	it.each([
		['clientId', '', /client ID of the user-assigned managed identity \("Identity ID"\) is empty/],
		['clientId', 'n8n', /isn't the client ID .*GUID/],
		['objectId', 'n8n', /isn't the object \(principal\) ID .*GUID/],
		['resourceId', defaultUserIdentity.clientId, /isn't the resource ID .*\/subscriptions\//],
	])('asks for nothing where the %s is %j', async (managedIdentityIdKind, managedIdentityId, message) => {
		const at = context({ managedIdentityType: 'user', managedIdentityIdKind, managedIdentityId });
		expect((await refusalOf(() => requestManagedIdentityToken(at))).message).toMatch(message);
		expect(at.sent).toEqual([]);
	});

	it('ignores the ID of a user-assigned identity while the system-assigned one is chosen', async () => {
		const at = context({ managedIdentityId: defaultUserIdentity.clientId });
		expect(clientOf(await requestManagedIdentityToken(at))).toBe(defaultSystemIdentity.clientId);
	});

	it('does not follow a redirect with its header', async () => {
		const at = context();
		await requestManagedIdentityToken(at);
		expect(at.sent[0].disableFollowRedirect).toBe(true);
	});

	it.each([429, 500, 502, 503, 504])('asks again after %i, waiting longer each time', async (status) => {
		script({ status }, { status });
		const at = context();
		expect((await requestManagedIdentityToken(at)).status).toBe(200);
		expect(at.waits).toEqual([1000, 2000]);
	});

	it('waits as long as it is asked to', async () => {
		script({ status: 429, headers: { 'retry-after': '7' } });
		const at = context();
		await requestManagedIdentityToken(at);
		expect(at.waits).toEqual([7000]);
	});

	it('gives up after some seconds, with the answer', async () => {
		script(...Array.from({ length: 20 }, () => ({ status: 503, body: { error: 'unavailable' } })));
		const at = context();
		expect((await requestManagedIdentityToken(at)).status).toBe(503);
		expect(at.waits.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(20_000);
		expect(at.sent.length).toBe(5);
	});

	it('does not wait for longer than a person would, and never spins', async () => {
		script({ status: 503, headers: { 'retry-after': '3600' } });
		const late = context();
		expect((await requestManagedIdentityToken(late)).status).toBe(503);
		expect(late.waits).toEqual([]);
		script(...Array.from({ length: 100 }, () => ({ status: 503, headers: { 'retry-after': '0' } })));
		const hasty = context();
		await requestManagedIdentityToken(hasty);
		expect(hasty.sent.length).toBeLessThanOrEqual(21);
	});

	it('does not repeat what is refused for good', async () => {
		script({ status: 400, body: { error: 'invalid_request' } });
		const at = context();
		expect((await requestManagedIdentityToken(at)).status).toBe(400);
		expect(at.sent.length).toBe(1);
	});

	it('says where such an endpoint exists, and names NO_PROXY, where nothing answers', async () => {
		const at = context({ imdsUrl: 'http://127.0.0.1:1', identityEndpoint: 'http://127.0.0.1:1/msi/token' });
		const error = await refusalOf(() => requestManagedIdentityToken(at));
		expect(error.message).toMatch(/managed identity endpoint 127\.0\.0\.1:1 couldn't be reached.*refused/);
		expect(error.message).toMatch(/inside (Azure|the app).*NO_PROXY must name 127\.0\.0\.1/);
	});

	it.each(['n8n', 'file:///etc/passwd', 'ftp://169.254.169.254'])('refuses the address %j', async (url) => {
		const at = context({ imdsUrl: url, identityEndpoint: url });
		expect((await refusalOf(() => requestManagedIdentityToken(at))).message).toMatch(
			/URL of the .* isn't valid/,
		);
	});
});

describe('the metadata service', () => {
	it('gets the header and the version that it wants', async () => {
		const at = imds();
		await requestManagedIdentityToken(at);
		expect(at.sent[0].headers).toMatchObject({ Metadata: 'true' });
		expect([...new URL(at.sent[0].url).searchParams]).toEqual([
			['api-version', '2018-02-01'],
			['resource', server.graphUrl],
		]);
	});

	it('is asked again for over a minute while it is being updated', async () => {
		script(...Array.from({ length: 7 }, () => ({ status: 410 })));
		const at = imds();
		expect((await requestManagedIdentityToken(at)).status).toBe(200);
		expect(at.waits).toEqual(Array.from({ length: 7 }, () => 10_000));
	});

	it('is asked again after a 404', async () => {
		script({ status: 404 });
		expect((await requestManagedIdentityToken(imds())).status).toBe(200);
	});
});

describe('Azure Machine Learning', () => {
	it('gets the version of 2017, whose names are others, as MSAL and azure-identity send it', async () => {
		const at = machineLearning({
			managedIdentityType: 'user',
			// Left over from another place; this one knows client IDs only.
			managedIdentityIdKind: 'objectId',
			managedIdentityId: defaultUserIdentity.clientId,
		});
		expect(clientOf(await requestManagedIdentityToken(at))).toBe(defaultUserIdentity.clientId);
		expect(at.sent[0].headers).toMatchObject({
			Metadata: 'true',
			secret: server.entra.managedIdentity.msiSecret,
		});
		expect([...new URL(at.sent[0].url).searchParams]).toEqual([
			['api-version', '2017-09-01'],
			['resource', server.graphUrl],
			['clientid', defaultUserIdentity.clientId],
		]);
		expect(at.sent[0].disableFollowRedirect).toBe(true);
	});

	it('names no identity for the system-assigned one, and is asked again', async () => {
		script({ status: 503 });
		const at = machineLearning();
		expect(clientOf(await requestManagedIdentityToken(at))).toBe(defaultSystemIdentity.clientId);
		expect(at.waits).toEqual([1000]);
		expect(new URL(at.sent[1].url).searchParams.has('clientid')).toBe(false);
	});

	it.each<[Fields, RegExp]>([
		[{ msiEndpoint: '' }, /managed identity endpoint is missing.*Machine Learning puts.*\$env\.MSI_ENDPOINT/],
		[{ msiSecret: '' }, /managed identity secret is missing.*\$env\.MSI_SECRET/],
		[{ msiSecret: 'a→b' }, /secret \(MSI_SECRET\) contains characters that headers can't have/],
		[{ msiEndpoint: 'n8n' }, /URL of the managed identity endpoint \(MSI_ENDPOINT\) isn't valid/],
		[
			{ managedIdentityType: 'user', managedIdentityId: defaultUserIdentity.resourceId },
			/isn't the client ID of a managed identity/,
		],
		[{ msiEndpoint: 'http://127.0.0.1:1/MSI/auth' }, /couldn't be reached.*read MSI_ENDPOINT and MSI_SECRET/],
	])('says what is wrong: %j', async (fields, message) => {
		const error = await refusalOf(() => requestManagedIdentityToken(machineLearning(fields)));
		expect(error.message).toMatch(message);
	});

	it('explains a secret that is refused, and shows it nowhere', async () => {
		const at = machineLearning({ msiSecret: 'an-old-secret' });
		const answer = await requestManagedIdentityToken(at);
		const { message } = explainManagedIdentityAnswer(
			{ ...answer, body: { message: 'an-old-secret is wrong' } },
			at,
		);
		expect(message).toMatch(/doesn't accept the managed identity secret.*\$env\.MSI_SECRET/);
		expect(message).not.toContain('an-old-secret');
	});
});

describe('App Service', () => {
	it.each([
		[{ identityEndpoint: '' }, /identity endpoint is missing/],
		[{ identityHeader: '' }, /identity header is missing/],
		[{ identityEndpoint: '', identityHeader: '' }, /identity endpoint and the identity header are missing/],
	])('says which variables to give, and that n8n blocks $env: %j', async (fields, message) => {
		const error = await refusalOf(() => requestManagedIdentityToken(appService(fields)));
		expect(error.message).toMatch(message);
		expect(error.message).toMatch(/\$env\.IDENTITY_ENDPOINT.*\$env\.IDENTITY_HEADER/);
		expect(error.message).toContain('N8N_BLOCK_ENV_ACCESS_IN_NODE=false');
	});

	it('keeps a query that its endpoint has', async () => {
		const at = appService({ identityEndpoint: `${server.loginUrl}/msi/token?app=1` });
		expect((await requestManagedIdentityToken(at)).status).toBe(200);
		expect(new URL(at.sent[0].url).searchParams.get('app')).toBe('1');
	});
});

describe('an answer without a token is explained', () => {
	const explain = (status: number, body: unknown, fields: Fields = {}, headers = {}) =>
		explainManagedIdentityAnswer({ status, body, headers }, imds(fields)).message;

	it('as the endpoints of the simulator refuse', async () => {
		const messageOf = async (at: TestContext) =>
			explainManagedIdentityAnswer(await requestManagedIdentityToken(at), at).message;
		const unknown = {
			managedIdentityType: 'user',
			managedIdentityId: '99999999-9999-4999-8999-999999999999',
		};
		expect(await messageOf(imds(unknown))).toMatch(
			/no managed identity with this ID.*Assign.*Identity not found/,
		);
		expect(await messageOf(appService({ identityHeader: 'old' }))).toMatch(
			/doesn't accept the identity header.*changes at restarts.*HTTP 401/,
		);
		expect(await messageOf({ ...imds(), resource: 'https://graph.microsoft.us' })).toMatch(
			/no resource https:\/\/graph\.microsoft\.us.*cloud.*AADSTS500011/,
		);
		server.entra.managedIdentity.identities = [];
		expect(await messageOf(imds())).toMatch(/no system-assigned managed identity.*Turn it on/);
	});

	it.each<[string, number, unknown, RegExp]>([
		[
			'a page',
			503,
			'<html><title>Access denied</title></html>',
			/proxy.*must add 127\.0\.0\.1 to NO_PROXY.*"Access denied"/,
		],
		['a redirect', 302, '', /proxy seems to have responded.*NO_PROXY/],
		['a forwarded request', 400, { error: 'X-Forwarded-For not allowed' }, /proxy.*NO_PROXY/],
		['several identities', 400, { error_description: 'Multiple user assigned identities exist' }, /several/],
		['a 404', 404, '', /no system-assigned managed identity.*empty body/],
		['an update', 410, '', /being updated.*70 seconds/],
		['too many requests', 429, '', /overloaded.*Try again/],
		[
			'a fault',
			500,
			{ error: { code: 'InternalError', message: 'failed' } },
			/unavailable.*HTTP 500, failed/,
		],
		['a block on AKS', 403, 'blocked', /refused the request.*AKS/],
		['something else', 400, { message: 'odd' }, /returned no token.*HTTP 400, odd/],
	])('%s', (_name, status, body, message) => {
		expect(explain(status, body)).toMatch(message);
	});

	it('as Azure Arc, which cannot serve here', () => {
		const headers = { 'www-authenticate': 'Basic realm=/var/opt/azcmagent/tokens/1.key' };
		expect(explain(401, '', {}, headers)).toMatch(/Azure Arc.*can't read files.*certificate/);
	});

	it('without the identity header, should the answer echo it', () => {
		const fields = { managedIdentitySource: 'appService', identityHeader: 'header-secret' };
		const message = explain(401, { message: 'X-IDENTITY-HEADER header-secret is old' }, fields);
		expect(message).not.toContain('header-secret');
		expect(message).toContain('is old');
	});
});
