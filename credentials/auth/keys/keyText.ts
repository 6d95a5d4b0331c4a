import { createPrivateKey, X509Certificate, type JsonWebKeyInput, type KeyObject } from 'node:crypto';

import { SignInError, signInError } from '../core/signInError';
import { derElements } from './der';
import { explainClosed, openEncryptedKey, passphraseMissing } from './encryptedKey';
import { certificatesAlone, foreignBytes, foreignFormat, publicKeyAlone, requestAlone } from './foreignKeys';
import { keyKind, pkcs7Certificates } from './keyKind';
import type { KeyWork } from './keyWork';
import { base64Bytes, pemBlocks, type PemBlock } from './pem';
import { readPkcs12 } from './pkcs12';

/** What was found in the texts of a credential. */
export interface Found {
	keys: KeyObject[];
	certificates: X509Certificate[];
	/** Why parts of it could not be read, in their order; they count where nothing else serves. */
	refusals: SignInError[];
}

/** How a text is read. */
export interface Reading {
	/** What is looked for in it, in words, such as "private key". */
	subject: 'private key' | 'certificate';
	passphrase: string;
	work: KeyWork;
	found: Found;
}

/** More than this in one credential is a mistake, and each of them takes time. */
const maxKeys = 10;
const maxCertificates = 30;

/** So often a text may hold another text in base64. */
const maxDepth = 3;

/**
 * Adds the keys and certificates of a text to what was found.
 * @param text PEM of any kind, also PKCS#12, PKCS#7, and what `certutil -encode` makes; a JSON Web Key; DER or BER as
 * base64, base64url, hexadecimal digits, or a data URL; or base64 of any of these texts
 * @throws SignInError for more keys or certificates than an app has
 */
export function readKeyText(text: string, reading: Reading, depth = 0): void {
	const plain = text.trim();
	if (plain === '') return;
	const content = dataUrlContent(plain);
	if (content !== undefined) return readKeyText(content, reading, depth);

	const blocks = pemBlocks(plain);
	if (blocks.length > 0) return blocks.forEach((block) => readBlock(block, reading));
	if (readJsonWebKey(plain, reading.found)) return;
	const foreign = foreignFormat(plain, reading.subject);
	const bytes = foreign === undefined ? (hexBytes(plain) ?? base64Bytes(plain)) : undefined;
	if (bytes !== undefined) return readBytes(bytes, reading, depth);
	reading.found.refusals.push(foreign ?? unreadable(plain, reading.subject));
}

/** The content of a data URL (RFC 2397), as base64. */
function dataUrlContent(text: string): string | undefined {
	if (!/^data:/i.test(text.slice(0, 5))) return undefined;
	const comma = text.indexOf(',');
	return comma > 0 && comma < 300 && /;base64$/i.test(text.slice(0, comma))
		? text.slice(comma + 1)
		: undefined;
}

function readBlock(block: PemBlock, reading: Reading): void {
	const { label, text } = block;
	if (label === 'OPENSSH PRIVATE KEY' || label.startsWith('PGP ')) {
		const refusal = foreignFormat(text, reading.subject);
		if (refusal !== undefined) reading.found.refusals.push(refusal);
		return;
	}
	if (isEncryptedInPem(block)) return addKey(reading, () => openPem(block, reading.passphrase));
	const bytes = Buffer.from(text.replace(/-----[^-]{1,200}-----/g, ''), 'base64');
	if (readKnown(bytes, reading)) return;
	if (label.endsWith('PRIVATE KEY')) reading.found.refusals.push(damagedKey());
	else if (label.endsWith('CERTIFICATE')) reading.found.refusals.push(damagedCertificate());
}

/** The older form, whose headers say how it is encrypted, by one round of a hash. */
function isEncryptedInPem({ label, text }: PemBlock): boolean {
	return (
		label.endsWith('PRIVATE KEY') && /^-----[^-]{1,200}-----\nProc-Type: 4,ENCRYPTED/.test(text.slice(0, 300))
	);
}

function openPem({ text }: PemBlock, passphrase: string): KeyObject {
	if (passphrase === '') throw passphraseMissing();
	try {
		return createPrivateKey({ key: text, format: 'pem', passphrase });
	} catch (error) {
		throw explainClosed(error, passphrase);
	}
}

function readBytes(bytes: Buffer, reading: Reading, depth: number): void {
	if (readKnown(bytes, reading)) return;
	const text = depth < maxDepth ? textOf(bytes) : undefined;
	if (text !== undefined) return readKeyText(text, reading, depth + 1);
	reading.found.refusals.push(foreignBytes(bytes, reading.subject) ?? unknownBytes(bytes, reading));
}

/** Reads bytes whose structure is known; `false` where it is not. */
function readKnown(bytes: Buffer, reading: Reading): boolean {
	const { found, subject, passphrase, work } = reading;
	const wantsKey = subject === 'private key';
	switch (keyKind(bytes)) {
		case 'pkcs12': {
			const content = attempt(() => readPkcs12(bytes, passphrase, work), found);
			if (content === undefined) return true;
			addKey(reading, () => createPrivateKey({ key: content.key, format: 'der', type: 'pkcs8' }));
			content.certificates.forEach((certificate) => addCertificate(found, certificate));
			return true;
		}
		case 'encryptedPkcs8':
			addKey(reading, () => openEncryptedKey(bytes, passphrase, work));
			return true;
		case 'pkcs8':
		case 'pkcs1':
		case 'sec1':
			return addPlainKey(reading, bytes);
		case 'pkcs7':
			for (const certificate of attempt(() => pkcs7Certificates(bytes), found) ?? []) {
				addCertificate(found, certificate);
			}
			if (wantsKey) found.refusals.push(certificatesAlone(subject, 'certificates'));
			return true;
		case 'certificateOrRequest':
			if (!addCertificate(found, bytes)) found.refusals.push(requestOrDamage(bytes, subject));
			else if (wantsKey) found.refusals.push(certificatesAlone(subject, 'a certificate'));
			return true;
		case 'publicKey':
			found.refusals.push(publicKeyAlone(subject));
			return true;
		default:
			return false;
	}
}

