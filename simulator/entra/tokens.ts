import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { signJwt } from './jwt';

export interface IssuedToken {
	token: string;
	tenantId: string;
	clientId: string;
	audience: string;
	roles: string[];
	/** ms */
	issuedAt: number;
	/** ms */
	expiresAt: number;
	/** What the client has declared (`xms_cc`), such as `cp1`: that it understands claims challenges. */
	capabilities: string[];
	/** Why Graph refuses it before it expires: an event since it was issued, or a policy. */
	revoked?: Revocation;
}

/** What continuous access evaluation has against a token. */
export interface Revocation {
	/** As Graph's sentence names it. */
	code: 'TokenIssuedBeforeRevocationTimestamp' | 'IpBlocked';
	/** What the next token request must also ask for. */
	claims: { access_token: Record<string, unknown> };
	/** Who knows of it: Graph itself, or only the service behind it, so that a batch fails part by part. */
	knownTo: 'graph' | 'service';
}

export interface SigningKey {
	privateKey: KeyObject;
	publicKey: KeyObject;
	keyId: string;
}

export function makeSigningKey(): SigningKey {
	const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const keyId = createHash('sha1')
		.update(publicKey.export({ type: 'spki', format: 'der' }))
		.digest('base64url');
	return { privateKey, publicKey, keyId };
}

export interface TokenSubject {
	clientId: string;
	objectId: string;
	displayName: string;
	tenantId: string;
	audience: string;
	/** Of a token of version 2, which the resource requires; others are of version 1. */
	issuer?: string;
	roles: string[];
	/** A managed identity says so in `xms_mirid`, its ARM resource id. */
	managedIdentityResourceId?: string;
	/** '0' no proof, '1' secret, '2' certificate (the claim `appidacr` of access tokens). */
	proof: '1' | '2';
	/** What the client has declared, see `IssuedToken`. */
	capabilities?: string[];
}

/**
 * An access token as Graph gets it: version 1.0, whichever endpoint issued it ("Access tokens in the
 * Microsoft identity platform"), or of version 2.0 for a resource that requires it. Without granted permissions there is no
 * `roles` claim at all.
 *
 * @param lifetime seconds
 * @param now ms
 */
export function issueAppToken(
	key: SigningKey,
	subject: TokenSubject,
	lifetime: number,
	now: number,
): IssuedToken {
	const { capabilities = [] } = subject;
	const issuedAt = Math.floor(now / 1000);
	const token = signJwt(
		{ typ: 'JWT', alg: 'RS256', x5t: key.keyId, kid: key.keyId },
		{
			aud: subject.audience,
			iss: subject.issuer ?? `https://sts.windows.net/${subject.tenantId}/`,
			iat: issuedAt,
			nbf: issuedAt,
			exp: issuedAt + lifetime,
			app_displayname: subject.displayName,
			...(subject.issuer === undefined
				? { appid: subject.clientId, appidacr: subject.proof }
				: { azp: subject.clientId, azpacr: subject.proof }),
			idp: `https://sts.windows.net/${subject.tenantId}/`,
			idtyp: 'app',
			oid: subject.objectId,
			...(subject.roles.length > 0 ? { roles: subject.roles } : {}),
			sub: subject.objectId,
			tid: subject.tenantId,
			uti: randomUUID().replaceAll('-', '').slice(0, 22),
			ver: subject.issuer === undefined ? '1.0' : '2.0',
			...(capabilities.length > 0 ? { xms_cc: capabilities } : {}),
			...(subject.managedIdentityResourceId ? { xms_mirid: subject.managedIdentityResourceId } : {}),
		},
		key.privateKey,
	);
	return {
		token,
		tenantId: subject.tenantId,
		clientId: subject.clientId,
		audience: subject.audience,
		roles: [...subject.roles],
		issuedAt: now,
		expiresAt: now + lifetime * 1000,
		capabilities: [...capabilities],
	};
}

/**
 * A token of version 2 that another app takes as its federated credential.
 * @param about its times in s
 * @param claims those that say whom it is about
 */
export function issueExchangeToken(
	key: SigningKey,
	about: { loginUrl: string; tenantId: string; audience: string; issuedAt: number; lifetime: number },
	claims: Record<string, unknown>,
): string {
	const { loginUrl, tenantId, audience, issuedAt, lifetime } = about;
	return signJwt(
		{ typ: 'JWT', alg: 'RS256', kid: key.keyId },
		{
			aud: audience,
			iss: `${loginUrl}/${tenantId}/v2.0`,
			iat: issuedAt,
			nbf: issuedAt,
			exp: issuedAt + lifetime,
			...claims,
			tid: tenantId,
			ver: '2.0',
		},
		key.privateKey,
	);
}
