import { createCipheriv, pbkdf2Sync, randomBytes, scryptSync, type KeyObject } from 'node:crypto';
import forge from 'node-forge';

import type { TestCertificate } from './certificates';

/** The bytes of a PEM text. */
export function derOf(pem: string): Buffer {
	return Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64');
}

/** PEM lines around bytes, by any label. */
export function pemOf(label: string, bytes: Buffer): string {
	const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
	return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** One element of DER. */
export function der(tag: number, ...parts: Buffer[]): Buffer {
	const content = Buffer.concat(parts);
	if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(content.length);
	const digits = length.subarray(length.findIndex((byte) => byte > 0));
	return Buffer.concat([Buffer.from([tag, 0x80 | digits.length]), digits, content]);
}

export const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
export const octets = (content: Buffer) => der(0x04, content);

/** A positive integer. */
export function integer(value: number): Buffer {
	const bytes = Buffer.alloc(7);
	bytes.writeUIntBE(value, 1, 6);
	let start = 6;
	while (start > 1 && bytes.subarray(1, start).some((byte) => byte > 0)) start -= 1;
	if (bytes[start] >= 0x80 || bytes.subarray(1, start).some((byte) => byte > 0)) start -= 1;
	return der(0x02, bytes.subarray(Math.max(0, start)));
}

/** An object identifier in its dotted form. */
export function objectId(dotted: string): Buffer {
	return Buffer.from(
		forge.asn1
			.toDer(
				forge.asn1.create(
					forge.asn1.Class.UNIVERSAL,
					forge.asn1.Type.OID,
					false,
					forge.asn1.oidToDer(dotted).getBytes(),
				),
			)
			.getBytes(),
		'binary',
	);
}

/**
 * The same in BER, as some tools stream it: constructed elements of indefinite length, texts of bytes in pieces.
 * @param piece the longest piece, in bytes
 * @param levels so deep; what is signed has to stay in DER
 */
export function berOf(bytes: Buffer, piece = 100, levels = Infinity): Buffer {
	if (levels === 0) return bytes;
	const parts: Buffer[] = [];
	for (let at = 0; at < bytes.length;) {
		const tag = bytes[at];
		let length = bytes[at + 1];
		let start = at + 2;
		if (length >= 0x80) {
			const digits = length - 0x80;
			length = bytes.readUIntBE(start, digits);
			start += digits;
		}
		const content = bytes.subarray(start, start + length);
		parts.push(berElement(tag, content, piece, levels));
		at = start + length;
	}
	return Buffer.concat(parts);
}

function berElement(tag: number, content: Buffer, piece: number, levels: number): Buffer {
	const end = Buffer.from([0, 0]);
	const isOctets = tag === 0x04 || tag === 0x80;
	if (isOctets && content.length > piece) {
		const pieces: Buffer[] = [];
		for (let at = 0; at < content.length; at += piece) pieces.push(octets(content.subarray(at, at + piece)));
		return Buffer.concat([Buffer.from([tag | 0x20, 0x80]), ...pieces, end]);
	}
	if ((tag & 0x20) === 0) return der(tag, content);
	return Buffer.concat([Buffer.from([tag, 0x80]), berOf(content, piece, levels - 1), end]);
}

const pbes2 = '1.2.840.113549.1.5.13';
const aes256 = '2.16.840.1.101.3.4.1.42';

function enveloped(key: KeyObject, derivation: Buffer, secret: Buffer): Buffer {
	const vector = randomBytes(16);
	const cipher = createCipheriv('aes-256-cbc', secret, vector);
	const plain = key.export({ type: 'pkcs8', format: 'der' });
	const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
	const scheme = sequence(derivation, sequence(objectId(aes256), octets(vector)));
	return sequence(sequence(objectId(pbes2), scheme), octets(encrypted));
}

/**
 * An encrypted PKCS#8 key by PBKDF2 with HMAC-SHA-256, as DER.
 * @param told what the file says that its iterations are, where that is another count
 */
export function pbkdf2Key(key: KeyObject, passphrase: string, iterations: number, told = iterations): Buffer {
	const salt = randomBytes(16);
	const hmac = sequence(objectId('1.2.840.113549.2.9'), Buffer.from([5, 0]));
	const derivation = sequence(objectId('1.2.840.113549.1.5.12'), sequence(octets(salt), integer(told), hmac));
	return enveloped(key, derivation, pbkdf2Sync(passphrase, salt, iterations, 32, 'sha256'));
}

/** An encrypted PKCS#8 key by scrypt, as DER. `told` overrides what the file says of its cost. */
export function scryptKey(
	key: KeyObject,
	passphrase: string,
	{
		N = 1024,
		r = 8,
		p = 1,
		told = { N, r, p },
	}: { N?: number; r?: number; p?: number; told?: { N: number; r: number; p: number } } = {},
): Buffer {
	const salt = randomBytes(16);
	const derivation = sequence(
		objectId('1.3.6.1.4.1.11591.4.11'),
		sequence(octets(salt), integer(told.N), integer(told.r), integer(told.p)),
	);
	return enveloped(key, derivation, scryptSync(passphrase, salt, 32, { N, r, p }));
}

/** Certificates alone, as PKCS#7. */
export function pkcs7Of(...certificates: TestCertificate[]): Buffer {
	const signed = forge.pkcs7.createSignedData();
	for (const { certificate } of certificates) signed.addCertificate(certificate);
	return Buffer.from(forge.asn1.toDer(signed.toAsn1()).getBytes(), 'binary');
}

/** A request for a certificate, as PEM. */
export function requestOf({ key }: TestCertificate): string {
	const pem = key.export({ type: 'pkcs1', format: 'pem' }).toString();
	const own = forge.pki.privateKeyFromPem(pem);
	const request = forge.pki.createCertificationRequest();
	request.publicKey = forge.pki.setRsaPublicKey(own.n, own.e);
	request.setSubject([{ name: 'commonName', value: 'n8n' }]);
	request.sign(own, forge.md.sha256.create());
	return forge.pki.certificationRequestToPem(request);
}
