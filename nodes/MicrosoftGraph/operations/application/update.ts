import { moreProperties, updateBody } from '../../../shared/fields/body';
import { textField, updateFields } from '../../../shared/fields/build';
import { succeeded } from '../../../shared/fields/outputs';
import { required } from '../../../shared/parameters/values/reading';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { applicationFields, applicationGuards, applicationId, appPath } from './fields';
import { moreForOthers } from './passwords';
import { withRedirectUris } from './redirectUris';

/** Source: "Update application". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update application',
	description: 'Update properties of an app registration; a list replaces the existing one',
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [
		applicationId,
		updateFields([
			...applicationFields,
			required(textField('displayName', 'Name', { placeholder: 'e.g. Payroll sync' })),
			moreProperties,
		]),
	],
	options: [waitForReplication],
	guards: applicationGuards,
	request: (item) => ({
		method: 'PATCH',
		path: appPath('applications', item.id('applicationId')),
		expectedResponse: 'nothing',
		body: updateBody(withRedirectUris(item.collection('updateFields'))),
		idempotent: true,
	}),
	output: succeeded,
};
