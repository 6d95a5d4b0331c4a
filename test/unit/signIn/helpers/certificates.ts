import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import forge from 'node-forge';

/** A certificate made for a test, with its key; both as PEM. */
export interface TestCertificate {
	subject: string;
	key: KeyObject;
	/** PKCS#8 */
	privateKey: string;
	certificate: string;
}

const day = 24 * 3600 * 1000;
let serial = 1;

/** A new RSA key as PKCS#8. Keys are what takes time here: tests share them where they can. */
export function makeKey(bits = 2048): KeyObject {
	return generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;
}

/**
 * @param options times in ms since the epoch; `issuer` signs instead of the key itself
 */
export function makeCertificate(
	options: {
		subject?: string;
		key?: KeyObject;
		issuer?: TestCertificate;
		notBefore?: number;
		notAfter?: number;
	} = {},
): TestCertificate {
	const { subject = 'n8n', key = makeKey(), issuer } = options;
	const own = forge.pki.privateKeyFromPem(pkcs1Of(key));
	const certificate = forge.pki.createCertificate();
	certificate.publicKey = forge.pki.setRsaPublicKey(own.n, own.e);
	certificate.serialNumber = (serial++).toString(16).padStart(4, '0');
	certificate.validity.notBefore = new Date(options.notBefore ?? Date.now() - day);
	certificate.validity.notAfter = new Date(options.notAfter ?? Date.now() + 365 * day);
	certificate.setSubject([{ name: 'commonName', value: subject }]);
	certificate.setIssuer([{ name: 'commonName', value: issuer?.subject ?? subject }]);
	certificate.setExtensions([{ name: 'basicConstraints', cA: true }]);
	const signer = issuer === undefined ? own : forge.pki.privateKeyFromPem(pkcs1Of(issuer.key));
	certificate.sign(signer, forge.md.sha256.create());
	return {
		subject,
		key,
		privateKey: pkcs8Of(key),
		certificate: forge.pki.certificateToPem(certificate).replaceAll('\r', ''),
	};
}

export function pkcs8Of(key: KeyObject): string {
	return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function pkcs1Of(key: KeyObject): string {
	return key.export({ type: 'pkcs1', format: 'pem' }).toString();
}

/** PKCS#8 behind a passphrase, as today's OpenSSL writes it. */
export function encryptedPkcs8(key: KeyObject, passphrase: string): string {
	return key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();
}

/** The older form, whose headers say how it is encrypted. */
export function encryptedPkcs1(key: KeyObject, passphrase: string, cipher: string): string {
	return key.export({ type: 'pkcs1', format: 'pem', cipher, passphrase }).toString();
}

/** Base64 of a PKCS#12 file. */
export function pkcs12Of(
	{ key, certificate }: TestCertificate,
	password: string | null,
	algorithm: 'aes256' | 'aes128' | '3des',
): string {
	const asn1 = forge.pkcs12.toPkcs12Asn1(
		forge.pki.privateKeyFromPem(pkcs1Of(key)),
		[forge.pki.certificateFromPem(certificate)],
		password,
		{ algorithm, count: 100 },
	);
	return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary').toString('base64');
}

/** Whether two keys are the same one. */
export function sameKey(a: KeyObject, b: KeyObject | string): boolean {
	const other = typeof b === 'string' ? createPrivateKey(b) : b;
	return pkcs8Of(a) === pkcs8Of(other);
}
