import { createDecipheriv, createHash, createHmac, pbkdf2Sync } from 'node:crypto';

import { SignInError, signInError } from '../core/signInError';
import { derChildren, derElements, derNumber, derObjectId, derOctets, derTag, type DerElement } from './der';
import { keyWork, type KeyWork } from './keyWork';
import { spacesAround } from './passphrase';

/** What a PKCS#12 file holds, as DER: the key as PKCS#8, opened, and X.509 certificates. */
export interface Pkcs12 {
	key: Buffer;
	certificates: Buffer[];
}

const objectId = {
	data: '1.2.840.113549.1.7.1',
	encryptedData: '1.2.840.113549.1.7.6',
	keyBag: '1.2.840.113549.1.12.10.1.1',
	shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
	certificateBag: '1.2.840.113549.1.12.10.1.3',
	pbes2: '1.2.840.113549.1.5.13',
	pbkdf2: '1.2.840.113549.1.5.12',
	tripleDesWithSha1: '1.2.840.113549.1.12.1.3',
} as const;

/** Digests, and as pseudo-random functions of PBKDF2 the HMACs of the same digests. */
const digests: Readonly<Record<string, string>> = {
	'1.3.14.3.2.26': 'sha1',
	'2.16.840.1.101.3.4.2.1': 'sha256',
	'2.16.840.1.101.3.4.2.2': 'sha384',
	'2.16.840.1.101.3.4.2.3': 'sha512',
	'1.2.840.113549.2.7': 'sha1',
	'1.2.840.113549.2.9': 'sha256',
	'1.2.840.113549.2.10': 'sha384',
	'1.2.840.113549.2.11': 'sha512',
};
const ciphers: Readonly<Record<string, { name: string; keyLength: number }>> = {
	'2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyLength: 16 },
	'2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyLength: 24 },
	'2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyLength: 32 },
	'1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyLength: 24 },
};

/** What to do about a file that is read with difficulty, or not at all. */
export const pkcs12Cure =
	'Convert it and paste the PEM text: openssl pkcs12 -in file.pfx -nodes -out both.pem (with -legacy for files of older tools).';

/**
 * Reads a PKCS#12 file (.pfx, .p12) that a password protects, as Windows, OpenSSL and Azure Key Vault write them.
 * @param bytes the file
 * @param password `''` for none
 * @param work counts the rounds of hashing that the file asks for
 * @throws SignInError where the bytes are no such file, the password is wrong, or the encryption is not offered here
 * (RC2 of old), or asks for more rounds than two seconds allow
 * Source: RFC 7292; RFC 8018 for PBES2.
 */
export function readPkcs12(bytes: Buffer, password: string, work = keyWork(pkcs12Cure)): Pkcs12 {
	try {
		return read(bytes, { text: password, work });
	} catch (error) {
		throw explain(error);
	}
}

function explain(error: unknown): SignInError {
	if (error instanceof SignInError) return error;
	return signInError({
		what: 'The private key is neither PEM nor a PKCS#12 file that can be read.',
		fix: `${pkcs12Cure} The base64 text of a file: base64 -w0 file.pfx`,
	});
}

/** The password as it was entered, and what counts the work that is done with it. */
interface Entered {
	text: string;
	work: KeyWork;
}

/** A password in the two forms that are used: as text, and as UTF-16 with an end, for the older key derivation. */
interface Password extends Entered {
	utf16: Buffer;
}

