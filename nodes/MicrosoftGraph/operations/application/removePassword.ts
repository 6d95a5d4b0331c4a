import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { applicationId, appPath, keyId } from './fields';
import { moreForOthers } from './passwords';

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
