import type { KeyCredential } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { longTextField, textField } from '../../../shared/fields/build';
import type { ItemRun } from '../../../shared/itemRun';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { changeCertificates, readCertificate } from './certificates';
import { applicationId } from './fields';
import { moreForOthers } from './passwords';

/** Source: "Update application", keyCredentials. */
export const addCertificate: Operation = {
	name: 'Add Certificate',
	value: 'addCertificate',
	action: 'Add certificate to application',
	description: 'Add a certificate with which an app can sign in; its existing certificates stay',
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [
		applicationId,
		longTextField('certificate', 'Certificate', {
			required: true,
			placeholder: 'e.g. -----BEGIN CERTIFICATE-----',
			description: 'The certificate as PEM, or as Base64 of a .cer file; never with its private key',
		}),
		textField('displayName', 'Name', {
			placeholder: 'e.g. n8n, 2030',
			description: "Leave empty for the certificate's subject",
		}),
	],
	options: [waitForReplication],
	steps: async (run) => await add(run),
};

async function add(run: ItemRun): Promise<IDataObject[]> {
	const certificate = readCertificate(run.item.text('certificate'));
	const key = certificate.raw.toString('base64');
	const made: KeyCredential = {
		type: 'AsymmetricX509Cert',
		usage: 'Verify',
		displayName: run.item.text('displayName') || certificate.subject.split('\n').join(', '),
		startDateTime: new Date(certificate.validFrom).toISOString(),
		endDateTime: new Date(certificate.validTo).toISOString(),
		key: key as unknown as KeyCredential['key'],
	};
	let before: readonly KeyCredential[] = [];
	const after = await changeCertificates(run, (existing) => {
		before = existing;
		if (existing.some((one) => one.key === made.key)) {
			throw requestError({
				what: 'The application has this certificate already.',
				fix: 'There is nothing to do. To renew it, add another one.',
			});
		}
		return [...existing, made];
	});
	const known = before.map(({ keyId }) => keyId);
	const added = after.find(({ keyId }) => !known.includes(keyId)) ?? {};
	const shown = { ...(added as IDataObject), key: null };
	return [{ ...shown, thumbprint: certificate.fingerprint.replace(/:/g, '') }];
}
