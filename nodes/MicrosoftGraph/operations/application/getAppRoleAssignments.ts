import { choiceField } from '../../../shared/fields/build';
import { listFields, listLimits } from '../../../shared/fields/lists';
import type { Operation } from '../../operation';
import { roleAssignments, withRoleNames } from './appRoles';
import { appPath, servicePrincipalId } from './fields';

/** Source: "List appRoleAssignments granted to a service principal", "List appRoleAssignedTo". */
export const getAppRoleAssignments: Operation = {
	name: 'Get App Role Assignments',
	value: 'getAppRoleAssignments',
	action: 'Get app role assignments',
	description:
		'List the application permissions that an app has, or its own that other apps have, with their names',
	permissions: ['Application.Read.All'],
	fields: [
		servicePrincipalId,
		choiceField(
			'direction',
			'Roles',
			{
				appRoleAssignments: 'Roles It Has (Its Permissions)',
				appRoleAssignedTo: 'Its Roles That Others Have',
			},
			{ default: 'appRoleAssignments' },
		),
		...listFields,
	],
	steps: async ({ item, send }) => {
		const path = [...appPath('servicePrincipals', item.id('servicePrincipalId')), item.text('direction')];
		return await withRoleNames(await roleAssignments(path, listLimits(item).limit, send), send);
	},
};
