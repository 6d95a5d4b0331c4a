import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { certificateExpiry } from '../../credentials/signIn/keyAndCertificate';
import { readFields } from '../../credentials/token/settings';

const day = 24 * 60 * 60_000;
/** How long before its end a certificate is spoken of, in ms. */
const notice = 30 * day;

/** Adds a warning to the node's output. */
export function addHint(context: IExecuteFunctions, message: string): void {
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}

/** Adds a hint to the node's output when the certificate that the app signs in with ends within 30 days. */
export function hintAtCertificate(
	context: IExecuteFunctions,
	credentials: ICredentialDataDecryptedObject,
): void {
	const end = certificateExpiry(readFields(credentials));
	if (end === undefined || end.getTime() - Date.now() > notice) return;
	const days = Math.max(0, Math.floor((end.getTime() - Date.now()) / day));
	addHint(
		context,
		`The certificate of the credential ends in ${days} days, on ${end.toISOString().slice(0, 10)}. Upload a new one to the app registration, then put it into the credential.`,
	);
}
