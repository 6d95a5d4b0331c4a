import type { IDataObject } from 'n8n-workflow';

import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { waitForReplication } from '../../replication';
import { appRoleFields, appRolePermissions, roleOfApp } from './appRoles';

/** Source: "Grant an appRoleAssignment to a service principal". */
export const grantAppRole: Operation = {
	name: 'Grant App Role',
	value: 'grantAppRole',
	action: 'Grant app role to application',
	description:
		'Grant an app or managed identity an application permission, as admin consent does. With this permission, an app can grant itself any other one.',
	permissions: appRolePermissions,
	fields: appRoleFields,
	options: [waitForReplication],
	guards: [
		{
			when: { status: 400, message: /already exists/i },
			fix: "The app already has this role, so there's nothing to do.",
		},
	],
	steps: async (run) => await grant(run),
};

async function grant(run: ItemRun): Promise<IDataObject[]> {
	const { appRoleValue, ...assignment } = await roleOfApp(run);
	const response = await run.send({
		method: 'POST',
		path: ['servicePrincipals', assignment.resourceId, 'appRoleAssignedTo'],
		body: assignment,
	});
	return [{ ...objectOf(response), appRoleValue }];
}
