import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { sendRequest } from '../core/http';
import { caught } from '../core/caught';
import { cachedToken, giveUpForbidden, giveUpRefused, keptToken, giveUpChallenged } from './cache';
import type { CancelSignal } from '../core/cancelled';
import { quoted } from '../core/quoted';
import { requestToken } from './requestToken';
import type { HttpRequest } from '../core/signInContext';
import { additionalResourceOf, resourceFor } from './audience';
import { checkReadOnly } from '../core/readOnly';
import { graphUrlOf, readFields, type CredentialFields } from '../core/settings';
import { SignInError, signInError } from '../core/signInError';
import { readClaims, type Token } from '../core/accessToken';
import { challengeCure, challengedAddress, readClaimsChallenge, type Challenge } from '../core/claims';

/** What one credentials object has been used for since n8n decrypted it. */
interface Session {
	fields: CredentialFields;
	httpRequest: HttpRequest;
	/** What decides the cache's key in addition to the resource. */
	hash: string;
	/** The token that was handed out, and whether the request was a credential test. */
	handed?: { key: string; token: Token; test: boolean };
	/** Whether Graph refused that token: n8n calls again with the same object only then. */
	refused: boolean;
}

/** One session for each credentials object, or why there is none; it goes when n8n lets go of the object. */
const sessions = new WeakMap<object, Session | SignInError>();

/** Marks the request of the credential test; it is removed before the request is sent. */
export const testMarker = 'X-Credential-Test';

/**
 * Marks a request for what the app was granted: a token that may be older than a consent is not used. It is removed
 * before the request is sent.
 */
export const consentMarker = 'X-Consent-Check';

/**
 * Begins, or after a refused token continues, the use of a credentials object. Requests nothing yet: a refusal thrown
 * from here would be thrown for requests that need no token as well.
 * @param credentials the decrypted credentials of one request
 * @param httpRequest n8n's HTTP helper
 */
export function beginSession(credentials: ICredentialDataDecryptedObject, httpRequest: HttpRequest): void {
	const known = sessionOf(credentials);
	if (known?.handed !== undefined) {
		known.refused = true;
		known.httpRequest = httpRequest;
		giveUpRefused(known.handed.key, known.handed.token);
		return;
	}
	sessions.set(credentials, newSession(credentials, httpRequest));
}

function newSession(
	credentials: ICredentialDataDecryptedObject,
	httpRequest: HttpRequest,
): Session | SignInError {
	try {
		const fields = readFields(credentials);
		return { fields, httpRequest, hash: hashOf(credentials, fields), refused: false };
	} catch (error) {
		if (error instanceof SignInError) return error;
		throw caught(error);
	}
}

function sessionOf(credentials: ICredentialDataDecryptedObject): Session | undefined {
	const session = sessions.get(credentials);
	return session instanceof SignInError ? undefined : session;
}

/**
 * Gives a request its bearer token, and only where the token belongs: to the Graph host of the credential's cloud, or
 * to the hosts of the resource that the credential names in addition. Redirects to other hosts do not carry it.
 * @returns the same request options, with the header
 * @throws SignInError when the sign-in is refused or the request goes elsewhere
 */
export async function authorize(
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const session = sessions.get(credentials);
	if (session instanceof SignInError) throw session;
	if (session === undefined) {
		throw signInError({
			what: "The sign-in wasn't prepared.",
			fix: "This part of n8n doesn't call the credential as required. Use the Microsoft Graph or the HTTP Request node.",
		});
	}
	const { fields } = session;
	const test = takeMarker(request, testMarker) || session.handed?.test === true;
	const consentCheck = takeMarker(request, consentMarker);
	if (test) request.baseURL = graphUrlOf(fields);

	const url = urlOf(request);
	const resource = resourceFor(url, fields);
	checkReadOnly(fields, url, request, credentials);
	if (consentCheck) giveUpOutdated(session, resource);
	// n8n gives a node's requests the signal by which their execution is cancelled.
	const { abortSignal: signal } = request;
	let token = await tokenFor(session, resource, { fresh: test, signal });
	if (test) {
		token = await testedToken(token, session, { resource, signal });
		if (fields.scope !== '') {
			await tokenFor(session, additionalResourceOf(fields).resource, { fresh: true, signal });
		}
	}
	session.handed = { key: keyOf(session, resource), token, test };
	setBearer(request, token);
	return request;
}

