import { textField } from '../../../shared/fields/build';
import { deleted } from '../../../shared/fields/outputs';
import { roleManagement } from '../../../shared/resources/directoryRole';
import type { Operation } from '../../operation';

/** Source: "Delete unifiedRoleAssignment". */
export const removeAssignment: Operation = {
	name: 'Remove Assignment',
	value: 'removeAssignment',
	action: 'Remove assignment of directory role',
	description:
		'Take a role away. Without an administrator who has the needed role, no one can administer the tenant: keep an emergency access account.',
	permissions: ['RoleManagement.ReadWrite.Directory'],
	fields: [
		textField('assignmentId', 'Assignment ID', {
			required: true,
			placeholder: 'e.g. lAPpYvVpN0KRkAEhdxReEJC2sEqbR_9Hr48lds9SGHI-1',
			description: 'The "id" of the assignment, as Get Assignments returns it',
		}),
	],
	guards: [
		{ when: { status: 404 }, fix: 'There is no such assignment: "Get Assignments" lists them.' },
		{
			when: { status: 400, message: /last|own|self/i },
			fix: "Graph keeps the last Global Administrator, and an app can't take some roles away from itself.",
		},
	],
	request: (item) => ({
		method: 'DELETE',
		path: [...roleManagement('roleAssignments'), item.text('assignmentId')],
	}),
	output: deleted,
};
