import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { TokenAnswer } from '../../../credentials/auth/core/signInContext';
import { explanations } from '../../../credentials/auth/core/entraErrorCodes';
import {
	explainTokenError,
	isTransient,
	type TokenErrorContext,
} from '../../../credentials/auth/token/entraErrors';
import { SignInError } from '../../../credentials/auth/core/signInError';
import { defaultClientId, defaultTenantId } from '../../../simulator/entra';
import { makeCertificate } from '../signIn/helpers/certificates';
import { contextFor } from '../signIn/helpers/context';

type Fields = Parameters<typeof contextFor>[0];

const traceId = '9e8a0bd6-fb1b-45cf-8e00-95c2c73e1400';
const correlationId = '6ce4a5ab-87a1-4985-b06d-5ab08b5fa924';
const timestamp = '2026-11-21 12:00:00Z';
const secret = 'Xy8Q~the-secret-of-the-app';

function context(fields: Fields = {}): TokenErrorContext {
	return contextFor({ clientSecret: secret, ...fields });
}

function refusal(code: number, sentence: string, extra: object = {}) {
	return {
		error: 'invalid_client',
		error_description: `AADSTS${code}: ${sentence}\r\nTrace ID: ${traceId}\r\nCorrelation ID: ${correlationId}\r\nTimestamp: ${timestamp}`,
		error_codes: [code],
		timestamp,
		trace_id: traceId,
		correlation_id: correlationId,
		...extra,
	};
}

function explain(answer: Partial<TokenAnswer>, fields?: Fields): SignInError {
	return explainTokenError({ status: 400, headers: {}, body: '', ...answer }, context(fields));
}

