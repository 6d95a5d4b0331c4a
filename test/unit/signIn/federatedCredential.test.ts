import { federatedCredential } from '../../../credentials/auth/methods/federatedCredential';
import { decodeJwt } from '../../../simulator/entra/jwt';
import { defaultSystemIdentity, type ScriptedAnswer } from '../../../simulator/entra';
import { contextFor, refusalOf, type TestContext } from './helpers/context';
import { startEntra, type EntraServer } from './helpers/entraServer';

type Fields = Parameters<typeof contextFor>[0];

let server: EntraServer;
beforeAll(async () => {
	server = await startEntra();
});
afterAll(async () => await server.close());
beforeEach(() => server.entra.reset());

const context = (fields: Fields): TestContext =>
	contextFor({ authentication: 'federatedCredential', ...fields });
const script = (...answers: ScriptedAnswer[]) => server.entra.identityProvider.answers.push(...answers);

async function claimsOf(at: TestContext): Promise<Record<string, unknown>> {
	const parameters = await federatedCredential(at);
	expect(parameters.client_assertion_type).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
	const jwt = decodeJwt(parameters.client_assertion);
	if (jwt === undefined) throw new Error('The assertion is no JWT');
	return jwt.claims;
}

function jwtWith(claims: object): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	return `${part({ alg: 'RS256', kid: '1' })}.${part(claims)}.c2lnbmF0dXJl`;
}

