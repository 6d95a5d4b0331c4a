import { createHash, type KeyObject, type X509Certificate } from 'node:crypto';

import { caught } from '../core/caught';
import { recentMap } from '../core/recentMap';
import type { CredentialFields } from '../core/settings';
import { SignInError, signInError } from '../core/signInError';
import { encryptedKeyCure } from './encryptedKey';
import { readKeyText, type Found } from './keyText';
import { keyWork } from './keyWork';
import { pkcs12Cure } from './pkcs12';

/** What an app signs with, and what Entra knows it by. */
export interface KeyAndCertificate {
	privateKey: KeyObject;
	certificate: X509Certificate;
	/** The certificate first, then its issuers, as far as the credential has them. */
	chain: X509Certificate[];
}

type Fields = Pick<CredentialFields, 'privateKey' | 'certificate' | 'passphrase'>;

/** The smallest RSA key that is accepted, in bits. */
const minKeyBits = 2048;
/** The largest: signing takes time by the third power of it. */
const maxKeyBits = 16_384;

/**
 * Reads key and certificate of the credential and checks that they can serve: they belong together, the key is RSA of
 * 2048 bits or more, and the certificate is valid now.
 * @param fields see `readKeyText`; in any order, and in either field. Of several keys the one that fits a certificate counts.
 * @param now ms since the epoch
 * @throws SignInError that names the fault, and the thumbprint where there is a certificate
 */
export function readKeyAndCertificate(fields: Fields, now: number): KeyAndCertificate {
	const found = material(fields);
	const pair = pairIn(found);
	checkKey(pair?.privateKey ?? found.keys[0]);
	if (found.certificates.length === 0) throw signInError(found.missingCertificate.parts);
	if (pair === undefined) {
		throw signInError({
			what: `The private key doesn't belong to the certificate ${thumbprintOf(found.certificates[0])}.`,
			fix: 'Paste the key that the certificate was made with. The thumbprint is the one that the Entra admin center shows under "Certificates & secrets".',
		});
	}
	checkTimes(pair.certificate, now);
	return { ...pair, chain: chainOf(pair.certificate, found.certificates) };
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

/** When the credential's certificate expires; undefined where the app signs in otherwise or it cannot be read. */
export function certificateExpiry(fields: CredentialFields): Date | undefined {
	const certificate = ownCertificate(fields);
	return certificate && new Date(certificate.validTo);
}

function ownCertificate(fields: CredentialFields): X509Certificate | undefined {
	if (fields.authentication !== 'certificate') return undefined;
	try {
		return pairIn(material(fields))?.certificate;
	} catch {
		return undefined;
	}
}

/** The first certificate that has its key here, with that key. */
function pairIn({ keys, certificates }: Material): Omit<KeyAndCertificate, 'chain'> | undefined {
	for (const certificate of certificates) {
		const privateKey = keys.find((key) => certificate.checkPrivateKey(key));
		if (privateKey !== undefined) return { privateKey, certificate };
	}
	return undefined;
}

/** What a credential's texts hold: one key at least. */
interface Material {
	keys: readonly KeyObject[];
	certificates: readonly X509Certificate[];
	/** What to say where there is no certificate. */
	missingCertificate: SignInError;
}

/** What texts hold, or why they can't be read, by their hash: opening a file takes up to two seconds of CPU. */
const known = recentMap<Material | SignInError>(100);

function material({ privateKey, certificate, passphrase }: Fields): Material {
	const source = JSON.stringify([privateKey, certificate, passphrase]);
	const hash = createHash('sha256').update(source).digest('base64');
	const result = known.get(hash) ?? readMaterial({ privateKey, certificate, passphrase });
	known.set(hash, result);
	if (result instanceof SignInError) throw signInError(result.parts);
	return result;
}

function readMaterial({ privateKey, certificate, passphrase }: Fields): Material | SignInError {
	if (privateKey === '' && certificate === '') return keyMissing();
	const found: Found = { keys: [], certificates: [], refusals: [] };
	const reading = {
		passphrase,
		work: keyWork(`${encryptedKeyCure} For a PKCS#12 file: ${pkcs12Cure}`),
		found,
	};
	try {
		readKeyText(privateKey, { ...reading, subject: 'private key' });
		const refusedKeys = found.refusals.length;
		readKeyText(certificate, { ...reading, subject: 'certificate' });
		const { keys, certificates, refusals } = found;
		if (keys.length === 0) return noKey(privateKey, refusals, refusedKeys);
		return { keys, certificates, missingCertificate: refusals.at(refusedKeys) ?? certificateMissing() };
	} catch (error) {
		if (error instanceof SignInError) return signInError(error.parts);
		throw caught(error);
	}
}

function noKey(privateKey: string, refusals: readonly SignInError[], refusedKeys: number): SignInError {
	if (privateKey === '') return refusals.length > 0 ? refusals[0] : keyMissing();
	return refusedKeys > 0 ? refusals[0] : keyMissing();
}

function keyMissing(): SignInError {
	return signInError({
		what: 'The private key is missing.',
		fix: 'Paste the key as PEM (-----BEGIN PRIVATE KEY-----…), or key and certificate together as the base64 text of a PKCS#12 file (.pfx, .p12).',
	});
}

function certificateMissing(): SignInError {
	return signInError({
		what: 'The certificate is missing.',
		fix: 'Paste the certificate as PEM (-----BEGIN CERTIFICATE-----…), the same one that is uploaded to the app registration.',
	});
}

function checkKey(key: KeyObject): void {
	if (key.asymmetricKeyType !== 'rsa') {
		throw signInError({
			what: `The private key is of type ${key.asymmetricKeyType ?? 'unknown'}; this sign-in needs an RSA key.`,
			fix: 'Create a certificate with an RSA key: openssl req -x509 -newkey rsa:3072 -nodes -days 365 -subj /CN=n8n -keyout key.pem -out certificate.pem',
		});
	}
	const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
	if (bits < minKeyBits) {
		throw signInError({
			what: `The RSA key has ${bits} bits; Entra requires ${minKeyBits} or more.`,
			fix: 'Create a new certificate: openssl req -x509 -newkey rsa:3072 -nodes -days 365 -subj /CN=n8n -keyout key.pem -out certificate.pem',
		});
	}
	if (bits > maxKeyBits) {
		throw signInError({
			what: `The RSA key has ${bits} bits; the maximum is ${maxKeyBits}.`,
			fix: 'Create a new certificate: openssl req -x509 -newkey rsa:3072 -nodes -days 365 -subj /CN=n8n -keyout key.pem -out certificate.pem',
		});
	}
}

function checkTimes(certificate: X509Certificate, now: number): void {
	const thumbprint = thumbprintOf(certificate);
	if (Date.parse(certificate.validTo) <= now) {
		throw signInError({
			what: `The certificate ${thumbprint} expired on ${day(certificate.validTo)}.`,
			fix: 'Create a new certificate, upload it to the app registration ("Certificates & secrets", "Certificates"), and put it and its key into the credential.',
		});
	}
	if (Date.parse(certificate.validFrom) > now) {
		throw signInError({
			what: `The certificate ${thumbprint} isn't valid before ${day(certificate.validFrom)}.`,
			fix: 'Wait until then, or check the clock of the machine that runs n8n.',
		});
	}
}

function day(time: string): string {
	return new Date(time).toISOString().slice(0, 10);
}

/** The certificate and its issuers, in whatever order they were pasted. */
function chainOf(leaf: X509Certificate, certificates: readonly X509Certificate[]): X509Certificate[] {
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