describe("Entra's refusals", () => {
	it('are told with cause, cure, own sentence, trace id, correlation id and time', () => {
		const error = explain({ status: 401, body: refusal(7000215, 'Invalid client secret provided.') });
		expect(error).toBeInstanceOf(SignInError);
		expect(error.message).toBe(
			`The client secret of the app ${defaultClientId} is wrong. ` +
				'Enter the secret\'s Value, not its Secret ID. The portal shows the Value only once, under "Certificates & secrets" > "Client secrets": if it\'s lost, create a new secret. ' +
				"Entra's response: AADSTS7000215: Invalid client secret provided. " +
				`(trace ID ${traceId}, correlation ID ${correlationId}, ${timestamp})`,
		);
		expect(error.parts).toMatchObject({ entraCode: 'AADSTS7000215', traceId, correlationId, timestamp });
	});

	it('carry nothing by which n8n would replace the message', () => {
		const error = explain({ status: 401, body: refusal(7000215, 'Invalid client secret provided.') });
		for (const name of ['code', 'status', 'statusCode', 'response', 'httpCode', 'cause']) {
			expect(error).not.toHaveProperty(name);
		}
	});

	it.each(Object.keys(explanations).map(Number))(
		'%i has cause and cure, and then what Entra said',
		(code) => {
			const { message, parts } = explain({ body: refusal(code, 'The sentence of Entra.') });
			const { what, fix, response } = parts;
			expect(response).toBe(`Entra's response: AADSTS${code}: The sentence of Entra.`);
			expect(message).toBe(
				`${what} ${fix} ${response} (trace ID ${traceId}, correlation ID ${correlationId}, ${timestamp})`,
			);
			// The cause is one sentence, so that the cure is the second.
			expect(what).not.toMatch(/[.?!] [A-Z]/);
			for (const text of [what, fix]) {
				expect(text).toMatch(/^[A-Z].{15,}[.?]( |$)/);
				expect(text).not.toMatch(/[{}]|undefined/);
			}
			expect(what.length).toBeLessThan(250);
			expect(fix.length).toBeLessThan(330);
		},
	);

	// The codes of the facts that this project builds on.
	it.each<[number, RegExp]>([
		[7000215, /Value, not its Secret ID/],
		[7000222, /expired.*new secret/],
		[7000216, /Enter the client secret/],
		[7000218, /Enter the client secret/],
		[700016, new RegExp(`${defaultTenantId} doesn't know the app ${defaultClientId}.*consent`)],
		[7000229, /no service principal.*consent/],
		[7000112, /disabled.*Enabled for users to sign-in/],
		[90002, /doesn't know the tenant.*cloud/],
		[900023, /neither a GUID nor a domain.*verified domain/],
		[9001023, /needs one specific tenant/],
		[90038, /another cloud.*Choose the cloud/],
		[900382, /another cloud.*Choose the cloud/],
		[650059, /home tenant.*multitenant/],
		[50194, /home tenant.*multitenant/],
		[70011, /\/\.default/],
		[1002012, /\/\.default/],
		[500011, /no resource https:\/\/graph\.microsoft\.com.*cloud don't match/],
		[700027, /doesn't accept the certificate.*Upload/],
		[700021, /issuer or subject.*client ID/],
		[700024, /validity period.*clock/],
		[5002723, /names no certificate.*x5t#S256/],
		[5002738, /algorithm.*PS256 or RS256/],
		[50027, /isn't a well-formed JWT/],
		[70025, /has no federated credential.*Add one/],
		[700211, /issuer \(iss\).*exactly/],
		[700212, /audience \(aud\).*exactly/],
		[700213, /subject \(sub\).*exactly/],
		[7002137, /subject \(sub\).*exactly/],
		[7002138, /subject \(sub\) in another case.*upper and lower case/],
		[70021, /matches the assertion.*issuer, subject, and audience/],
		[700223, /policy of the tenant .* doesn't allow federated credentials.*administrator/],
		[700238, /policy of the tenant .* doesn't allow federated credentials.*administrator/],
		[7002381, /requires a claim that the assertion doesn't have.*enterprise/],
		[1000502, /isn't valid now.*clock.*new certificate/],
		[7000214, /has been revoked.*new certificate/],
		[7000277, /has been revoked.*new certificate/],
		[7000274, /signature.*doesn't match the certificate.*belong together/],
		[501051, /only assigned apps.*app role.*Assignment required/],
		[50105, /only assigned apps.*app role.*Assignment required/],
		[500014, /is disabled in the tenant.*enables it.*subscription/],
		[82001, /agent identity blueprint.*Agent Identity ID/],
		[90100, /couldn't read the token request.*Continuous Access Evaluation/],
		[9002313, /couldn't read the token request.*proxy/],
		[900561, /didn't reach .* as a POST.*proxy/],
		[53003, /Conditional Access.*sign-in logs/],
		[50196, /too many token requests.*Wait/],
		[90055, /too many token requests.*Wait/],
		[901002, /v2\.0.*v1\.0/],
	])('%i says what to do', (code, message) => {
		expect(explain({ body: refusal(code, 'The sentence.') }).message).toMatch(message);
	});

	it.each([
		[50012, 'Client assertion is not within its valid time range.', /validity period.*clock/],
		[50012, 'Client assertion contains an invalid signature.', /doesn't accept the certificate/],
		[50012, 'Invalid client secret is provided.', /Enter the secret's Value/],
		[700027, '[Reason - The key used is expired.]', /isn't valid now.*new certificate/],
		[700027, '[Reason - The key was not found.]', /doesn't accept the certificate/],
	])('%i is told by its words: %s', (code, sentence, message) => {
		expect(explain({ body: refusal(code, sentence) }).message).toMatch(message);
	});

	it.each([
		['odd_error', /^Entra refused the sign-in for a reason that this credential doesn't know\. Check /],
		['invalid_client', /^The login host doesn't accept the credentials of the app /],
	])("say that a code is not known, where Microsoft explains it, and Entra's words: %s", (name, begins) => {
		const error = explain({ body: { ...refusal(7654321, 'Something new.'), error: name } });
		expect(error.message).toMatch(begins);
		expect(error.message).toMatch(
			/ This credential doesn't know the code AADSTS7654321; Microsoft explains it \(https:\S+\)\. Entra's response: AADSTS7654321: Something new\. \(trace ID/,
		);
		expect(error.message).toContain('https://login.microsoftonline.com/error?code=7654321');
		expect(error.parts.entraCode).toBe('AADSTS7654321');
	});

	it("show the certificate's thumbprint where Entra does not know it", () => {
		const { privateKey, certificate } = makeCertificate();
		const fields = { authentication: 'certificate', privateKey, certificate };
		const { message } = explain({ body: refusal(700027, 'The key was not found.') }, fields);
		expect(message).toMatch(/certificate with the thumbprint [0-9A-F]{40} for the app/);
		const given = explainTokenError(
			{ status: 401, headers: {}, body: refusal(700027, 'The key was not found.') },
			{ ...context(fields), thumbprint: 'ABCDEF' },
		);
		expect(given.message).toContain('with the thumbprint ABCDEF');
	});

	it('point at a GUID that was pasted for the secret', () => {
		const fields = { clientSecret: '22222222-2222-4222-8222-2222222222bb' };
		const { message } = explain({ body: refusal(7000215, 'Invalid client secret.') }, fields);
		expect(message).toContain('is a GUID, as Secret IDs are');
		expect(message).not.toContain(fields.clientSecret);
	});

	it('name the particular code where a general one stands before it', () => {
		const body = {
			...refusal(
				70002,
				'Error validating credentials. AADSTS50012: Client assertion is not signed by the key.',
			),
			error_codes: [70002, 50012],
		};
		const error = explain({ body });
		expect(error.parts.entraCode).toBe('AADSTS50012');
		expect(error.message).toMatch(/doesn't accept the certificate/);
	});

	it('are read from the description where nothing else names code and ids', () => {
		const { error, error_description } = refusal(7000222, 'The keys are expired.');
		const { parts } = explain({ body: { error, error_description } });
		expect(parts).toMatchObject({ entraCode: 'AADSTS7000222', traceId, correlationId, timestamp });
	});

	it('keep a suberror', () => {
		const body = refusal(53003, 'Blocked.', { suberror: 'message_only' });
		expect(explain({ body }).message).toContain('AADSTS53003: Blocked. (message_only)');
	});

	it('that are not known pass through whole, within bounds, with the place to look them up', () => {
		const sentence = 'Something that nobody has seen yet. It has two sentences.';
		const { message, parts } = explain({ body: refusal(123456789, sentence) });
		expect(message).toContain(`AADSTS123456789: ${sentence}`);
		expect(message).toContain('https://login.microsoftonline.com/error?code=123456789');
		expect(message).toContain(traceId);
		expect(parts.entraCode).toBe('AADSTS123456789');
		const long = explain({ body: refusal(123456789, 'word '.repeat(10_000)) });
		expect(long.message.length).toBeLessThan(1600);
	});

	it.each([
		['invalid_client', /doesn't accept the credentials of the app/],
		['unauthorized_client', /may not sign in here/],
		['invalid_scope', /\/\.default/],
		['unsupported_grant_type', /client credentials grant/],
		['odd_error', /Entra refused the sign-in.*odd_error/],
	])('in the words of OAuth alone (%s) are explained too', (error, message) => {
		expect(explain({ body: { error, error_description: error } }).message).toMatch(message);
		expect(explain({ body: { error, error_description: 'The sentence.' } }).message).toContain(
			'The sentence.',
		);
	});
});

describe('answers that are not of Entra', () => {
	const headers = { 'content-type': 'text/html; charset=utf-8' };
	const foreign =
		/^The login host login\.microsoftonline\.com returned an unexpected response, possibly a proxy page\./;

	it.each<[string, Partial<TokenAnswer>, RegExp]>([
		[
			'a page',
			{ status: 200, headers, body: '<!doctype html><html><head>\n<title>\nWelcome to\nthe hotel</title>' },
			/HTTP 200 with a page titled "Welcome to the hotel" \(text\/html\)\. Check the cloud/,
		],
		[
			'a page without a title',
			{ status: 403, headers, body: '<style>a{}</style><h1>Blocked</h1>' },
			/begins "Blocked"/,
		],
		['nothing', { status: 200 }, /HTTP 200 with an empty body \(no content type\)/],
		['null', { status: 200, body: null }, /empty body/],
		[
			'cut JSON',
			{ status: 200, headers: { 'content-type': 'application/json' }, body: '{"token_type":"Bearer","acc' },
			/with truncated JSON \(application\/json\)/,
		],
		[
			'other JSON',
			{ status: 200, body: { foo: 1, bar: 2 } },
			/JSON that is neither a token nor an error \(it has foo, bar\)/,
		],
		['an empty object', { status: 200, body: {} }, /\(it has no fields\)/],
		[
			"a gateway's JSON",
			{ status: 404, body: { message: 'no Route matched' } },
			/no Route matched.*there is no token endpoint/,
		],
		[
			'a redirect',
			{ status: 302, headers: { location: 'https://sso.example/login?SAMLRequest=abc' } },
			/HTTP 302 \(a redirect to sso\.example\)\. A token endpoint doesn't redirect/,
		],
		['a proxy that wants a sign-in', { status: 407, headers, body: '<title>Proxy</title>' }, /HTTPS_PROXY/],
		['a bad gateway', { status: 502, headers, body: '<title>Bad Gateway</title>' }, /temporary fault/],
		[
			'text',
			{ status: 200, headers: { 'content-type': 'text/plain' }, body: 'upstream error' },
			/begins "upstream error"/,
		],
	])('%s', (_name, answer, message) => {
		const { message: text } = explain(answer);
		expect(text).toMatch(foreign);
		expect(text).toMatch(message);
	});

	it('of any size give a message of a few lines', () => {
		const body = `<html><body>${'<p>page</p>'.repeat(500_000)}`;
		const started = Date.now();
		const { message } = explain({ status: 200, headers, body });
		expect(message).toMatch(foreign);
		expect(message).toContain('kB)');
		expect(message.length).toBeLessThan(700);
		expect(Date.now() - started).toBeLessThan(20_000);
	});
});

describe('busy answers', () => {
	it.each<[number, unknown]>([
		[429, ''],
		[500, ''],
		[503, '<title>Service unavailable</title>'],
		[504, { error: 'temporarily_unavailable' }],
	])('HTTP %i says how long it asks to be left alone', (status, body) => {
		const error = explain({ status, headers: { 'retry-after': '17' }, body });
		expect(error.message).toMatch(
			/requested a pause of 17 s; n8n won't contact it again until 20.*Z\. Saving/,
		);
		expect(error.parts).toMatchObject({ retryAfter: 17_000, transient: true });
		expect(isTransient({ status, headers: {}, body })).toBe(true);
	});

	it.each([
		['999999999', 'requested a pause of 999999999 s (n8n waits an hour at most)'],
		['1e999', 'requested a pause of unlimited length (n8n waits an hour at most)'],
		['Thu, 31 Dec 2099 23:59:59 GMT', ' s (n8n waits an hour at most)'],
	])('an absurd Retry-After is bounded, and both waits are told: %s', (wait, words) => {
		const error = explain({ status: 429, headers: { 'retry-after': wait }, body: '' });
		expect(error.message).toContain(words);
		expect(error.parts.retryAfter).toBe(3_600_000);
	});

	it.each<[string, unknown, RegExp]>([
		[
			'empty body',
			'',
			/login\.microsoftonline\.com is overloaded or unavailable\. It returned HTTP 503 with an empty body/,
		],
		[
			"a gateway's error",
			{ error: 'no healthy upstream' },
			/overloaded or unavailable.*no healthy upstream.*temporary fault/,
		],
		['a page', '<html><title>Bad gateway</title>', /possibly a proxy page\..*"Bad gateway".*temporary fault/],
	])('with %s', (_name, body, message) => {
		expect(explain({ status: 503, body }).message).toMatch(message);
	});

	it.each([50033, 90033, 90090, 50166])('code %i is passing, whatever the status', (code) => {
		expect(isTransient({ status: 400, headers: {}, body: refusal(code, '') })).toBe(true);
	});

	it.each([7000215, 700016, 53003, 50196])('code %i is not', (code) => {
		expect(isTransient({ status: 400, headers: {}, body: refusal(code, '') })).toBe(false);
		expect(explain({ body: refusal(code, '') }).parts.transient).toBe(false);
	});

	it.each([50196, 90055])('code %i asks for a pause by itself', (code) => {
		expect(explain({ body: refusal(code, 'Too many.') }).parts.retryAfter).toBe(60_000);
	});
});

describe('what an answer echoes', () => {
	const jwt = `eyJ${'hbGciOiJSUzI1NiJ9'}.${Buffer.from('{"iss":"a"}').toString('base64url')}.c2ln`;
	const special = 'a"b&c<d>+e f/g~';
	const fields = {
		clientSecret: special,
		privateKey: '-----BEGIN PRIVATE KEY-----\nMIIsecretkey\n-----END PRIVATE KEY-----',
		passphrase: 'open sesame',
		clientAssertion: 'not.a.jwt-at-all',
		clientAssertionHeaders: '{"x-api-key":"sk-98765"}',
		identityHeader: 'identity-header-value',
	};
	const echoes = [
		special,
		encodeURIComponent(special),
		new URLSearchParams({ s: special }).toString().slice(2),
		JSON.stringify(special).slice(1, -1),
		special
			.replaceAll('&', '&amp;')
			.replaceAll('<', '&lt;')
			.replaceAll('>', '&gt;')
			.replaceAll('"', '&quot;'),
		fields.privateKey,
		fields.passphrase,
		fields.clientAssertion,
		'sk-98765',
		fields.identityHeader,
		jwt,
	];

	it.each(echoes)('never reaches the message: %j', (echo) => {
		const bodies: unknown[] = [
			refusal(7000215, `The value ${echo} is wrong.`),
			refusal(7000215, 'Wrong.', { trace_id: `trace ${echo}`, suberror: echo }),
			{ error: echo },
			{ message: `what you sent: ${echo}` },
			`<html><title>You sent ${echo}</title></html>`,
			`You sent ${echo}`,
			`${' '.repeat(1990)}${echo}`,
		];
		for (const body of bodies) {
			const { message, parts } = explain({ body }, fields);
			for (const text of [message, ...Object.values(parts).map(String)]) {
				for (const form of echoes) expect(text).not.toContain(form);
				expect(text).not.toContain(jwt.slice(0, 12));
			}
		}
	});
});

describe("the fixtures of MSAL's tests", () => {
	const file = join(__dirname, '../../../../shared/contract/token-endpoint-error-fixtures-msal.json');

	it('each give a sentence with a cure', () => {
		if (!existsSync(file)) {
			console.warn('The error fixtures of MSAL are not beside this checkout: nothing to compare with.');
			return;
		}
		const { responses } = JSON.parse(readFileSync(file, 'utf8')) as {
			responses: Record<string, { error_description: string; error_codes: number[]; trace_id: string }>;
		};
		expect(Object.keys(responses).length).toBeGreaterThan(10);
		for (const body of Object.values(responses)) {
			const { message, parts } = explain({ status: 400, body });
			const [code] = body.error_codes;
			expect(Object.keys(explanations)).toContain(String(code));
			expect(parts.response).toBe(`Entra's response: ${body.error_description.split(' Trace ID:')[0]}`);
			expect(parts.what).not.toMatch(/a reason that this credential doesn't know/);
			expect(parts.fix).not.toContain('Microsoft explains it');
			expect(message).toContain(body.trace_id);
		}
	});
});

describe('a managed identity', () => {
	it('is explained in its own way', () => {
		const body = { error: 'invalid_request', error_description: 'Identity not found' };
		const { message } = explain({ body }, { authentication: 'managedIdentity' });
		expect(message).toMatch(/no system-assigned managed identity/);
	});
});