/**
 * Handles a 403 from Graph to the token that these credentials were given last. A consent may have been given since
 * it was issued.
 * @returns whether the request may be retried, with a new token
 */
export function dropTokenAfter403(credentials: ICredentialDataDecryptedObject): boolean {
	const session = sessionOf(credentials);
	if (session?.handed === undefined || isManagedIdentity(session)) return false;
	return giveUpForbidden(session.handed.key, session.handed.token);
}

/**
 * Reads Graph's answer of 401 to the token that these credentials were given last. Where it is a claims challenge, the
 * token is given up, and the next one is requested with those claims, once for all requests that share it.
 * @param headers of the answer, names in lower case
 * @returns `none` for a plain 401; `renew` where another token will be used now; `repeated` where the token that answered
 * a challenge was challenged again: one more would be too
 */
export function answerChallenge(
	credentials: ICredentialDataDecryptedObject,
	headers: unknown,
): 'none' | 'renew' | 'repeated' {
	const session = sessionOf(credentials);
	const claims = readClaimsChallenge(headers);
	if (session?.handed === undefined || claims === undefined) return 'none';
	return giveUpChallenged(session.handed.key, session.handed.token, claims) ? 'renew' : 'repeated';
}

/**
 * Whether n8n's helper sent the request with these credentials once more, after a 401 from Graph the first time.
 * @param credentials the decrypted credentials of one request
 */
export function wasSentAgain(credentials: ICredentialDataDecryptedObject): boolean {
	return sessionOf(credentials)?.refused === true;
}

/** Gives up the kept token of a sign-in when a consent may have been given since it was issued. */
function giveUpOutdated(session: Session, resource: string): void {
	const key = keyOf(session, resource);
	const token = keptToken(key);
	if (token !== undefined && !isManagedIdentity(session)) giveUpForbidden(key, token);
}

/** Azure keeps a managed identity's token for up to a day: asking again gives the same one. */
function isManagedIdentity({ fields }: Session): boolean {
	return fields.authentication === 'managedIdentity';
}

/**
 * The application permissions that the Graph token of this sign-in shows, for hints only.
 * @returns `undefined` when there is no token or it can't be read; a token without the claim has none
 */
export function rolesOf(credentials: ICredentialDataDecryptedObject): readonly string[] | undefined {
	const token = graphTokenOf(credentials);
	const claims = token && readClaims(token.value);
	if (claims === undefined) return undefined;
	const { roles } = claims;
	return Array.isArray(roles) ? roles.filter((role): role is string => typeof role === 'string') : [];
}

/** The Graph token that is kept for this sign-in; `undefined` when there is none. */
export function graphTokenOf(credentials: ICredentialDataDecryptedObject): Token | undefined {
	try {
		const fields = readFields(credentials);
		const hash = hashOf(credentials, fields);
		return keptToken(keyOf({ hash }, new URL(graphUrlOf(fields)).origin));
	} catch {
		// Fields or a Graph URL that can't be used: there was no sign-in.
		return undefined;
	}
}

/** Whether a managed identity signs in; not when the credential can't be read. */
export function usesManagedIdentity(credentials: ICredentialDataDecryptedObject): boolean {
	return credentials.authentication === 'managedIdentity';
}

/** The same for the same sign-in, another for any other; reveals nothing of its secrets. */
export function signInId(credentials: ICredentialDataDecryptedObject): string {
	return hashOf(credentials, readFields(credentials));
}

async function tokenFor(
	session: Session,
	resource: string,
	options: { fresh: boolean; signal: CancelSignal },
): Promise<Token> {
	const { fields, httpRequest } = session;
	return await cachedToken(
		keyOf(session, resource),
		async (signal, challenge) => await requestToken(fields, resource, httpRequest, { signal, challenge }),
		options,
	);
}

/**
 * Tests a token at Graph, and once another one, where Graph challenges it.
 * @returns the token that Graph accepts
 * @throws SignInError where it accepts none
 */
async function testedToken(
	token: Token,
	session: Session,
	{ resource, signal }: { resource: string; signal: CancelSignal },
): Promise<Token> {
	const claims = await testGraph(token, session);
	if (claims === undefined) return token;
	// By the test before, half a minute ago at most: this token is the answer to it.
	const isNew = giveUpChallenged(keyOf(session, resource), token, claims);
	const next = isNew ? await tokenFor(session, resource, { fresh: false, signal }) : token;
	const again = isNew ? await testGraph(next, session) : claims;
	if (again === undefined) return next;
	throw signInError({
		what: 'The sign-in succeeded, but Graph refused the token, and the new one that it requested (claims challenge).',
		fix: challengeCure(challengedAddress(again)),
	});
}

