import {
	constants,
	createHash,
	randomUUID,
	sign,
	type SignKeyObjectInput,
	type X509Certificate,
} from 'node:crypto';

import type { CredentialFields } from '../core/settings';
import { signInError } from '../core/signInError';
import { clientAssertionParameters } from './clientAssertion';
import { readKeyAndCertificate, type KeyAndCertificate } from '../keys/keyAndCertificate';
import type { ClientAuthentication } from '../core/signInContext';

/** How long an assertion is valid, in s. Microsoft recommends at most ten minutes; it is used once. */
const assertionLife = 10 * 60;

/**
 * The app authenticates with a JWT that it signs with its certificate's key.
 * Source: "Microsoft identity platform application authentication certificate credentials".
 */
export const certificate: ClientAuthentication = async ({ fields, tokenEndpoint, now }) => {
	const material = readKeyAndCertificate(fields, now());
	const issuedAt = Math.floor(now() / 1000);
	const claims = {
		// A gateway passes the assertion on: Entra expects its own endpoint there.
		aud: (fields.cloud === 'custom' && fields.certificateAudience) || tokenEndpoint,
		iss: fields.clientId,
		sub: fields.clientId,
		jti: randomUUID(),
		nbf: issuedAt,
		iat: issuedAt,
		exp: issuedAt + assertionLife,
	};
	return clientAssertionParameters(signed(headerFor(material, fields), claims, material));
};

interface Header {
	alg: CredentialFields['signatureAlgorithm'];
	typ: 'JWT';
	'x5t#S256'?: string;
	x5t?: string;
	x5c?: string[];
}

function headerFor({ certificate: own, chain }: KeyAndCertificate, fields: CredentialFields): Header {
	const { signatureAlgorithm, sendCertificateChain } = fields;
	return {
		alg: signatureAlgorithm,
		typ: 'JWT',
		...(signatureAlgorithm === 'PS256'
			? { 'x5t#S256': digest(own, 'sha256') }
			: { x5t: digest(own, 'sha1') }),
		...(sendCertificateChain ? { x5c: chain.map(({ raw }) => raw.toString('base64')) } : {}),
	};
}

function digest({ raw }: X509Certificate, algorithm: string): string {
	return createHash(algorithm).update(raw).digest('base64url');
}

function signed(header: Header, claims: object, { privateKey }: KeyAndCertificate): string {
	const text = `${encoded(header)}.${encoded(claims)}`;
	// RFC 7518, sections 3.3 and 3.5: the salt of PS256 is as long as its hash.
	const padding =
		header.alg === 'PS256'
			? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
			: { padding: constants.RSA_PKCS1_PADDING };
	return `${text}.${signatureOf(text, { key: privateKey, ...padding }).toString('base64url')}`;
}

/** @throws SignInError where the key's numbers do not belong together, which OpenSSL finds only now */
function signatureOf(text: string, key: SignKeyObjectInput): Buffer {
	try {
		return sign('sha256', Buffer.from(text), key);
	} catch {
		throw signInError({
			what: 'The private key is damaged: nothing can be signed with it.',
			fix: 'Copy it again in full, or export it again.',
		});
	}
}

function encoded(value: object): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}
