import { constants, sign, verify } from 'node:crypto';
import type { KeyLike, KeyObject } from 'node:crypto';

export type Claims = Record<string, unknown>;

export interface DecodedJwt {
	header: Claims;
	claims: Claims;
	signedText: string;
	signature: Buffer;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** PS256 is the one algorithm of the two families that needs options of its own (RFC 7518, section 3.5). */
const signingOptions = (algorithm: string) =>
	algorithm.startsWith('PS')
		? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
		: { padding: constants.RSA_PKCS1_PADDING };

const hashOf = (algorithm: string) => `sha${algorithm.slice(2)}`;

/** A signed JWT in compact form. `header.alg` (RS256 or PS256) decides the signature. */
export function signJwt(header: Claims & { alg: string }, claims: Claims, key: KeyObject): string {
	const signedText = `${encode(header)}.${encode(claims)}`;
	const signature = sign(hashOf(header.alg), Buffer.from(signedText), { key, ...signingOptions(header.alg) });
	return `${signedText}.${signature.toString('base64url')}`;
}

/** Header and claims of a JWT, without checking its signature; undefined where the text isn't a JWT. */
export function decodeJwt(jwt: string): DecodedJwt | undefined {
	const parts = jwt.split('.');
	if (parts.length !== 3) return undefined;
	try {
		const [header, claims] = parts.slice(0, 2).map((part) => {
			const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
			if (typeof value !== 'object' || value === null) throw new TypeError('not a JSON object');
			return value as Claims;
		});
		const signature = Buffer.from(parts[2], 'base64url');
		return { header, claims, signedText: `${parts[0]}.${parts[1]}`, signature };
	} catch {
		return undefined;
	}
}

/** Whether the key belonging to `key` made the signature. */
export function isSignedBy(jwt: DecodedJwt, key: KeyLike): boolean {
	const algorithm = String(jwt.header.alg);
	return verify(
		hashOf(algorithm),
		Buffer.from(jwt.signedText),
		{ key: key as KeyObject, ...signingOptions(algorithm) },
		jwt.signature,
	);
}
