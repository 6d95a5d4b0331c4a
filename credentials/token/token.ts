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
	if (typeof answer.access_token !== 'string' || answer.access_token === '') return undefined;

	const life = positive(answer.expires_in, 1000) ?? positive(answer.expires_on, 1000, now) ?? unknownLife;
	const margin = Math.min(longestMargin, life / 10);
	const refresh = positive(answer.refresh_in, 1000) ?? Infinity;
	return {
		value: answer.access_token,
		obtainedAt: now,
		renewAt: now + Math.min(refresh, life - margin),
		expiresAt: now + life,
	};
}

/** A number or a numeral times `scale` less `offset`, when that is more than nothing. */
function positive(value: unknown, scale: number, offset = 0): number | undefined {
	if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined;
	const result = Number(value) * scale - offset;
	return Number.isFinite(result) && result > 0 ? result : undefined;
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
