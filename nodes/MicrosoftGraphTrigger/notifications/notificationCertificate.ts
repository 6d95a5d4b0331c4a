import type { KeyObject } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { readKeyAndCertificate, thumbprintOf } from '../../../credentials/auth/keys/keyAndCertificate';
import { readFields } from '../../../credentials/auth/core/settings';
import { signInId } from '../../../credentials/auth/token/session';
import { requestError } from '../../graph/errors/requestError';
import type { Trigger } from '../openTrigger';

/** The certificate that Graph encrypts notifications for, and the key that opens them. */
export interface NotificationCertificate {
	/** Base64 of the DER, without the key: a subscription's `encryptionCertificate`. */
	certificate: string;
	/** SHA-256 of the DER in upper-case hex: the same for the same certificate, another for any other. */
	id: string;
	privateKey: KeyObject;
}

/** The largest RSA key that Graph encrypts for, in bits. The smallest is the sign-in's own: 2048. */
const maxKeyBits = 4096;

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
	if (bits > maxKeyBits) {
		throw requestError({
			what: `The RSA key of the certificate ${thumbprintOf(certificate)} has ${bits} bits; Graph encrypts notifications for ${maxKeyBits} bits at most.`,
			fix: 'Turn off "Include Resource Data", or create a new certificate: openssl req -x509 -newkey rsa:3072 -nodes -days 365 -subj /CN=n8n -keyout key.pem -out certificate.pem',
		});
	}
	return {
		certificate: certificate.raw.toString('base64'),
		id: certificate.fingerprint256.replaceAll(':', ''),
		privateKey,
	};
}

/** The certificates of the credentials in use, by sign-in: to read one takes a while. */
const certificates = new Map<string, NotificationCertificate | undefined>();

/**
 * The certificate that Graph encrypts the changed objects for, where the person wants them in the notifications.
 * @throws RequestError when the app signs in without a certificate
 */
export function certificateFor({
	watch,
	options,
	credentials,
}: Trigger): NotificationCertificate | undefined {
	if (watch.withData !== true || options.includeResourceData !== true) return undefined;
	const key = signInId(credentials);
	const certificate = certificates.get(key) ?? notificationCertificate(credentials);
	certificates.set(key, certificate);
	if (certificate !== undefined) return certificate;
	throw requestError({
		what: '"Include Resource Data" needs a certificate, and the credential has none.',
		why: 'Graph encrypts the changed object for a certificate, and n8n needs its private key to decrypt it.',
		fix: 'Choose a credential that signs in with a certificate, or turn the option off: the changes are read then.',
	});
}
