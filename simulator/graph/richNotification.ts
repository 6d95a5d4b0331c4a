import {
	constants,
	createCipheriv,
	createHmac,
	publicEncrypt,
	randomBytes,
	randomUUID,
	X509Certificate,
} from 'node:crypto';
import { badRequest } from './errors';
import type { GraphWorld } from './world';

/** Who sends notifications: the app id of Graph's change tracking, which `azp` of validation tokens names. */
export const changeTrackingAppId = '0bf30f3b-4a52-48df-9a82-234910c4a086';

/** A changed object as a notification carries it (Graph reference: "changeNotificationEncryptedContent resource type"). */
export interface EncryptedContent {
	data: string;
	dataSignature: string;
	dataKey: string;
	encryptionCertificateId: string;
	encryptionCertificateThumbprint: string;
}

/**
 * The certificate that a subscription brings.
 * @param base64 DER
 * @throws GraphError 400 for what isn't a certificate with an RSA key
 */
export function readCertificate(base64: unknown): X509Certificate {
	try {
		const certificate = new X509Certificate(Buffer.from(String(base64), 'base64'));
		if (certificate.publicKey.asymmetricKeyType === 'rsa') return certificate;
	} catch {
		// Refused below, as is anything without an RSA key.
	}
	throw badRequest("The value of 'encryptionCertificate' is not a valid certificate.");
}

/**
 * Encrypts an object for the holder of a certificate's key: AES-256-CBC with a new key, which is encrypted with
 * RSA-OAEP with SHA-1; the initialization vector is the first 16 bytes of that key.
 * @param content an object, or any text instead of its JSON
 */
export function encrypted(
	content: object | string,
	certificate: X509Certificate,
	id: string,
	key = randomBytes(32),
): EncryptedContent {
	const text = typeof content === 'string' ? content : JSON.stringify(content);
	const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
	const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
	const padding = constants.RSA_PKCS1_OAEP_PADDING;
	return {
		data: data.toString('base64'),
		dataSignature: createHmac('sha256', key).update(data).digest('base64'),
		dataKey: publicEncrypt({ key: certificate.publicKey, padding, oaepHash: 'sha1' }, key).toString('base64'),
		encryptionCertificateId: id,
		encryptionCertificateThumbprint: certificate.fingerprint.replace(/:/g, ''),
	};
}

/** A token that proves to an app that Graph sent a notification. */
export function validationToken({ entra, urls, state }: GraphWorld, clientId: string): string {
	const now = Math.floor(Date.now() / 1000);
	const tenant = state.organization.id;
	return entra.sign({
		aud: clientId,
		iss: `${urls().loginUrl}/${tenant}/v2.0`,
		iat: now,
		nbf: now,
		exp: now + 3600,
		azp: changeTrackingAppId,
		appid: changeTrackingAppId,
		azpacr: '2',
		oid: changeTrackingAppId,
		sub: changeTrackingAppId,
		tid: tenant,
		uti: randomUUID().replaceAll('-', '').slice(0, 22),
		ver: '2.0',
	});
}
