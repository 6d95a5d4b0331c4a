import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

/** An authority of the bench's own, and a certificate that it gave to the hosts; all PEM. */
export interface HostCertificate {
	authority: string;
	certificate: string;
	key: string;
}

const day = 24 * 3600 * 1000;

interface Pair {
	pem: string;
	forge: forge.pki.rsa.PrivateKey;
}

/**
 * Makes an authority and a certificate for hosts, both valid for a day.
 * @param hosts DNS names
 */
export function certificateFor(hosts: readonly string[]): HostCertificate {
	const [authorityKey, hostKey] = [makeKey(), makeKey()];
	const authority = certify('Bench authority', authorityKey, 'Bench authority', authorityKey, [
		{ name: 'basicConstraints', cA: true, critical: true },
		{ name: 'keyUsage', keyCertSign: true, critical: true },
	]);
	const certificate = certify(hosts[0] ?? 'localhost', hostKey, 'Bench authority', authorityKey, [
		{ name: 'basicConstraints', cA: false },
		{ name: 'extKeyUsage', serverAuth: true },
		{ name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) },
	]);
	return { authority, certificate, key: hostKey.pem };
}

function makeKey(): Pair {
	const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
	return { pem, forge: forge.pki.privateKeyFromPem(pem) };
}

function certify(subject: string, key: Pair, issuer: string, signer: Pair, extensions: object[]): string {
	const certificate = forge.pki.createCertificate();
	certificate.publicKey = forge.pki.setRsaPublicKey(key.forge.n, key.forge.e);
	certificate.serialNumber = subject === issuer ? '01' : '02';
	certificate.validity.notBefore = new Date(Date.now() - day);
	certificate.validity.notAfter = new Date(Date.now() + day);
	certificate.setSubject([{ name: 'commonName', value: subject }]);
	certificate.setIssuer([{ name: 'commonName', value: issuer }]);
	certificate.setExtensions(extensions);
	certificate.sign(signer.forge, forge.md.sha256.create());
	return forge.pki.certificateToPem(certificate);
}
