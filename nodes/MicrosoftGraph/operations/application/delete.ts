import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { applicationId, appPath } from './fields';
import { moreForOthers } from './passwords';

/** Source: "Delete application". */
export const deleteApplication: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete application',
	description:
		'Delete an app registration and its service principal in this tenant: no one can sign in to or with it anymore. It can be restored for 30 days.',
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [applicationId],
	request: (item) => ({ method: 'DELETE', path: appPath('applications', item.id('applicationId')) }),
	output: deleted,
};