function addPlainKey(reading: Reading, bytes: Buffer): boolean {
	const kind = keyKind(bytes);
	for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
		if (type !== kind) continue;
		addKey(reading, () => {
			try {
				return createPrivateKey({ key: bytes, format: 'der', type });
			} catch {
				throw damagedKey();
			}
		});
	}
	return true;
}

function addKey({ found }: Reading, open: () => KeyObject): void {
	if (found.keys.length + found.refusals.length >= maxKeys) {
		throw signInError({
			what: `The credential holds more than ${maxKeys} private keys.`,
			fix: 'Paste the one that the certificate was made with.',
		});
	}
	const key = attempt(open, found);
	if (key !== undefined) found.keys.push(key);
}

/** @returns whether the bytes are a certificate; what follows it, as OpenSSL's trusted ones have it, is left out */
function addCertificate({ certificates }: Found, bytes: Buffer): boolean {
	if (certificates.length >= maxCertificates) {
		throw signInError({
			what: `The credential holds more than ${maxCertificates} certificates.`,
			fix: "Paste the app's own certificate, and those of its issuers where the chain is sent.",
		});
	}
	try {
		certificates.push(new X509Certificate(derElements(bytes)[0].whole));
		return true;
	} catch {
		return false;
	}
}

/** What a part of the text gives; its refusal is kept for the case that nothing else serves. */
function attempt<T>(read: () => T, { refusals }: Found): T | undefined {
	try {
		return read();
	} catch (error) {
		refusals.push(error instanceof SignInError ? error : damagedKey());
		return undefined;
	}
}

/** A JSON Web Key with a private part (RFC 7517); `false` where the text is none. */
function readJsonWebKey(text: string, found: Found): boolean {
	if (!text.startsWith('{')) return false;
	try {
		const jwk = JSON.parse(text) as JsonWebKeyInput['key'] & { x5c?: unknown };
		const key = createPrivateKey({ key: jwk, format: 'jwk' });
		found.keys.push(key);
		const chain = Array.isArray(jwk.x5c) ? jwk.x5c : [];
		for (const one of chain) if (typeof one === 'string') addCertificate(found, Buffer.from(one, 'base64'));
		return true;
	} catch (error) {
		if (error instanceof SignInError) throw signInError(error.parts);
		return false;
	}
}

/** Bytes written as hexadecimal digits, which are base64 by their letters, too. */
function hexBytes(text: string): Buffer | undefined {
	const digits = text.replace(/[\s:]/g, '');
	return /^30[0-9a-f]+$/i.test(digits) && digits.length % 2 === 0 ? Buffer.from(digits, 'hex') : undefined;
}

/** The text that bytes are, where they are one: of ASCII, or UTF-16 with a byte order mark. */
function textOf(bytes: Buffer): string | undefined {
	const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
	const text = utf16 ? bytes.subarray(2).toString('utf16le') : bytes.toString('latin1').replace(/^ï»¿/, '');
	return text !== '' && /^[\t\r\n\x20-\x7e]*$/.test(text) ? text : undefined;
}

function unreadable(text: string, subject: Reading['subject']): SignInError {
	if (subject === 'certificate') {
		return signInError({
			what: "The certificate can't be read.",
			fix: 'Paste the full text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
		});
	}
	const begins = /-----BEGIN ([A-Z0-9 ]{1,100})-----/.exec(text)?.[1];
	return signInError({
		what: "The private key can't be read.",
		why: begins === undefined ? undefined : `It begins as ${begins} and has no end.`,
		fix: 'Paste the full text from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----, or the base64 text of a PKCS#12 file (.pfx, .p12).',
	});
}

/** Base64 of something unknown: for a key most likely half a PKCS#12 file, whose own reader tells what to do. */
function unknownBytes(bytes: Buffer, { subject, passphrase, work }: Reading): SignInError {
	if (subject === 'certificate') return damagedCertificate();
	try {
		readPkcs12(bytes, passphrase, work);
	} catch (error) {
		if (error instanceof SignInError) return signInError(error.parts);
	}
	return damagedKey();
}

function requestOrDamage(bytes: Buffer, subject: Reading['subject']): SignInError {
	const body = attemptQuietly(() => derElements(derElements(derElements(bytes)[0].content)[0].content));
	// A request begins with version 0 and a name; a certificate with its version in a tag of its own, or a number.
	const isRequest = body !== undefined && body[0].tag === 0x02 && body[0].content.equals(Buffer.alloc(1));
	return isRequest ? requestAlone(subject) : damagedCertificate();
}

function attemptQuietly<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}

function damagedKey(): SignInError {
	return signInError({
		what: 'The private key is damaged.',
		fix: 'Copy it again in full, from -----BEGIN to -----END, with both of these lines.',
	});
}

function damagedCertificate(): SignInError {
	return signInError({
		what: 'The certificate is damaged.',
		fix: 'Copy it again in full, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----. The file that the app registration takes (.cer, .pem, .crt) holds the same.',
	});
}
