import { listFields, listLimits } from '../../../shared/fields/lists';
import type { Operation } from '../../operation';
import { roleAssignments, withRoleNames } from '../application/appRoles';
import { appPath, servicePrincipalId } from '../application/fields';

/** Source: "List appRoleAssignments granted for a service principal". */
export const getAppRoleAssignments: Operation = {
	name: 'Get App Role Assignments',
	value: 'getAppRoleAssignments',
	action: 'Get app role assignments of service principal',
	description: 'List the users, groups, and apps that have access to an app, with their roles',
	permissions: ['Application.Read.All'],
	fields: [servicePrincipalId, ...listFields],
	steps: async ({ item, send }) => {
		const path = [...appPath('servicePrincipals', item.id('servicePrincipalId')), 'appRoleAssignedTo'];
		return await withRoleNames(await roleAssignments(path, listLimits(item).limit, send), send);
	},
};
