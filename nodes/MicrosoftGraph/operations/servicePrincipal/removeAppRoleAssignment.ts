import { textField } from '../../../shared/fields/build';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { appPath, servicePrincipalId } from '../application/fields';

/** Source: "Delete appRoleAssignedTo". */
export const removeAppRoleAssignment: Operation = {
	name: 'Remove App Role Assignment',
	value: 'removeAppRoleAssignment',
	action: 'Remove app role assignment of service principal',
	description: 'Take the access to an app away from a user or group',
	permissions: ['AppRoleAssignment.ReadWrite.All'],
	fields: [
		servicePrincipalId,
		textField('appRoleAssignmentId', 'App Role Assignment ID', {
			required: true,
			placeholder: 'e.g. 2jLOj0tV30mtSeYnhy7mTnxwHWbq1vNEmNBQ6XDgQ9w',
			description: 'The "id" of the assignment, as Get App Role Assignments returns it',
		}),
	],
	guards: [{ when: { status: 404 }, fix: '"Get App Role Assignments" lists the assignments of the app.' }],
	request: (item) => ({
		method: 'DELETE',
		path: [
			...appPath('servicePrincipals', item.id('servicePrincipalId')),
			'appRoleAssignedTo',
			item.text('appRoleAssignmentId'),
		],
	}),
	output: deleted,
};