function read(bytes: Buffer, entered: Entered): Pkcs12 {
	const [version, authenticatedSafe, mac] = derChildren(derElements(bytes)[0]);
	if (derNumber(version) !== 3) throw new RangeError('not version 3');
	const content = derOctets(explicit(derChildren(authenticatedSafe)[1]));
	const password = rightPassword(entered, content, mac);

	const bags = derChildren(derElements(content)[0])
		.flatMap((contentInfo) => derChildren(derElements(safeContents(contentInfo, password))[0]))
		.map((bag) => derChildren(bag))
		.map(([id, value]) => ({ id: derObjectId(id), value: explicit(value) }));
	const key = bags.find(({ id }) => id === objectId.keyBag || id === objectId.shroudedKeyBag);
	if (key === undefined) {
		throw signInError({
			what: 'The PKCS#12 file holds no private key.',
			fix: 'Export the certificate again, with its private key.',
		});
	}
	return {
		key: key.id === objectId.keyBag ? key.value.whole : opened(key.value, password),
		certificates: bags
			.filter(({ id }) => id === objectId.certificateBag)
			.map(({ value }) => derOctets(explicit(derChildren(value)[1]))),
	};
}

/** The element within an explicit tag 0. */
function explicit(element: DerElement | undefined): DerElement {
	return derChildren(element, derTag.explicit0)[0];
}

function safeContents(contentInfo: DerElement, password: Password): Buffer {
	const [type, content] = derChildren(contentInfo);
	if (derObjectId(type) === objectId.data) return derOctets(explicit(content));
	if (derObjectId(type) !== objectId.encryptedData) throw new RangeError('an unknown kind of content');
	const [, algorithm, encrypted] = derChildren(derChildren(explicit(content))[1]);
	// [0] IMPLICIT OCTET STRING
	return decrypted(algorithm, derOctets(encrypted, derTag.implicit0), password);
}

/** An EncryptedPrivateKeyInfo without its encryption. */
function opened(encryptedKey: DerElement, password: Password): Buffer {
	const [algorithm, encrypted] = derChildren(encryptedKey);
	return decrypted(algorithm, derOctets(encrypted), password);
}

/** The password in the form for which the file's own check value comes out right. */
function rightPassword({ text, work }: Entered, content: Buffer, mac: DerElement | undefined): Password {
	const withEnd = Buffer.from(`${text}\0`, 'utf16le').swap16();
	// "No password" is written in two ways: as an empty text with an end, and as nothing at all.
	const forms = text === '' ? [withEnd, Buffer.alloc(0)] : [withEnd];
	const utf16 = mac === undefined ? withEnd : forms.find((form) => isRight(form, content, mac, work));
	if (utf16 !== undefined) return { text, utf16, work };
	throw signInError({
		what:
			text === ''
				? 'The PKCS#12 file is protected by a password, and the passphrase is missing.'
				: "The PKCS#12 file can't be decrypted with this passphrase.",
		fix: `Fill in the password with which the file was exported as passphrase.${spacesAround(text)}`,
	});
}

function isRight(password: Buffer, content: Buffer, mac: DerElement, work: KeyWork): boolean {
	const [digestInfo, salt, iterations] = derChildren(mac);
	const [algorithm, value] = derChildren(digestInfo);
	const digest = digests[derObjectId(derChildren(algorithm)[0])];
	if (digest === undefined) throw unsupported('its integrity check');
	// The key is as long as the digest, whatever the length of the value in the file (RFC 7292, section 4).
	const { length } = createHash(digest).digest();
	const derive = { digest, password, salt: derOctets(salt), iterations: count(iterations), work };
	const key = derivedKey(derive, 3, length);
	return createHmac(digest, key).update(content).digest().equals(derOctets(value));
}

function decrypted(algorithm: DerElement, encrypted: Buffer, password: Password): Buffer {
	const [id, parameters] = derChildren(algorithm);
	const { name, key, vector } = keyFor(derObjectId(id), parameters, password);
	const decipher = createDecipheriv(name, key, vector);
	return Buffer.concat([decipher.update(encrypted), decipher.final()]);
}

