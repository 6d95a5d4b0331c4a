import { sendRequest, textOfBody } from '../../core/http';
import { parsedJson } from '../../core/json';
import { plainUrl, plainUrlRule } from '../../core/plainUrl';
import { quoted, shortened, titleOf } from '../../core/quoted';
import { redact } from '../../core/redact';
import { attempted, isPassingStatus, repeated } from '../../core/retry';
import { pauseSentence, readRetryAfter } from '../../core/retryAfter';
import type { CredentialFields } from '../../core/settings';
import { signInError, type SignInError } from '../../core/signInError';
import { readClaims } from '../../core/accessToken';
import { assertionRequest } from './assertionRequest';
import type { SignInContext, TokenAnswer } from '../../core/signInContext';

/** How long the other identity provider may take to answer, in ms. */
const answerTimeout = 30_000;

/** Where a JSON answer has the assertion as a rule: the first of these that holds a JWT is taken. */
const usualPlaces = [
	'value',
	'access_token',
	'id_token',
	'status.token',
	'token',
	'data.token',
	'oidcToken',
] as const;

/**
 * Requests a JWT from another identity provider, by a request of the kind that the credential names. Retried by the rules of
 * Entra; redirects, which would carry secrets to another address, are not followed.
 * @returns the JWT, or whatever is there instead
 * @throws SignInError where a field can't be used, or the provider gives none
 */
export async function urlAssertion(context: SignInContext): Promise<string> {
	const { fields } = context;
	const url = readUrl(fields.clientAssertionUrl, 'client assertion ("Client Assertion URL")');
	const { cures, ...request } = assertionRequest(url, fields);
	const limits = { role: 'other identity provider', timeout: answerTimeout, signal: context.signal };
	const answer = await repeated(
		context,
		async () => await attempted(sendRequest(context.httpRequest, request, limits)),
		(one) => isPassingStatus(one.status),
	);
	if (answer.status < 200 || answer.status > 299) throw refused(answer, url, fields, cures);
	const assertion = assertionIn(answer.body, fields.clientAssertionPath);
	if (typeof assertion === 'string' && assertion.trim() !== '') return assertion.trim();
	throw noAssertionIn(answer.body, url, fields);
}

function refused(
	{ status, headers, body }: TokenAnswer,
	{ host }: URL,
	fields: CredentialFields,
	cures: (status: number) => string,
): SignInError {
	const content = redact(textOfBody(body), fields);
	const wait = readRetryAfter(headers);
	const cureOf = (): string => {
		if (status >= 300 && status < 400)
			return `Redirects aren't followed${headers.location === undefined ? '' : '; enter the final address'}.`;
		if (isPassingStatus(status))
			return 'Try again later; if this persists, check the URL, and whether the provider is available.';
		return cures(status);
	};
	return signInError({
		what: `The other identity provider (${host}) returned no assertion.`,
		why: `It returned HTTP ${status}${isEmpty(body) ? ', with an empty body' : `: ${excerpt(content)}`}.`,
		fix: [cureOf(), pauseSentence(host, wait)].filter(Boolean).join(' '),
		...(wait === undefined ? {} : { retryAfter: wait.applied }),
		transient: isPassingStatus(status),
	});
}

function isEmpty(body: unknown): boolean {
	return body === undefined || body === null || body === '';
}

/** The assertion at the place that is named, or at a usual one: a JWT before any other text. */
function assertionIn(body: unknown, path: string): unknown {
	if (path !== '' || typeof body !== 'object') return valueAt(body, path);
	const found = usualPlaces.map((place) => valueAt(body, place)).filter((value) => typeof value === 'string');
	return found.find((value) => readClaims(value) !== undefined) ?? found.find((value) => value !== '');
}

function noAssertionIn(body: unknown, { host }: URL, fields: CredentialFields): SignInError {
	const { clientAssertionPath } = fields;
	if (typeof body !== 'object' || body === null) {
		return signInError({
			what: `The response of ${host} ${body === '' ? 'is empty' : "isn't JSON"}.`,
			fix:
				clientAssertionPath === ''
					? 'Check the URL, the method, and the headers of the request.'
					: 'If the entire response is the assertion, leave "Client Assertion Path" empty.',
		});
	}
	return signInError({
		what:
			clientAssertionPath === ''
				? `The response of ${host} doesn't have the assertion in any of the usual places (${usualPlaces.join(', ')}).`
				: `The response of ${host} has no text at ${quoted(redact(clientAssertionPath, fields))}.`,
		why: `It has the fields ${namesIn(body, fields)}.`,
		fix: 'Enter in "Client Assertion Path", under "Show More Settings", where in the response the assertion is, with dots between the names, such as value or data.token.',
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

/**
 * Reads a URL to which secrets are sent: https, or http inside the local network.
 * @param label what it is, and its field
 * @throws SignInError that names it
 */
export function readUrl(value: string, label: string): URL {
	const fix =
		'Enter the address as https://…. Plain http is accepted only inside your own network, such as http://metadata.google.internal/….';
	const url = plainUrl(value);
	if (url === undefined) {
		throw signInError({
			what: value === '' ? `The URL of the ${label} is empty.` : `The URL of the ${label} isn't valid.`,
			fix: `${fix} ${plainUrlRule}`,
		});
	}
	if (url.protocol === 'https:' || (url.protocol === 'http:' && nearby.test(url.hostname))) return url;
	throw signInError({
		what: `${url.protocol}//${url.host} can't be used as URL of the ${label}.`,
		fix,
	});
}

/** The value at a dotted path; numbers are indexes of lists. An empty path is the entire body. */
function valueAt(body: unknown, path: string): unknown {
	if (path === '') return body;
	const start = typeof body === 'string' ? parsedJson(body) : body;
	return path.split('.').reduce<unknown>((value, name) => {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
		return (value as Record<string, unknown>)[name];
	}, start);
}

function excerpt(text: string): string {
	return shortened((titleOf(text) ?? text).replace(/\s+/g, ' ').trim(), 200);
}