describe('an assertion given by an expression', () => {
	const fields = (clientAssertion: string) => ({ clientAssertionSource: 'expression', clientAssertion });

	it('is sent as it is', async () => {
		const jwt = jwtWith({ iss: 'https://idp.example', exp: Date.now() / 1000 + 60 });
		const at = context(fields(` ${jwt}\n`));
		expect((await federatedCredential(at)).client_assertion).toBe(jwt);
		expect(at.sent).toEqual([]);
	});

	it.each([
		['nothing', '', /client assertion is empty.*N8N_BLOCK_ENV_ACCESS_IN_NODE/],
		['no JWT', 'token', /isn't a JWT.*5 characters and 0 dots/],
		[
			'half a JWT',
			jwtWith({})
				.slice(0, -5)
				.replace(/\.[^.]*$/, ''),
			/isn't a JWT.*1 dots/,
		],
		['JSON', JSON.stringify({ token: 'a.b.c' }), /isn't a JWT/],
		[
			'an old JWT',
			jwtWith({ exp: Date.now() / 1000 - 3600 }),
			/expired at \d{4}-\d\d-\d\dT.*Fetch a new one.*clock/,
		],
	])('is refused where it is %s', async (_name, clientAssertion, message) => {
		const error = await refusalOf(() => federatedCredential(context(fields(clientAssertion))));
		expect(error.message).toMatch(message);
		if (clientAssertion.length > 10) expect(error.message).not.toContain(clientAssertion);
	});

	it('may have ended within the tolerance between clocks, which is for Entra to judge', async () => {
		const jwt = jwtWith({ exp: Date.now() / 1000 - 60 });
		expect((await federatedCredential(context(fields(jwt)))).client_assertion).toBe(jwt);
	});
});

describe('an assertion fetched from a URL', () => {
	const url = (path: string, fields: Fields = {}) =>
		context({ clientAssertionSource: 'url', clientAssertionUrl: `${server.loginUrl}${path}`, ...fields });
	const google =
		'/computeMetadata/v1/instance/service-accounts/default/identity?audience=api://AzureADTokenExchange';

	it("is the whole text of Google's metadata server", async () => {
		const at = url(google, { clientAssertionHeaders: '{"Metadata-Flavor": "Google"}' });
		expect(await claimsOf(at)).toMatchObject({
			iss: server.entra.identityProvider.issuer,
			aud: 'api://AzureADTokenExchange',
		});
	});

	it.each(['value', 'nested.tokens.0.jwt'])('stands at %s of a JSON answer', async (clientAssertionPath) => {
		expect(await claimsOf(url('/idp/json', { clientAssertionPath }))).toMatchObject({
			sub: server.entra.identityProvider.subject,
		});
	});

	it('is asked for by POST, with headers', async () => {
		server.entra.identityProvider.authorization = 'Bearer idp-key';
		const at = url('/idp/token', {
			clientAssertionMethod: 'POST',
			clientAssertionHeaders: '{"Authorization": "Bearer idp-key"}',
			clientAssertionPath: 'access_token',
		});
		expect(await claimsOf(at)).toMatchObject({ sub: server.entra.identityProvider.subject });
		expect(at.sent[0].disableFollowRedirect).toBe(true);
	});

	it.each<[string, () => TestContext, RegExp]>([
		[
			'there is no URL',
			() => url('', { clientAssertionUrl: '' }),
			/URL of the client assertion \("Client Assertion URL"\) is empty/,
		],
		[
			'the URL is none',
			() => url('', { clientAssertionUrl: 'idp' }),
			/URL of the client assertion \("Client Assertion URL"\) isn't valid/,
		],
		[
			'it would go over plain http to the internet',
			() => url('', { clientAssertionUrl: 'http://idp.example/token' }),
			/http:\/\/idp\.example can't be used as URL of the client assertion \("Client Assertion URL"\)/,
		],
		[
			'the scheme is another',
			() => url('', { clientAssertionUrl: 'file:///var/run/secrets/token' }),
			/file:.* can't be used as URL of the client assertion/,
		],
		[
			'the headers are no JSON',
			() => url('/idp/json', { clientAssertionHeaders: 'Metadata-Flavor: Google' }),
			/headers of the assertion request \("Client Assertion Headers"\) aren't a JSON object/,
		],
		['a header is missing', () => url(google), /returned no assertion.*HTTP 403: Forbidden.*Metadata-Flavor/],
		[
			'the place in the answer is not told, and an unusual one',
			() => {
				script({ status: 200, body: { count: 1, nested: { jwt: 'x' } } });
				return url('/idp/json');
			},
			/in any of the usual places \(value, access_token, .*fields count, nested.*"Client Assertion Path"/,
		],
		[
			'the place in the answer is wrong',
			() => url('/idp/json', { clientAssertionPath: 'data.token' }),
			/no text at "data\.token".*fields count, value, nested/,
		],
		[
			'the place leads out of the answer',
			() => url('/idp/json', { clientAssertionPath: 'constructor.name' }),
			/no text at "constructor\.name"/,
		],
		[
			'nothing answers',
			() => url('', { clientAssertionUrl: 'http://127.0.0.1:1/token' }),
			/other identity provider 127\.0\.0\.1:1 couldn't be reached/,
		],
	])('is refused where %s', async (_name, at, message) => {
		expect((await refusalOf(() => federatedCredential(at()))).message).toMatch(message);
	});

	it.each<[string, ScriptedAnswer, RegExp]>([
		['a page', { status: 200, body: '<html><title>Sign in</title></html>' }, /isn't a JWT/],
		['an error page', { status: 502, body: '<title>Bad gateway</title>' }, /HTTP 502: Bad gateway/],
		[
			'a redirect',
			{ status: 302, headers: { location: 'https://idp.example' } },
			/Redirects aren't followed/,
		],
		['nothing', { status: 200, body: '' }, /is empty/],
	])('is refused where the answer is %s', async (_name, answer, message) => {
		script(answer, answer, answer);
		expect((await refusalOf(() => federatedCredential(url('/idp/json')))).message).toMatch(message);
	});

	describe('is asked for again as Entra is', () => {
		const at = () => url('/idp/json', { clientAssertionPath: 'value' });

		it.each([408, 429, 500, 502, 503, 504])('after %i, with the same waits', async (status) => {
			script({ status }, { status });
			const context = at();
			expect(await claimsOf(context)).toMatchObject({ sub: server.entra.identityProvider.subject });
			expect(context.waits).toEqual([1_000, 3_000]);
		});

		it('after what its Retry-After says, up to ten seconds', async () => {
			script({ status: 503, headers: { 'retry-after': '7' } });
			const context = at();
			await federatedCredential(context);
			expect(context.waits).toEqual([7_000]);
		});

		it("where it doesn't answer", async () => {
			const context = url('', { clientAssertionUrl: 'http://127.0.0.1:1/token' });
			await refusalOf(() => federatedCredential(context));
			expect(context.sent).toHaveLength(3);
		});

		it('three times in all, and the error says that it may pass', async () => {
			script(...Array.from({ length: 4 }, () => ({ status: 500 })));
			const context = at();
			const error = await refusalOf(() => federatedCredential(context));
			expect(context.sent).toHaveLength(3);
			expect(error.message).toMatch(/HTTP 500.*Try again later/);
			expect(error.parts.transient).toBe(true);
		});

		it('not before a longer Retry-After is over, which the error tells', async () => {
			script({ status: 429, headers: { 'retry-after': '600' } });
			const context = at();
			const error = await refusalOf(() => federatedCredential(context));
			expect(context.sent).toHaveLength(1);
			expect(error.message).toMatch(/127\.0\.0\.1:\d+ requested a pause of 600 s; .*until 20.*Z/);
			expect(error.parts.retryAfter).toBe(600_000);
		});

		it.each([400, 401, 403, 404, 302])('never after %i', async (status) => {
			script({ status, headers: { location: 'https://idp.example' } });
			const context = at();
			await refusalOf(() => federatedCredential(context));
			expect(context.sent).toHaveLength(1);
		});
	});

	it('is refused where the answer is the assertion itself and a place in it is given', async () => {
		const at = url(google, {
			clientAssertionHeaders: '{"Metadata-Flavor": "Google"}',
			clientAssertionPath: 'value',
		});
		expect((await refusalOf(() => federatedCredential(at))).message).toMatch(
			/isn't JSON.*leave "Client Assertion Path"/,
		);
	});

	it('never shows an API key or a token that the answer echoes', async () => {
		const jwt = jwtWith({ iss: 'https://idp.example' });
		script({ status: 400, body: { error: 'key sk-12345 (Bearer sk-12345) and token', token: jwt } });
		const at = url('/idp/json', { clientAssertionHeaders: '{"Authorization": "Bearer sk-12345"}' });
		const { message } = await refusalOf(() => federatedCredential(at));
		expect(message).toContain('HTTP 400');
		expect(message).not.toContain('sk-12345');
		expect(message).not.toContain(jwt.slice(0, 20));
	});
});

describe("a managed identity's token as assertion", () => {
	const fields = () => ({ clientAssertionSource: 'managedIdentity', imdsUrl: server.loginUrl });

	it.each([
		['global', 'api://AzureADTokenExchange'],
		['usGovernment', 'api://AzureADTokenExchangeUSGov'],
		['usGovernmentDod', 'api://AzureADTokenExchangeUSGov'],
		['china', 'api://AzureADTokenExchangeChina'],
	])('is for the audience of the cloud %s', async (cloud, audience) => {
		expect(await claimsOf(context({ ...fields(), cloud }))).toMatchObject({
			aud: audience,
			sub: defaultSystemIdentity.objectId,
		});
	});

	it('is explained as a managed identity where it is refused', async () => {
		server.entra.managedIdentity.identities = [];
		const error = await refusalOf(() => federatedCredential(context(fields())));
		expect(error.message).toMatch(/no system-assigned managed identity/);
	});
});

describe('headers of the assertion request that cannot be', () => {
	it.each([
		['4711', /aren't a JSON object/],
		['["a"]', /aren't a JSON object/],
		['{"a":{"b":1}}', /value that headers can't have: that of "a"/],
		['{"a":null}', /value that headers can't have/],
		['{"a":"b\\r\\nX-Injected: 1"}', /value that headers can't have/],
		['{"a":"→"}', /value that headers can't have/],
		['{"a b":"c"}', /invalid name: "a b"/],
		['{"a\\r\\nX-Injected":"c"}', /invalid name: "a X-Injected"/],
		['{"__proto__":"c"}', /invalid name/],
		[
			JSON.stringify(Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`a${n}`, 'b']))),
			/more than 50/,
		],
	])('are refused by name: %s', async (clientAssertionHeaders, message) => {
		const context = contextFor({
			authentication: 'federatedCredential',
			clientAssertionSource: 'url',
			clientAssertionUrl: 'http://127.0.0.1:9/',
			clientAssertionHeaders,
		});
		const error = await refusalOf(() => federatedCredential(context));
		expect(error.message).toMatch(/"Client Assertion Headers"/);
		expect(error.message).toMatch(message);
		expect(context.sent).toEqual([]);
	});
});

it('an assertion that expired beyond all calendars is refused in words', async () => {
	const payload = Buffer.from('{"exp":-1e300}').toString('base64url');
	const context = contextFor({ authentication: 'federatedCredential', clientAssertion: `e30.${payload}.x` });
	const error = await refusalOf(() => federatedCredential(context));
	expect(error.message).toMatch(/client assertion expired at -1e\+303 ms/);
});
