import type { KeyObject } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { readKeyAndCertificate, thumbprintOf } from '../../../credentials/auth/keys/keyAndCertificate';
import { readFields } from '../../../credentials/auth/core/settings';
import { requestError } from '../../graph/errors/requestError';

/** The certificate that Graph encrypts notifications for, and the key that opens them. */
export interface NotificationCertificate {
	/** Base64 of the DER, without the key: a subscription's `encryptionCertificate`. */
	certificate: string;
	/** SHA-256 of the DER in upper-case hex: the same for the same certificate, another for any other. */
	id: string;
	privateKey: KeyObject;
}

/** The largest RSA key that Graph encrypts for, in bits. The smallest is the sign-in's own: 2048. */
const largestKey = 4096;

/**
 * The certificate of the credential in its second use: for notifications with the changed object in them. Reading it
 * derives a key from the passphrase, up to some hundred milliseconds: once for many notifications is enough.
 * @param credentials the decrypted credential
 * @param now ms since the epoch
 * @returns `undefined` when the app signs in otherwise
 * @throws SignInError as at the sign-in: the key is missing, damaged, not RSA or too short, the certificate is another
 * key's or out of its time
 * @throws RequestError when the key is longer than Graph takes
 * Source: "Set up change notifications that include resource data", "Managing encryption keys".
 */
export function notificationCertificate(
	credentials: ICredentialDataDecryptedObject,
	now = Date.now(),
): NotificationCertificate | undefined {
	const fields = readFields(credentials);
	if (fields.authentication !== 'certificate') return undefined;
	const { privateKey, certificate } = readKeyAndCertificate(fields, now);
	const bits = privateKey.asymmetricKeyDetails?.modulusLength ?? 0;
	if (bits > largestKey) {
		throw requestError({
			what: `The RSA key of the certificate ${thumbprintOf(certificate)} has ${bits} bits; for notifications with data in them Graph takes ${largestKey} at most.`,
			fix: 'Have notifications without the data, or make a new certificate: openssl req -x509 -newkey rsa:3072 -nodes -days 365 -subj /CN=n8n -keyout key.pem -out certificate.pem',
		});
	}
	return {
		certificate: certificate.raw.toString('base64'),
		id: certificate.fingerprint256.replaceAll(':', ''),
		privateKey,
	};
}
