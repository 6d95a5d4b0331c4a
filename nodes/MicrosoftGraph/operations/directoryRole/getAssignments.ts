import { listAssignments } from './assignments';

/** Source: "List unifiedRoleAssignments". */
export const getAssignments = listAssignments('roleAssignments', {
	name: 'Get Assignments',
	value: 'getAssignments',
	action: 'Get assignments of directory roles',
	description: 'List who has which role, and where, with the object that has it as "principal"',
	permissions: ['RoleManagement.Read.Directory'],
});
