import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';

import type { CredentialFields } from '../token/settings';
import { signInError, type SignInError } from '../token/signInError';
import { base64Bytes, pemBlocks, type PemBlock } from './pem';
import { readPkcs12 } from './pkcs12';

/** What an app signs with, and what Entra knows it by. */
export interface KeyAndCertificate {
	privateKey: KeyObject;
	certificate: X509Certificate;
	/** The certificate first, then whoever issued it, as far as the credential has them. */
	chain: X509Certificate[];
}

type Fields = Pick<CredentialFields, 'privateKey' | 'certificate' | 'passphrase'>;

/** The smallest RSA key that is accepted, in bits. */
const smallestKey = 2048;

/**
 * Reads key and certificate of the credential and checks that they can serve: they belong together, the key is RSA of
 * 2048 bits or more, and the certificate is within its time.
 * @param fields PEM in any order and in either field, or the base64 of a PKCS#12 in `privateKey`
 * @param now ms since the epoch
 * @throws SignInError that names the fault, and the thumbprint where there is a certificate
 */
export function readKeyAndCertificate(fields: Fields, now: number): KeyAndCertificate {
	const { privateKey, certificates } = readMaterial(fields);
	checkKey(privateKey);
	if (certificates.length === 0) {
		throw signInError({
			what: 'The certificate is missing.',
			fix: 'Paste the certificate as PEM (-----BEGIN CERTIFICATE-----…), the same one that is uploaded to the app registration.',
		});
	}
	const certificate = certificates.find((candidate) => candidate.checkPrivateKey(privateKey));
	if (certificate === undefined) {
		throw signInError({
			what: `The private key does not belong to the certificate ${thumbprintOf(certificates[0])}.`,
			fix: 'Paste the key that the certificate was made with. The thumbprint is the one that the Entra admin center shows under "Certificates & secrets".',
		});
	}
	checkTimes(certificate, now);
	return { privateKey, certificate, chain: chainOf(certificate, certificates) };
}

/** SHA-1 in upper-case hex, as the Entra admin center prints it. */
export function thumbprintOf(certificate: X509Certificate): string {
	return certificate.fingerprint.replaceAll(':', '');
}

/** The thumbprint of the credential's certificate; undefined where there is none that can be read. */
export function certificateThumbprint(fields: CredentialFields): string | undefined {
	const certificate = ownCertificate(fields);
	return certificate && thumbprintOf(certificate);
}

/** When the credential's certificate ends; undefined where the app signs in otherwise or it cannot be read. */
export function certificateExpiry(fields: CredentialFields): Date | undefined {
	const certificate = ownCertificate(fields);
	return certificate && new Date(certificate.validTo);
}

function ownCertificate(fields: CredentialFields): X509Certificate | undefined {
	if (fields.authentication !== 'certificate') return undefined;
	try {
		const { privateKey, certificates } = readMaterial(fields);
		return certificates.find((candidate) => candidate.checkPrivateKey(privateKey));
	} catch {
		return undefined;
	}
}

interface Material {
	privateKey: KeyObject;
	certificates: X509Certificate[];
}

function readMaterial(fields: Fields): Material {
	if (fields.privateKey === '') {
		throw signInError({
			what: 'The private key is missing.',
			fix: 'Paste the key as PEM (-----BEGIN PRIVATE KEY-----…), or key and certificate together as the base64 text of a PKCS#12 file (.pfx, .p12).',
		});
	}
	const blocks = [...pemBlocks(fields.privateKey), ...pemBlocks(fields.certificate)];
	const key = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'));
	const fromPem = blocks
		.filter(({ label }) => label.endsWith('CERTIFICATE'))
		.map(({ text }) => readCertificate(text));
	if (key !== undefined) {
		const certificates = fromPem.length > 0 ? fromPem : bareCertificate(fields.certificate);
		return { privateKey: readKey(key, fields.passphrase), certificates };
	}
	const bytes = base64Bytes(fields.privateKey);
	if (bytes === undefined) throw noKey(fields.privateKey);
	const bare = bareKey(bytes);
	if (bare !== undefined) {
		const certificates = fromPem.length > 0 ? fromPem : bareCertificate(fields.certificate);
		return { privateKey: bare, certificates };
	}
	const { key: opened, certificates } = readPkcs12(bytes, fields.passphrase);
	return {
		privateKey: createPrivateKey({ key: opened, format: 'der', type: 'pkcs8' }),
		certificates: [...fromPem, ...certificates.map(readCertificate)],
	};
}

function noKey(text: string): SignInError {
	const begins = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1];
	const why =
		begins === undefined
			? undefined
			: begins.endsWith('PRIVATE KEY')
				? `It begins as ${begins} and has no end.`
				: `It holds ${begins}.`;
	return signInError({
		what: 'The private key cannot be read.',
		why,
		fix: 'Paste the whole text from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----, or the base64 text of a PKCS#12 file (.pfx, .p12).',
	});
}

