import {
	constants,
	createDecipheriv,
	createHmac,
	privateDecrypt,
	timingSafeEqual,
	type KeyObject,
} from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { base64Bytes } from '../../../credentials/auth/keys/pem';
import { requestError, type RequestError } from '../../graph/errors/requestError';

/**
 * The changed object as it comes in a notification; the first three are base64.
 * Source: "changeNotificationEncryptedContent resource type".
 */
export interface EncryptedContent {
	data: string;
	/** HMAC-SHA256 of the encrypted bytes of `data`. */
	dataSignature: string;
	/** The key of this one notification, encrypted for the subscription's certificate. */
	dataKey: string;
	/** The `encryptionCertificateId` that the subscription was made with. */
	encryptionCertificateId: string;
	/** SHA-1 of the certificate, in hex. */
	encryptionCertificateThumbprint: string;
}

/** AES' block size, in bytes. */
const vectorLength = 16;

/**
 * Opens the changed object that a rich notification carries. It checks no certificate ID: only opening it
 * proves that it was made for this key. Nor does it show who made it: anyone who knows the certificate can make one, so
 * `clientState` and the validation tokens must be checked before.
 * @param encryptedContent as it was received; it isn't trusted
 * @param privateKey the RSA key of the subscription's certificate
 * @returns the object, as Graph gives it to requests
 * @throws RequestError always the same one: a sender who sees it learns nothing, and nothing of what
 * was sent is in it
 * Source: "Set up change notifications that include resource data".
 */
export function decryptContent(encryptedContent: EncryptedContent, privateKey: KeyObject): IDataObject {
	try {
		return opened(encryptedContent, privateKey);
	} catch {
		throw unreadable();
	}
}

function unreadable(): RequestError {
	return requestError({
		what: "The content of a change notification couldn't be decrypted.",
		why: "It was encrypted for another certificate, or it isn't in Graph's format.",
		fix: "If the credential's certificate was replaced, deactivate the workflow and activate it again, so that Graph gets the new one.",
	});
}

function opened({ data, dataKey, dataSignature }: EncryptedContent, privateKey: KeyObject): IDataObject {
	const encrypted = bytesOf(data);
	const key = privateDecrypt(
		{ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
		bytesOf(dataKey),
	);
	const signature = createHmac('sha256', key).update(encrypted).digest();
	// Throws where the lengths differ.
	if (!timingSafeEqual(signature, bytesOf(dataSignature))) throw new RangeError('not the signature');

	// Throws unless the key has the 32 bytes of AES-256.
	const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, vectorLength));
	const text = Buffer.concat([decipher.update(encrypted), decipher.final()]).toString('utf8');
	const content: unknown = JSON.parse(text);
	if (typeof content !== 'object' || content === null || Array.isArray(content)) {
		throw new TypeError('not an object');
	}
	return content as IDataObject;
}

function bytesOf(base64: unknown): Buffer {
	const bytes = typeof base64 === 'string' ? base64Bytes(base64) : undefined;
	if (bytes === undefined) throw new TypeError('not base64');
	return bytes;
}
