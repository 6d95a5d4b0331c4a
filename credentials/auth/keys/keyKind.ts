import { derChildren, derElements, derNumber, derObjectId, derTag } from './der';

/** What bytes hold, by their structure. */
export type KeyKind =
	'pkcs12' | 'pkcs8' | 'encryptedPkcs8' | 'pkcs1' | 'sec1' | 'pkcs7' | 'certificateOrRequest' | 'publicKey';

const signedData = '1.2.840.113549.1.7.2';

/**
 * What a key, a certificate, or a file of them is, by the kinds of its first elements.
 * @param bytes DER, or BER
 * @returns `undefined` for anything else
 * Source: RFC 7292, RFC 5958, RFC 8017, RFC 5915, RFC 5652, and RFC 5280.
 */
export function keyKind(bytes: Buffer): KeyKind | undefined {
	try {
		return kindOf(bytes);
	} catch {
		return undefined;
	}
}

function kindOf(bytes: Buffer): KeyKind | undefined {
	const parts = derChildren(derElements(bytes)[0]);
	const [first, second, third] = parts.map(({ tag }) => tag);
	switch (first) {
		case derTag.integer:
			if (second === derTag.sequence) return derNumber(parts[0]) === 3 ? 'pkcs12' : 'pkcs8';
			if (second === derTag.octetString) return 'sec1';
			return second === derTag.integer ? 'pkcs1' : undefined;
		case derTag.sequence:
			if (second === derTag.bitString) return 'publicKey';
			if (second === derTag.sequence && third === derTag.bitString) return 'certificateOrRequest';
			return parts.length === 2 && (second & 0xdf) === derTag.octetString ? 'encryptedPkcs8' : undefined;
		case derTag.objectId:
			return derObjectId(parts[0]) === signedData ? 'pkcs7' : undefined;
		default:
			return undefined;
	}
}

/**
 * The certificates of a PKCS#7 file, as DER.
 * @throws RangeError where the bytes are none
 * Source: RFC 5652, section 5.1.
 */
export function pkcs7Certificates(bytes: Buffer): Buffer[] {
	const [, content] = derChildren(derElements(bytes)[0]);
	const [signed] = derChildren(content, derTag.explicit0);
	const set = derChildren(signed).find(({ tag }) => tag === derTag.explicit0);
	return set === undefined
		? []
		: derElements(set.content)
				.filter(({ tag }) => tag === derTag.sequence)
				.map(({ whole }) => whole);
}