function keyFor(
	scheme: string,
	parameters: DerElement,
	password: Password,
): { name: string; key: Buffer; vector: Buffer } {
	if (scheme === objectId.pbes2) return pbes2Key(parameters, password);
	if (scheme !== objectId.tripleDesWithSha1) throw unsupported('an old encryption (such as RC2)');
	const [saltElement, iterations] = derChildren(parameters);
	const derive = {
		digest: 'sha1',
		password: password.utf16,
		salt: derOctets(saltElement),
		iterations: count(iterations),
		work: password.work,
	};
	return { name: 'des-ede3-cbc', key: derivedKey(derive, 1, 24), vector: derivedKey(derive, 2, 8) };
}

function pbes2Key(parameters: DerElement, { text, work }: Password) {
	const [derivation, encryption] = derChildren(parameters).map((part) => derChildren(part));
	const cipher = ciphers[derObjectId(encryption[0])];
	if (derObjectId(derivation[0]) !== objectId.pbkdf2 || cipher === undefined) {
		throw unsupported("an encryption that isn't AES or 3DES");
	}
	const [salt, iterations, ...optional] = derChildren(derivation[1]);
	const functionId = optional.find(({ tag }) => tag === derTag.sequence);
	const digest = functionId === undefined ? 'sha1' : digests[derObjectId(derChildren(functionId)[0])];
	if (digest === undefined) throw unsupported('an unknown key derivation');
	const rounds = count(iterations);
	work.native(digest, rounds * Math.ceil(cipher.keyLength / createHash(digest).digest().length));
	return {
		name: cipher.name,
		key: pbkdf2Sync(text, derOctets(salt), rounds, cipher.keyLength, digest),
		vector: derOctets(encryption[1]),
	};
}

function count(iterations: DerElement | undefined): number {
	return iterations === undefined ? 1 : derNumber(iterations);
}

function unsupported(what: string): SignInError {
	return signInError({ what: `The PKCS#12 file uses ${what}.`, fix: pkcs12Cure });
}

/** From what PKCS#12's own derivation makes keys. */
interface Derivation {
	digest: string;
	password: Buffer;
	salt: Buffer;
	iterations: number;
	work: KeyWork;
}

/**
 * PKCS#12's own key derivation.
 * @param purpose 1 for a key, 2 for an initialization vector, 3 for a check value
 * @param length of the result, in bytes
 * Source: RFC 7292, appendix B.2.
 */
function derivedKey(
	{ digest, password, salt, iterations, work }: Derivation,
	purpose: number,
	length: number,
): Buffer {
	const block = digest === 'sha1' || digest === 'sha256' ? 64 : 128;
	const diversifier = Buffer.alloc(block, purpose);
	let input = Buffer.concat([filled(salt, block), filled(password, block)]);
	const parts: Buffer[] = [];
	for (let made = 0; made < length; made += parts[parts.length - 1].length) {
		work.looped(digest, iterations);
		let part = createHash(digest).update(diversifier).update(input).digest();
		for (let round = 1; round < iterations; round++) part = createHash(digest).update(part).digest();
		parts.push(part);
		input = Buffer.concat(blocksOf(input, block).map((each) => sum(each, repeated(part, block))));
	}
	return Buffer.concat(parts).subarray(0, length);
}

/** Bytes repeated to a whole number of blocks; none stay none. */
function filled(bytes: Buffer, block: number): Buffer {
	return repeated(bytes, block * Math.ceil(bytes.length / block));
}

function repeated(bytes: Buffer, length: number): Buffer {
	return length === 0 ? Buffer.alloc(0) : Buffer.alloc(length, bytes);
}

function blocksOf(bytes: Buffer, block: number): Buffer[] {
	return Array.from({ length: bytes.length / block }, (_, at) =>
		bytes.subarray(at * block, (at + 1) * block),
	);
}

/** Both numbers and one, without what runs over the length. */
function sum(a: Buffer, b: Buffer): Buffer {
	const result = Buffer.alloc(a.length);
	let carry = 1;
	for (let at = a.length - 1; at >= 0; at--) {
		carry += a[at] + b[at];
		result[at] = carry & 0xff;
		carry >>= 8;
	}
	return result;
}
