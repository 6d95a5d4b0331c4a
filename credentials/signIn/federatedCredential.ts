import { ask } from '../token/answer';
import { clouds, publicTokenExchangeAudience } from '../token/clouds';
import { isHeaderName, isHeaderValue } from '../token/headers';
import { plainUrl, plainUrlRule } from '../token/plainUrl';
import { quoted, shortened, titleOf } from '../token/quoted';
import { redact } from '../token/redact';
import { attempted, isPassingStatus, repeated } from '../token/repeat';
import { pauseSentence, readRetryAfter } from '../token/retryAfter';
import type { CredentialFields } from '../token/settings';
import { signInError, type SignInError } from '../token/signInError';
import { readClaims, tokenFault } from '../token/token';
import { clientAssertionParameters } from './clientAssertion';
import { requestManagedIdentityToken } from './managedIdentity';
import { explainManagedIdentityAnswer } from './managedIdentityErrors';
import type { ClientAuthentication, SignInContext } from './signInMethod';

/**
 * The app proves itself by a JWT that another identity provider issued, which a federated credential of the app
 * registration trusts.
 * Source: "Workload identity federation", "OAuth 2.0 client credentials flow", third case.
 */
export const federatedCredential: ClientAuthentication = async (context) => {
	const assertion = await sources[context.fields.clientAssertionSource](context);
	return clientAssertionParameters(checked(assertion, context));
};

type Source = (context: SignInContext) => Promise<string>;

const sources: Readonly<Record<CredentialFields['clientAssertionSource'], Source>> = {
	expression: async ({ fields }) => {
		if (fields.clientAssertion !== '') return fields.clientAssertion;
		throw signInError({
			what: 'The client assertion is empty.',
			fix: 'Give it by an expression that yields a fresh one for each run. If the expression reads $env, n8n blocks that by default (N8N_BLOCK_ENV_ACCESS_IN_NODE).',
		});
	},
	url: fromUrl,
	managedIdentity: fromManagedIdentity,
};

/** What a managed identity's assertion is for: the audience that the credential names, or that of its cloud. */
function exchangeAudience({ managedIdentityAudience, cloud }: CredentialFields): string {
	if (managedIdentityAudience !== '') return managedIdentityAudience;
	return Object.hasOwn(clouds, cloud) ? clouds[cloud].tokenExchangeAudience : publicTokenExchangeAudience;
}

/** Source: "Configure an application to trust a managed identity". */
async function fromManagedIdentity(context: SignInContext): Promise<string> {
	const resource = exchangeAudience(context.fields);
	const answer = await requestManagedIdentityToken({ ...context, resource });
	const token = (answer.body as { access_token?: unknown } | null)?.access_token;
	const usable = answer.status === 200 && tokenFault(answer.body) === undefined;
	if (usable && typeof token === 'string') return token;
	throw explainManagedIdentityAnswer(answer, { fields: context.fields, resource });
}

/** How long the other identity provider may take to answer, in ms. */
const answerTimeout = 30_000;

async function fromUrl(context: SignInContext): Promise<string> {
	const { fields } = context;
	const url = assertionUrl(fields);
	const request = { method: fields.clientAssertionMethod, url: url.href, headers: assertionHeaders(fields) };
	const asked = { role: 'other identity provider', timeout: answerTimeout, signal: context.signal };
	const answer = await repeated(
		context,
		async () => await attempted(ask(context.httpRequest, request, asked)),
		(one) => isPassingStatus(one.status),
	);
	const { status, headers, body } = answer;
	const content = redact(typeof body === 'string' ? body : JSON.stringify(body ?? ''), fields);
	if (status !== 200) {
		const wait = readRetryAfter(headers);
		const cure =
			status >= 300 && status < 400
				? `Redirects are not followed${headers.location === undefined ? '' : '; enter the final address'}.`
				: isPassingStatus(status)
					? 'Try again later; if it stays so, check the URL, and whether the provider works.'
					: 'Check the URL, the method and the headers of the request. Google\'s metadata server wants {"Metadata-Flavor": "Google"}.';
		throw signInError({
			what: `The other identity provider (${url.host}) gave no assertion.`,
			why: `It answered HTTP ${status}${isEmpty(body) ? ', with nothing in it' : `: ${excerpt(content)}`}.`,
			fix: [cure, pauseSentence(url.host, wait)].filter(Boolean).join(' '),
			...(wait === undefined ? {} : { retryAfter: wait.heeded }),
			transient: isPassingStatus(status),
		});
	}
	const assertion = valueAt(body, fields.clientAssertionPath);
	if (typeof assertion === 'string' && assertion.trim() !== '') return assertion.trim();
	throw noAssertionIn(body, url, fields);
}

function isEmpty(body: unknown): boolean {
	return body === undefined || body === null || body === '';
}

