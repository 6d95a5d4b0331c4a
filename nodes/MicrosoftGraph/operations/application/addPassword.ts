import { newObject } from '../../../shared/fields/body';
import { additionalFields, textField, timeField } from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { required } from '../../../shared/parameters/values/reading';
import { applicationId, appPath } from './fields';
import { moreForOthers } from './passwords';

const secretName = textField('displayName', 'Name', {
	required: true,
	placeholder: 'e.g. n8n, rotated by workflow',
	description: 'Description of the secret in the app registration',
});

const secretTimes = additionalFields([
	required(timeField('endDateTime', 'Expires At', { description: 'Leave empty for two years from now' })),
	required(timeField('startDateTime', 'Valid From', { description: 'Leave empty for now' })),
]);

/** Source: "application: addPassword". Never retried: each request would create another secret. */
export const addPassword: Operation = {
	name: 'Add Password',
	value: 'addPassword',
	action: 'Add password to application',
	description:
		'Create a client secret. The item has it as "secretText", this one time: n8n stores it with the execution\'s data unless the workflow saves none.',
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [applicationId, secretName, secretTimes],
	options: [waitForReplication],
	request: (item) => {
		const passwordCredential = newObject(
			{ displayName: item.text('displayName') },
			item.collection('additionalFields'),
		);
		return {
			method: 'POST',
			path: [...appPath('applications', item.id('applicationId')), 'addPassword'],
			body: { passwordCredential },
		};
	},
};
