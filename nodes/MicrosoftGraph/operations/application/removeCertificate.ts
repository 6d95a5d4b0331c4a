import { requestError } from '../../../graph/errors/requestError';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { changeCertificates } from './certificates';
import { applicationId, keyId } from './fields';
import { moreForOthers } from './passwords';

/** Source: "Update application", keyCredentials. */
export const removeCertificate: Operation = {
	name: 'Remove Certificate',
	value: 'removeCertificate',
	action: 'Remove certificate from application',
	description:
		"Remove a certificate: it can no longer be used to sign in. An app without another one and without a secret can't sign in.",
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [applicationId, keyId],
	steps: async (run) => {
		const id = run.item.text('keyId');
		await changeCertificates(run, (existing) => {
			const kept = existing.filter((one) => one.keyId?.toLowerCase() !== id.toLowerCase());
			if (kept.length < existing.length) return kept;
			throw requestError({
				what: 'The application has no certificate with this key ID.',
				fix: '"Get Many" lists its certificates.',
			});
		});
		return deleted();
	},
};