/**
 * Calls Graph where a 403 proves as well as a 200 that it accepts the token, so that the test needs no permission.
 * Source: "Get organization".
 * @returns the claims that Graph requires; `undefined` where it accepts the token
 */
async function testGraph(
	token: Token,
	{ fields, httpRequest, refused }: Session,
): Promise<Challenge['claims'] | undefined> {
	const graphUrl = graphUrlOf(fields);
	const { status: statusCode, headers } = await sendRequest(
		httpRequest,
		{
			method: 'GET',
			url: `${graphUrl}/v1.0/organization?$select=id`,
			headers: { authorization: `Bearer ${token.value}`, Accept: 'application/json' },
		},
		{ role: 'Graph host', timeout: 30_000 },
	);
	if (statusCode === 200 || statusCode === 403) return undefined;
	const claims = statusCode === 401 ? readClaimsChallenge(headers) : undefined;
	if (claims !== undefined) return claims;
	const host = new URL(graphUrl).host;
	if (statusCode === 401 || refused) {
		throw signInError({
			what: `The sign-in succeeded, but ${host} didn't accept the token (HTTP 401).`,
			why: otherAudience(token, new URL(graphUrl).origin),
			fix: 'Check that the cloud, and for a custom cloud the Graph URL, belongs to the tenant, and that the clock of the machine that runs n8n is right.',
		});
	}
	throw signInError({
		what: `The sign-in succeeded, but ${host} responded with HTTP ${statusCode}.`,
		fix:
			statusCode === 429 || statusCode >= 500
				? 'Graph is overloaded or unavailable: try again in a minute.'
				: "Check the cloud, and for a custom cloud the Graph URL: it doesn't respond as Microsoft Graph does.",
	});
}

/** Says so when a token that can be read is for another resource than the requested one. */
function otherAudience(token: Token, resource: string): string | undefined {
	const audience = readClaims(token.value)?.aud;
	const graphId = '00000003-0000-0000-c000-000000000000';
	if (typeof audience !== 'string' || audience === graphId || audience.replace(/\/$/, '') === resource)
		return undefined;
	return `The token was requested for ${resource} and is for ${audience}.`;
}

/**
 * Gives a request its token, which stays with its host. Newer versions of n8n follow a redirect without the token where
 * `sendCredentialsOnCrossOriginRedirect` says so. Those before n8n-workflow 2.5 don't know that option, and set the header
 * `Authorization` again on any redirect, by this very spelling; by any other one the redirect drops it.
 */
function setBearer(request: IHttpRequestOptions, { value }: Token): void {
	const others = Object.entries(request.headers ?? {}).filter(([name]) => !/^authorization$/i.test(name));
	request.headers = { ...Object.fromEntries(others), authorization: `Bearer ${value}` };
	request.sendCredentialsOnCrossOriginRedirect = false;
}

function takeMarker(request: IHttpRequestOptions, name: string): boolean {
	if (request.headers?.[name] === undefined) return false;
	const { [name]: marker, ...headers } = request.headers;
	request.headers = headers;
	return marker !== undefined;
}

/** The URL of a request; n8n's older helpers, which the HTTP Request node uses, write `uri` for `url`. */
function urlOf(request: IHttpRequestOptions & { uri?: string }): URL {
	const url = request.url || request.uri || '';
	if (!URL.canParse(url, request.baseURL)) {
		throw signInError({
			what: `${quoted(url.split('?')[0])} isn't a URL.`,
			fix: 'Enter the full URL, such as https://graph.microsoft.com/v1.0/users.',
		});
	}
	return new URL(url, request.baseURL);
}

function keyOf({ hash }: Pick<Session, 'hash'>, resource: string): string {
	return `${hash} ${resource}`;
}

/** Everything that decides a token, and which hosts the credential may ask for one; not what it's used for. */
function hashOf(credentials: ICredentialDataDecryptedObject, fields: CredentialFields): string {
	const { allowedHttpRequestDomains, allowedDomains } = credentials;
	const decisive = JSON.stringify([
		{ ...fields, readOnly: undefined },
		allowedHttpRequestDomains,
		allowedDomains,
	]);
	return createHash('sha256').update(decisive).digest('hex');
}
