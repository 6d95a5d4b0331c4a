import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { appPath, servicePrincipalId } from '../application/fields';
import { moreForOthers } from '../application/passwords';

/** Source: "Delete servicePrincipal". */
export const deleteServicePrincipal: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete service principal',
	description:
		'Remove an app from the tenant with its permissions and assignments: no one can sign in to it, and the app itself gets no tokens',
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [servicePrincipalId],
	request: (item) => ({
		method: 'DELETE',
		path: appPath('servicePrincipals', item.id('servicePrincipalId')),
	}),
	output: deleted,
};
