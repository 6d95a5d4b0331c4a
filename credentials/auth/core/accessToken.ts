import { quoted } from './quoted';

/** An access token and its times, all in ms since the epoch. */
export interface Token {
	value: string;
	obtainedAt: number;
	/** From here on a new one is requested. */
	renewAt: number;
	/** From here on it is no longer used. */
	expiresAt: number;
}

/** The maximum time before its expiry at which a token is renewed, in ms. */
const maxMarginMs = 5 * 60_000;

/** The maximum time for which a token is used, in ms: a managed identity's lives as long, and one that Graph evaluates longer. */
const maxLifeMs = 24 * 60 * 60_000;

/** No times shorter than this are believed, in ms: every request would need a new token. */
const minTimeMs = 1_000;

/** The maximum length of a token, in characters: no host takes a longer header. */
const maxTokenLength = 100_000;

/**
 * Tokens that live this long, in ms, are renewed at half their life, as Microsoft's MSAL does with those of managed
 * identities: what changes meanwhile shows the sooner, and a renewal that fails has time to be retried.
 */
const longLife = 2 * 60 * 60_000;

/** How long a token is taken to live whose answer doesn't say, or says that it has expired, in ms. */
const unknownLife = 5 * 60_000;

/** Who answered: Entra, or a managed identity's endpoint. */
export type TokenSource = 'tokenEndpoint' | 'managedIdentity';

/**
 * Reads a token from the answer of a token endpoint or of a managed identity.
 * @param body the parsed answer; numbers may be strings. From Entra `expires_in` (s) counts, and `expires_on` stands for it
 * where it is missing. A managed identity's endpoint keeps tokens, and its `expires_in` counts from issuance: there
 * `expires_on` counts (s since the epoch, ISO 8601, or as .NET prints it).
 * @param now when the token was requested, ms since the epoch, so that the time that the response took counts as used life
 * @returns the token, or `undefined` when there is none in the answer that can be used: see `tokenFault`
 * Source: "OAuth 2.0 client credentials flow on the Microsoft identity platform"; for managed identities also MSAL.
 */
export function readToken(
	body: unknown,
	now: number,
	source: TokenSource = 'tokenEndpoint',
): Token | undefined {
	if (typeof body !== 'object' || body === null) return undefined;
	const answer = body as Record<string, unknown>;
	const { access_token: value } = answer;
	if (typeof value !== 'string' || tokenFault(body) !== undefined) return undefined;

	const managed = source === 'managedIdentity';
	const life = Math.min((managed ? lifeByEnd(answer, now) : lifeOf(answer, now)) ?? unknownLife, maxLifeMs);
	const margin = Math.min(maxMarginMs, life / 10);
	const refresh = positive(answer.refresh_in, 1000) ?? (life >= longLife ? life / 2 : Infinity);
	return {
		value,
		obtainedAt: now,
		renewAt: now + Math.min(refresh, life - margin),
		expiresAt: now + life,
	};
}

/** How long a token lives by an answer of Entra, in ms. */
function lifeOf(answer: Record<string, unknown>, now: number): number | undefined {
	return positive(answer.expires_in, 1000) ?? positive(answer.expires_on, 1000, now);
}

/**
 * How long a token still lives by an answer of a managed identity's endpoint, in ms. An end that has passed means a clock
 * that is wrong, here or there: the token is used for a short time.
 */
function lifeByEnd({ expires_on: end, expires_in: life }: Record<string, unknown>, now: number) {
	const time = timeOf(end);
	if (time === undefined) return positive(life, 1000);
	return time - now >= minTimeMs ? time - now : unknownLife;
}

/** ISO 8601, with a zone. */
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

/** As .NET prints it, in UTC: endpoints of the version of 2017 do. */
const dotNetTime = /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d{2}:\d{2} [AP]M \+00:00$/;

/** A time in s since the epoch, as number or text, of ISO 8601, or as .NET prints it, in ms since the epoch. */
function timeOf(value: unknown): number | undefined {
	const isTime = typeof value === 'string' && (isoTime.test(value) || dotNetTime.test(value));
	return isTime ? positive(Date.parse(value), 1) : positive(value, 1000);
}

/**
 * What is wrong with the token in an answer, in words, such as "is a number".
 * @returns `undefined` where the answer has none, or one that can be used
 */
export function tokenFault(body: unknown): string | undefined {
	if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'access_token')) return undefined;
	const { access_token: value, token_type: type } = body as Record<string, unknown>;
	return faultOf(value) ?? typeFault(type);
}

/** Only a bearer token can be sent as one. An answer that names no type is taken as naming this one. */
function typeFault(type: unknown): string | undefined {
	if (type === undefined || type === null) return undefined;
	if (typeof type !== 'string') return `has a type that is a ${typeof type}, not "Bearer"`;
	return /^bearer$/i.test(type) ? undefined : `is of the type ${quoted(type, 40)}, not "Bearer"`;
}

function faultOf(value: unknown): string | undefined {
	if (value === null) return 'is null';
	if (Array.isArray(value)) return 'is a list';
	if (typeof value === 'object') return 'is an object';
	if (typeof value !== 'string') return `is a ${typeof value}`;
	if (value === '') return 'is empty';
	if (value.length > maxTokenLength) return `has ${value.length} characters`;
	// It goes into a header as it is (RFC 6750, section 2.1).
	return /^[\x21-\x7e]+$/.test(value) ? undefined : 'holds what no token has';
}

/** A number or a numeral times `scale` less `offset`, when that is a time that can be believed. */
function positive(value: unknown, scale: number, offset = 0): number | undefined {
	if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined;
	const result = Number(value) * scale - offset;
	return Number.isFinite(result) && result >= minTimeMs ? result : undefined;
}

/**
 * The claims of a token that is a JWT, for hints to people only: Microsoft calls access tokens opaque to clients, so
 * nothing is decided by them.
 * @returns `undefined` when the token cannot be read
 */
export function readClaims(token: string): Record<string, unknown> | undefined {
	const payload = token.split('.')[1];
	if (payload === undefined) return undefined;
	try {
		const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
		return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}
