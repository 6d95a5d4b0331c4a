/** An access token and its times, all in ms since the epoch. */
export interface Token {
	value: string;
	obtainedAt: number;
	/** From here on a new one is asked for. */
	renewAt: number;
	/** From here on it is not used any more. */
	expiresAt: number;
}

/** The longest time before its end at which a token is renewed, in ms. */
const longestMargin = 5 * 60_000;

/** The longest time for which a token is used, in ms: a managed identity's lives as long. */
const longestLife = 24 * 60 * 60_000;

/** No times shorter than this are believed, in ms: every request would ask for a token. */
const shortestTime = 1_000;

/** The longest token, in characters: no host takes a longer header. */
const longestToken = 100_000;

/** How long a token is taken to live whose answer does not say, in ms. */
const unknownLife = 5 * 60_000;

/**
 * Reads a token from the answer of a token endpoint or of a managed identity.
 * @param body the parsed answer; numbers may be strings, and `expires_on` (s since the epoch) may stand for `expires_in` (s)
 * @param now when the token was asked for, ms since the epoch, so that the answer's way here counts as used life
 * @returns the token, or `undefined` when there is none in the answer
 * Source: "OAuth 2.0 client credentials flow on the Microsoft identity platform".
 */
export function readToken(body: unknown, now: number): Token | undefined {
	if (typeof body !== 'object' || body === null) return undefined;
	const answer = body as Record<string, unknown>;
	const { access_token: value } = answer;
	if (typeof value !== 'string' || faultOf(value) !== undefined) return undefined;

	const told = positive(answer.expires_in, 1000) ?? positive(answer.expires_on, 1000, now);
	const life = Math.min(told ?? unknownLife, longestLife);
	const margin = Math.min(longestMargin, life / 10);
	const refresh = positive(answer.refresh_in, 1000) ?? Infinity;
	return {
		value,
		obtainedAt: now,
		renewAt: now + Math.min(refresh, life - margin),
		expiresAt: now + life,
	};
}

/**
 * What is wrong with the token in an answer, in words, such as "is a number".
 * @returns `undefined` where the answer has none, or one that can be used
 */
export function tokenFault(body: unknown): string | undefined {
	if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'access_token')) return undefined;
	return faultOf((body as Record<string, unknown>).access_token);
}

function faultOf(value: unknown): string | undefined {
	if (value === null) return 'is null';
	if (Array.isArray(value)) return 'is a list';
	if (typeof value === 'object') return 'is an object';
	if (typeof value !== 'string') return `is a ${typeof value}`;
	if (value === '') return 'is empty';
	if (value.length > longestToken) return `has ${value.length} characters`;
	// It goes into a header as it is (RFC 6750, section 2.1).
	return /^[\x21-\x7e]+$/.test(value) ? undefined : 'holds what no token has';
}

/** A number or a numeral times `scale` less `offset`, when that is a time that can be believed. */
function positive(value: unknown, scale: number, offset = 0): number | undefined {
	if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined;
	const result = Number(value) * scale - offset;
	return Number.isFinite(result) && result >= shortestTime ? result : undefined;
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
