import { createPrivateKey, type KeyObject } from 'node:crypto';

import { signInError, type SignInError } from '../core/signInError';
import { derChildren, derElements, derNumber, derObjectId, derOctets, derTag } from './der';
import type { KeyWork } from './keyWork';
import { spacesAround } from './passphrase';

const objectId = {
	pbes2: '1.2.840.113549.1.5.13',
	pbkdf2: '1.2.840.113549.1.5.12',
	scrypt: '1.3.6.1.4.1.11591.4.11',
} as const;

/** The schemes of PKCS#5 version 1.5 and of PKCS#12: all of them have a salt and a count of rounds. */
const olderScheme = /^1\.2\.840\.113549\.1\.(5|12\.1)\.\d+$/;

/** HMACs that PBKDF2 uses, as far as their rounds take longer. */
const longHmacs: Readonly<Record<string, string>> = {
	'1.2.840.113549.2.10': 'sha384',
	'1.2.840.113549.2.11': 'sha512',
};

/** How an encrypted key is made readable, with fewer rounds than it may ask for. */
export const encryptedKeyCure =
	'Convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 100000 -in old.pem -out key.pem (with -provider legacy -provider default where openssl asks for it), and paste key.pem.';

/**
 * Opens an encrypted PKCS#8 key.
 * @param bytes its EncryptedPrivateKeyInfo, as DER or BER
 * @param passphrase `''` for none
 * @param work counts the rounds that the key asks for, before they are done
 * @throws SignInError where the passphrase is missing or wrong, or the rounds take too long; RangeError where the bytes are
 * no such key
 * Source: RFC 5958, section 3; RFC 8018; RFC 7914 for scrypt.
 */
export function openEncryptedKey(bytes: Buffer, passphrase: string, work: KeyWork): KeyObject {
	const [element] = derElements(bytes);
	if (passphrase === '') throw passphraseMissing();
	spendOn(derChildren(derChildren(element)[0]), work);
	try {
		return createPrivateKey({ key: element.whole, format: 'der', type: 'pkcs8', passphrase });
	} catch (error) {
		throw explainClosed(error, passphrase);
	}
}

/** Counts what an AlgorithmIdentifier asks for. What is not known here is left to OpenSSL only where it has no rounds. */
function spendOn([scheme, parameters]: ReturnType<typeof derChildren>, work: KeyWork): void {
	const id = derObjectId(scheme);
	if (id !== objectId.pbes2) {
		if (!olderScheme.test(id)) throw new RangeError('an unknown encryption');
		const [, rounds] = derChildren(parameters);
		// Keys and vectors of these take up to three blocks of hashes.
		return work.native('sha1', 3 * derNumber(rounds));
	}
	const [derivation, values] = derChildren(derChildren(parameters)[0]);
	const parts = derChildren(values);
	derOctets(parts[0]);
	switch (derObjectId(derivation)) {
		case objectId.pbkdf2: {
			const hmac = parts.find(({ tag }) => tag === derTag.sequence);
			const digest = hmac === undefined ? 'sha1' : longHmacs[derObjectId(derChildren(hmac)[0])];
			// AES-256 takes two blocks of SHA-1.
			return work.native(digest ?? 'sha256', 2 * derNumber(parts[1]));
		}
		case objectId.scrypt:
			return work.native(
				'scrypt',
				parts
					.slice(1, 4)
					.map(derNumber)
					.reduce((cost, each) => cost * each, 1),
			);
		default:
			throw new RangeError('an unknown key derivation');
	}
}

/** The error for an encrypted key whose passphrase was not given. */
export function passphraseMissing(): SignInError {
	return signInError({
		what: 'The private key is encrypted, and the passphrase is missing.',
		fix: 'Fill in the passphrase.',
	});
}

/** The error for an encrypted key that did not open. OpenSSL's reasons are not for people, and differ with its version. */
export function explainClosed(error: unknown, passphrase: string): SignInError {
	const { code } = error as { code?: unknown };
	if (/UNSUPPORTED/i.test(String(code).slice(0, 200))) {
		return signInError({
			what: "The private key can't be decrypted with this passphrase, is damaged, or uses an encryption that OpenSSL no longer supports.",
			fix: `Check the passphrase, and copy the key again in full.${spacesAround(passphrase)} ${encryptedKeyCure}`,
		});
	}
	return signInError({
		what: "The private key can't be decrypted with this passphrase.",
		fix: `Check the passphrase. If it is right, the key wasn't pasted in full.${spacesAround(passphrase)}`,
	});
}
