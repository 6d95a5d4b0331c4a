import { constants, createPublicKey, verify, type JsonWebKey } from 'node:crypto';

import { isGuid } from '../../../credentials/auth/core/guid';
import { clouds } from '../../../credentials/auth/core/clouds';
import { requestError, type RequestError } from '../../graph/errors/requestError';

/** What a validation token has to fit. */
export interface ExpectedToken {
	/** The app's client ID. */
	clientId: string;
	/** The tenant's GUID. A domain name will not do: `tenantGuid` finds the GUID that belongs to it. */
	tenantId: string;
	/** Where the app signs in, without a trailing slash. */
	loginUrl: string;
	/** The public key of this id that Entra signs with; `undefined` where it has none. */
	keys: (kid: string) => Promise<JsonWebKey | undefined>;
	/** ms since the epoch */
	now?: () => number;
}

/** The application "Microsoft Graph Change Tracking", which sends the notifications in every cloud and tenant. */
const changeTracking = '0bf30f3b-4a52-48df-9a82-234910c4a086';

/** How far the clock of this machine may be off, in ms. */
const slack = 5 * 60_000;

/**
 * Checks that Graph sent a rich notification, by the JWTs that come with it. All of them have to be right: Graph makes
 * one for each pair of app and tenant, and a notification URL of ours belongs to one pair.
 *
 * Each is signed by Entra (RS256), within its time, for this app (`aud` is its client ID: Graph requests nothing else,
 * so no `api://` URI is accepted), of this tenant, and handed to Graph's change tracking (`appid` in tokens of version
 * 1.0, `azp` in 2.0).
 *
 * The tenant is the credential's own, never the `tenantId` that stands in the notification: the sender wrote that, and
 * someone who has a multi-tenant app consented in a tenant of theirs gets genuine tokens of that tenant.
 *
 * The tokens do not cover what they come with: a genuine one can be sent again with another body until it expires. So
 * `clientState` has to be compared as well.
 * @param tokens `validationTokens` as they were received; they aren't trusted
 * @throws RequestError when there's none or one isn't valid, with nothing in it of what was sent; and what `keys`
 * throws
 * Source: "Set up change notifications that include resource data", "Validating the authenticity of notifications";
 * RFC 7519, section 7.2.
 */
export async function verifyValidationTokens(tokens: unknown, expected: ExpectedToken): Promise<void> {
	if (!isGuid(expected.tenantId)) {
		throw requestError({
			what: "Change notifications can't be verified without the tenant ID.",
			fix: 'Enter the directory (tenant) ID, a GUID, in the credential.',
		});
	}
	if (!Array.isArray(tokens) || tokens.length === 0) throw refused('It has no validation token.');
	for (const token of tokens) await verifyToken(token, expected);
}

function refused(why: string): RequestError {
	return requestError({
		what: "A change notification was rejected: its sender couldn't be verified as Microsoft Graph.",
		why,
		fix: "If this happens once, someone else may have sent it: ignore it. If it happens to all notifications, check the credential's tenant, client ID, and cloud, and the clock of the machine that runs n8n.",
	});
}

type Claims = Record<string, unknown>;

/** The claims first: a sender who doesn't know what belongs in them causes no request for keys. */
async function verifyToken(token: unknown, expected: ExpectedToken): Promise<void> {
	const [, headerPart, claimsPart, signature] = compact.exec(typeof token === 'string' ? token : '') ?? [];
	const header = headerPart === undefined ? undefined : decoded(headerPart);
	const claims = claimsPart === undefined ? undefined : decoded(claimsPart);
	if (header === undefined || claims === undefined) throw refused("Its validation token isn't a JWT.");

	// RFC 8725, section 3.1: the algorithm is ours to choose, not the token's.
	const { alg, kid, crit } = header;
	if (alg !== 'RS256' || crit !== undefined || typeof kid !== 'string' || kid === '') {
		throw refused("Its validation token isn't signed the way Entra signs.");
	}
	const fault = faultIn(claims, expected);
	if (fault !== undefined) throw refused(fault);

	const key = await expected.keys(kid);
	if (key === undefined || !isForTenant(key, expected.tenantId)) {
		throw refused("Its validation token is signed with a key that isn't one of Entra's for this tenant.");
	}
	if (!isSigned(`${headerPart}.${claimsPart}`, signature, key)) {
		throw refused('The signature of its validation token is invalid.');
	}
}

/** A signed JWT. Source: RFC 7515, section 7.1. */
const compact = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

function decoded(part: string): Claims | undefined {
	try {
		const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
		return typeof value === 'object' && value !== null ? (value as Claims) : undefined;
	} catch {
		return undefined;
	}
}

function faultIn({ aud, iss, azp, appid, nbf, exp }: Claims, expected: ExpectedToken): string | undefined {
	const { clientId, now = Date.now } = expected;
	if (typeof aud !== 'string' || aud.toLowerCase() !== clientId.toLowerCase()) {
		return 'Its validation token is for another app.';
	}
	if (!issuersOf(expected).includes(String(iss))) return 'Its validation token is from another tenant.';
	const senders = [azp, appid].filter((sender) => sender !== undefined);
	if (senders.length === 0 || senders.some((sender) => sender !== changeTracking)) {
		return "Its validation token isn't from Graph's app.";
	}
	if (typeof nbf !== 'number' || typeof exp !== 'number') return 'Its validation token has no times.';
	if (now() < nbf * 1000 - slack) return "Its validation token isn't valid yet.";
	if (now() >= exp * 1000 + slack) return 'Its validation token has expired.';
	return undefined;
}

/** The names that Entra gives itself in tokens of a tenant: of version 1.0, and of 2.0. */
function issuersOf({ loginUrl, tenantId }: ExpectedToken): string[] {
	const tenant = tenantId.toLowerCase();
	const host = loginUrl === clouds.china.loginUrl ? 'sts.chinacloudapi.cn' : 'sts.windows.net';
	return [`https://${host}/${tenant}/`, `${loginUrl}/${tenant}/v2.0`];
}

/**
 * Whether Entra signs for this tenant with the key: some are for one tenant only, such as the one of personal accounts.
 * Source: "Access tokens in the Microsoft identity platform", "Validate the issuer".
 */
function isForTenant({ issuer }: JsonWebKey, tenantId: string): boolean {
	if (typeof issuer !== 'string') return true;
	return issuer.includes('{tenantid}') || issuer.includes(tenantId.toLowerCase());
}

/** With an RSA key and no other: `n` and `e` make none of another kind. */
function isSigned(text: string, signature: string, { kty, n, e }: JsonWebKey): boolean {
	try {
		const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
		const options = { key, padding: constants.RSA_PKCS1_PADDING };
		return verify('sha256', Buffer.from(text), options, Buffer.from(signature, 'base64url'));
	} catch {
		return false;
	}
}