function noAssertionIn(body: unknown, { host }: URL, fields: CredentialFields): SignInError {
	const { clientAssertionPath } = fields;
	if (typeof body !== 'object' || body === null) {
		return signInError({
			what: `The answer of ${host} ${body === '' ? 'has nothing in it' : 'is no JSON'}.`,
			fix:
				clientAssertionPath === ''
					? 'Check the URL, the method and the headers of the request.'
					: 'If the whole answer is the assertion, leave the place in the answer ("Client Assertion Path") empty.',
		});
	}
	return signInError({
		what:
			clientAssertionPath === ''
				? `The answer of ${host} is JSON, not the assertion itself.`
				: `The answer of ${host} has no text at ${quoted(redact(clientAssertionPath, fields))}.`,
		why: `It has the fields ${namesIn(body, fields)}.`,
		fix: 'Enter in "Client Assertion Path" where in the answer the assertion stands, with dots between the names, such as value or data.token.',
	});
}

function namesIn(body: object, fields: CredentialFields): string {
	return Object.keys(body)
		.slice(0, 10)
		.map((name) => shortened(redact(name, fields), 40))
		.join(', ');
}

/** Hosts that do not leave the machine or its network, where plain http is usual: metadata servers, sidecars. */
const nearby =
	/^(localhost|127(\.\d{1,3}){3}|\[::1\]|169\.254(\.\d{1,3}){2}|10(\.\d{1,3}){3}|192\.168(\.\d{1,3}){2}|172\.(1[6-9]|2\d|3[01])(\.\d{1,3}){2}|[^.[\]]+|.+\.(internal|local|svc))$/;

function assertionUrl({ clientAssertionUrl }: CredentialFields): URL {
	const fix =
		'Enter the address as https://…. Plain http is accepted only inside the own network, such as http://metadata.google.internal/….';
	const url = plainUrl(clientAssertionUrl);
	if (url === undefined) {
		throw signInError({
			what:
				clientAssertionUrl === ''
					? 'The URL of the client assertion ("Client Assertion URL") is empty.'
					: 'The URL of the client assertion ("Client Assertion URL") is not one.',
			fix: `${fix} ${plainUrlRule}`,
		});
	}
	if (url.protocol === 'https:' || (url.protocol === 'http:' && nearby.test(url.hostname))) return url;
	throw signInError({
		what: `The assertion cannot be fetched from ${url.protocol}//${url.host} ("Client Assertion URL").`,
		fix,
	});
}

/** More headers than anybody needs: each of their values is looked for in what is told of an answer. */
const mostHeaders = 50;

function assertionHeaders({ clientAssertionHeaders }: CredentialFields): Record<string, string> {
	if (clientAssertionHeaders === '') return {};
	const headers = parsed(clientAssertionHeaders);
	if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
		throw headersRefused('are not a JSON object');
	}
	const entries = Object.entries(headers);
	if (entries.length > mostHeaders) throw headersRefused(`are more than ${mostHeaders}`);
	return Object.fromEntries(entries.map(([name, value]) => [headerName(name), headerText(name, value)]));
}

function headerName(name: string): string {
	if (isHeaderName(name)) return name;
	throw headersRefused(`have a name that is none: ${quoted(name, 60)}`);
}

function headerText(name: string, value: unknown): string {
	const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
	if (typeof text === 'string' && isHeaderValue(text)) return text;
	throw headersRefused(`have a value that no header can have: that of ${quoted(name, 60)}`);
}

function headersRefused(what: string): SignInError {
	return signInError({
		what: `The headers of the assertion request ("Client Assertion Headers") ${what}.`,
		fix: 'Write them as {"Metadata-Flavor": "Google"}.',
	});
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** What stands at a dotted path; numbers count in lists. An empty path is the whole. */
function valueAt(body: unknown, path: string): unknown {
	if (path === '') return body;
	const start = typeof body === 'string' ? parsed(body) : body;
	return path.split('.').reduce<unknown>((value, name) => {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
		return (value as Record<string, unknown>)[name];
	}, start);
}

/** Tolerated difference between clocks, in ms; Entra's own is the same. */
const clockTolerance = 5 * 60_000;

/** Looks at an assertion before it is sent: only its form and its end, which need no key. */
function checked(assertion: string, { now }: SignInContext): string {
	const claims = readClaims(assertion);
	if (claims === undefined || assertion.split('.').length !== 3) {
		throw signInError({
			what: 'The client assertion is not a JWT.',
			why: `It has ${assertion.length} characters and ${assertion.split('.').length - 1} dots; a JWT is three base64url parts with two dots between.`,
			fix: 'Check where the assertion comes from: what is wanted is the signed token (OIDC ID token) of the other identity provider, nothing around it.',
		});
	}
	const expires = typeof claims.exp === 'number' ? claims.exp * 1000 : Number.NaN;
	if (expires + clockTolerance < now()) {
		throw signInError({
			what: `The client assertion expired at ${timeOf(expires)}.`,
			fix: 'It has to be fetched anew for each sign-in: let an expression or a URL yield a fresh one. If it is fresh, the clock of the machine that runs n8n is wrong.',
		});
	}
	return assertion;
}

/** A time in ms since the epoch; what is out of all calendars stays a number. */
function timeOf(time: number): string {
	const date = new Date(time);
	return Number.isNaN(date.getTime()) ? `${time} ms` : date.toISOString();
}

function excerpt(text: string): string {
	return shortened((titleOf(text) ?? text).replace(/\s+/g, ' ').trim(), 200);
}