/** A key as base64 of its DER, without the lines that PEM puts around it. */
function bareKey(bytes: Buffer): KeyObject | undefined {
	for (const type of ['pkcs8', 'pkcs1'] as const) {
		const key = attempt(() => createPrivateKey({ key: bytes, format: 'der', type }));
		if (key !== undefined) return key;
	}
	return undefined;
}

function bareCertificate(text: string): X509Certificate[] {
	const bytes = base64Bytes(text);
	if (bytes !== undefined) return [readCertificate(bytes)];
	if (text === '') return [];
	throw signInError({
		what: 'The certificate cannot be read.',
		fix: 'Paste the whole text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
	});
}

function readCertificate(source: string | Buffer): X509Certificate {
	const certificate = attempt(() => new X509Certificate(source));
	if (certificate !== undefined) return certificate;
	throw signInError({
		what: 'The certificate is damaged.',
		fix: 'Copy it again, whole, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----. The file that the app registration takes (.cer, .pem, .crt) holds the same.',
	});
}

function readKey({ text }: PemBlock, passphrase: string): KeyObject {
	try {
		return createPrivateKey({ key: text, format: 'pem', passphrase });
	} catch (error) {
		throw explainKeyFailure(error, text.includes('ENCRYPTED'), passphrase);
	}
}

/** OpenSSL's reasons are not for people, and differ with its version. */
function explainKeyFailure(error: unknown, encrypted: boolean, passphrase: string): SignInError {
	const { code = '' } = error as { code?: string };
	if (encrypted && passphrase === '') {
		return signInError({
			what: 'The private key is encrypted, and the passphrase is missing.',
			fix: 'Fill in the passphrase.',
		});
	}
	if (!encrypted) {
		return signInError({
			what: 'The private key is damaged.',
			fix: 'Copy it again, whole, from -----BEGIN to -----END, with both of these lines.',
		});
	}
	if (/UNSUPPORTED/i.test(code)) {
		return signInError({
			what: 'The private key does not open with this passphrase, is damaged, or is encrypted in a way that OpenSSL does not read any more.',
			fix: 'Check the passphrase, and copy the key again, whole; or convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.pem -out key.pem, with -provider legacy -provider default where openssl asks for it.',
		});
	}
	return signInError({
		what: 'The private key does not open with this passphrase.',
		fix: 'Check the passphrase. If it is right, the key was not pasted whole.',
	});
}

function checkKey(key: KeyObject): void {
	if (key.asymmetricKeyType !== 'rsa') {
		throw signInError({
			what: `The private key is of type ${key.asymmetricKeyType ?? 'unknown'}; this sign-in needs an RSA key.`,
			fix: 'Make a certificate with an RSA key: openssl req -x509 -newkey rsa:3072 -nodes -days 365 -subj /CN=n8n -keyout key.pem -out certificate.pem',
		});
	}
	const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
	if (bits < smallestKey) {
		throw signInError({
			what: `The RSA key has ${bits} bits; Entra wants ${smallestKey} or more.`,
			fix: 'Make a new certificate: openssl req -x509 -newkey rsa:3072 -nodes -days 365 -subj /CN=n8n -keyout key.pem -out certificate.pem',
		});
	}
}

function checkTimes(certificate: X509Certificate, now: number): void {
	const thumbprint = thumbprintOf(certificate);
	if (Date.parse(certificate.validTo) <= now) {
		throw signInError({
			what: `The certificate ${thumbprint} expired on ${day(certificate.validTo)}.`,
			fix: 'Make a new certificate, upload it to the app registration ("Certificates & secrets", "Certificates"), and put it and its key into the credential.',
		});
	}
	if (Date.parse(certificate.validFrom) > now) {
		throw signInError({
			what: `The certificate ${thumbprint} is not valid before ${day(certificate.validFrom)}.`,
			fix: 'Wait until then, or check the clock of the machine that runs n8n.',
		});
	}
}

function day(time: string): string {
	return new Date(time).toISOString().slice(0, 10);
}

/** The certificate and its issuers, in whatever order they were pasted. */
function chainOf(leaf: X509Certificate, certificates: X509Certificate[]): X509Certificate[] {
	const chain = [leaf];
	for (;;) {
		const last = chain[chain.length - 1];
		const issuer = certificates.find(
			(candidate) =>
				chain.every(({ fingerprint256 }) => fingerprint256 !== candidate.fingerprint256) &&
				last.checkIssued(candidate),
		);
		if (issuer === undefined) return chain;
		chain.push(issuer);
	}
}

function attempt<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
