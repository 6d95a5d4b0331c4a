import { randomBytes, randomUUID, X509Certificate, type JsonWebKey } from 'node:crypto';

import type { EncryptedContent } from '../../../../nodes/MicrosoftGraphTrigger/notifications/encryptedContent';
import { encrypted } from '../../../../simulator/graph/richNotification';
import { signJwt, type Claims } from '../../../../simulator/entra/jwt';
import type { SigningKey } from '../../../../simulator/entra/tokens';

/**
 * Encrypts as Graph does for a subscription with `includeResourceData`.
 * @param content an object, or any text in place of its JSON
 * @param certificate base64 of the DER, as the subscription has it
 */
export function encryptContent(
	content: object | string,
	certificate: string,
	symmetricKey = randomBytes(32),
): EncryptedContent {
	const x509 = new X509Certificate(Buffer.from(certificate, 'base64'));
	return encrypted(content, x509, 'id', symmetricKey);
}

/**
 * The JWT with which Graph proves that a rich notification is its own, as Entra issues it in version 1.0.
 * @param now ms since the epoch
 * @param changes claims in place of the usual ones; `undefined` leaves one out
 */
export function validationToken(
	key: SigningKey,
	{ clientId, tenantId }: { clientId: string; tenantId: string },
	now: number,
	changes: Claims = {},
): string {
	const issuedAt = Math.floor(now / 1000);
	const issuer = `https://sts.windows.net/${tenantId}/`;
	return signJwt(
		{ typ: 'JWT', alg: 'RS256', x5t: key.keyId, kid: key.keyId },
		{
			aud: clientId,
			iss: issuer,
			iat: issuedAt,
			nbf: issuedAt,
			exp: issuedAt + 8 * 3600,
			appid: '0bf30f3b-4a52-48df-9a82-234910c4a086',
			appidacr: '2',
			idp: issuer,
			tid: tenantId,
			uti: randomUUID().replaceAll('-', '').slice(0, 22),
			ver: '1.0',
			...changes,
		},
		key.privateKey,
	);
}

/** A signing key as the login host publishes it. */
export function publishedKey({ publicKey, keyId }: SigningKey): JsonWebKey & { kid: string } {
	return { ...publicKey.export({ format: 'jwk' }), use: 'sig', kid: keyId };
}
