import { textField } from '../../../shared/fields/build';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { applicationId, appPath } from './fields';
import { moreForOthers } from './passwords';

const keyId = textField('keyId', 'Key ID', {
	required: true,
	placeholder: 'e.g. f0b0b335-1d71-4883-8f98-567911bfdca6',
	description: 'The "keyId" of the secret, as Get Many or Add Password returns it',
});

/** Source: "application: removePassword". */
export const removePassword: Operation = {
	name: 'Remove Password',
	value: 'removePassword',
	action: 'Remove password from application',
	description: 'Delete a client secret: it can no longer be used to sign in',
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [applicationId, keyId],
	guards: [
		{
			when: { status: 400, message: /no password credential/i },
			fix: 'The application has no secret with this key ID. "Get Many" lists its secrets.',
		},
	],
	request: (item) => ({
		method: 'POST',
		path: [...appPath('applications', item.id('applicationId')), 'removePassword'],
		body: { keyId: item.text('keyId') },
		// Removing it again is harmless.
		idempotent: true,
	}),
	output: deleted,
};
