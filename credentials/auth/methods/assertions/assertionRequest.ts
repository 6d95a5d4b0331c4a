import { isHeaderName, isHeaderValue } from '../../core/headers';
import { parsedJson } from '../../core/json';
import { quoted } from '../../core/quoted';
import type { CredentialFields } from '../../core/settings';
import { signInError, type SignInError } from '../../core/signInError';
import { exchangeAudience } from './assertionAudience';

/** A request for an assertion. */
export interface AssertionRequest {
	method: 'GET' | 'POST';
	url: string;
	headers: Record<string, string>;
	body?: string;
	/** What to do about a refusal with this status. */
	cures: (status: number) => string;
}

/**
 * The request for an assertion, of the kind that the credential names.
 * @param url where it goes
 * @throws SignInError that names the field that can't be used
 */
export function assertionRequest(url: URL, fields: CredentialFields): AssertionRequest {
	return kinds[fields.clientAssertionRequest](url, fields);
}

type Kind = (url: URL, fields: CredentialFields) => AssertionRequest;

const kinds: Readonly<Record<CredentialFields['clientAssertionRequest'], Kind>> = {
	clientCredentials,
	custom,
	gitHub,
	kubernetes,
};

const form = 'application/x-www-form-urlencoded; charset=utf-8';

function custom(url: URL, fields: CredentialFields): AssertionRequest {
	const { clientAssertionMethod: method, clientAssertionBody: text } = fields;
	const headers = assertionHeaders(fields);
	const cures = () =>
		'Check the URL, the method, the headers, and the body of the request. Google\'s metadata server requires {"Metadata-Flavor": "Google"}.';
	if (method === 'GET' || text === '') return { method, url: url.href, headers, cures };
	const isTyped = Object.keys(headers).some((name) => /^content-type$/i.test(name));
	const type = isObject(text) ? 'application/json' : form;
	return {
		method,
		url: url.href,
		headers: isTyped ? headers : { ...headers, 'Content-Type': type },
		body: text,
		cures,
	};
}

function isObject(text: string): boolean {
	const value = parsedJson(text);
	return typeof value === 'object' && value !== null;
}

/** Source: RFC 6749, sections 2.3.1 and 4.4; `audience` is Auth0's. */
function clientCredentials(url: URL, fields: CredentialFields): AssertionRequest {
	const {
		providerClientId: id,
		providerClientSecret: secret,
		providerAuthentication,
		providerScope,
		providerAudience,
	} = fields;
	given(id, 'client ID', 'Provider Client ID');
	given(secret, 'client secret', 'Provider Client Secret');
	const inHeader = providerAuthentication === 'header';
	const pair = [id, secret].map((part) => new URLSearchParams({ part }).toString().slice('part='.length));
	return {
		method: 'POST',
		url: url.href,
		headers: {
			Accept: 'application/json',
			'Content-Type': form,
			...(inHeader ? { Authorization: `Basic ${Buffer.from(pair.join(':')).toString('base64')}` } : {}),
		},
		body: new URLSearchParams({
			grant_type: 'client_credentials',
			...(inHeader ? {} : { client_id: id, client_secret: secret }),
			...(providerScope === '' ? {} : { scope: providerScope }),
			...(providerAudience === '' ? {} : { audience: providerAudience }),
		}).toString(),
		cures: (status) =>
			status === 401
				? 'Check "Provider Client ID" and "Provider Client Secret", and how the provider takes them ("Provider Authentication").'
				: 'Check that the URL is that of the token endpoint, that the provider allows the client this grant, and "Provider Scope" and "Provider Audience".',
	};
}

/** Source: "OpenID Connect reference" (GitHub Actions). The URL that a job is given has a query already. */
function gitHub(url: URL, fields: CredentialFields): AssertionRequest {
	const address = new URL(url);
	address.searchParams.set('audience', exchangeAudience(fields));
	return {
		method: 'GET',
		url: address.href,
		headers: { Accept: 'application/json', Authorization: bearer(fields) },
		cures: () =>
			'Use expressions for URL and token, {{ $env.ACTIONS_ID_TOKEN_REQUEST_URL }} and {{ $env.ACTIONS_ID_TOKEN_REQUEST_TOKEN }}: both belong to one job, and exist only where it has the permission id-token: write.',
	};
}

/** The shortest life that Kubernetes accepts, in s: the assertion is sent once. */
const tokenLife = 600;

/** Source: "TokenRequest" (Kubernetes API reference). */
function kubernetes(url: URL, fields: CredentialFields): AssertionRequest {
	return {
		method: 'POST',
		url: url.href,
		headers: {
			Accept: 'application/json',
			'Content-Type': 'application/json',
			Authorization: bearer(fields),
		},
		body: JSON.stringify({
			apiVersion: 'authentication.k8s.io/v1',
			kind: 'TokenRequest',
			spec: { audiences: [exchangeAudience(fields)], expirationSeconds: tokenLife },
		}),
		cures: (status) =>
			kubernetesCures[status] ??
			'Enter the URL as https://HOST/api/v1/namespaces/NAMESPACE/serviceaccounts/NAME/token.',
	};
}

/** What to do when Kubernetes refuses, by its status. */
const kubernetesCures: Readonly<Record<number, string>> = {
	401: 'Check "Bearer Token": it may have expired, or belong to another cluster.',
	403: 'Allow the owner of "Bearer Token" to create serviceaccounts/token in the namespace, by a Role and a RoleBinding.',
};

function bearer({ clientAssertionToken: token }: CredentialFields): string {
	given(token, 'token of the assertion request', 'Bearer Token');
	if (isHeaderValue(token)) return `Bearer ${token}`;
	throw signInError({
		what: 'The token of the assertion request ("Bearer Token") contains characters that headers can\'t have.',
		fix: 'Enter the token alone, without Bearer. If it comes from an expression, check what the expression returns.',
	});
}

function given(value: string, what: string, label: string): void {
	if (value !== '') return;
	throw signInError({
		what: `The ${what} ("${label}") is empty.`,
		fix: 'Enter it. If it comes from an expression, the expression returns nothing; if that reads $env, n8n blocks it by default (N8N_BLOCK_ENV_ACCESS_IN_NODE).',
	});
}

/** More headers than anyone needs: errors are searched for each of their values. */
const maxHeaders = 50;

function assertionHeaders({ clientAssertionHeaders }: CredentialFields): Record<string, string> {
	if (clientAssertionHeaders === '') return {};
	const headers = parsedJson(clientAssertionHeaders);
	if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
		throw headersRefused("aren't a JSON object");
	}
	const entries = Object.entries(headers);
	if (entries.length > maxHeaders) throw headersRefused(`are more than ${maxHeaders}`);
	return Object.fromEntries(entries.map(([name, value]) => [headerName(name), headerText(name, value)]));
}

function headerName(name: string): string {
	if (isHeaderName(name)) return name;
	throw headersRefused(`have an invalid name: ${quoted(name, 60)}`);
}

function headerText(name: string, value: unknown): string {
	const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
	if (typeof text === 'string' && isHeaderValue(text)) return text;
	throw headersRefused(`have a value that headers can't have: that of ${quoted(name, 60)}`);
}

function headersRefused(what: string): SignInError {
	return signInError({
		what: `The headers of the assertion request ("Client Assertion Headers") ${what}.`,
		fix: 'Write them as {"Metadata-Flavor": "Google"}.',
	});
}
