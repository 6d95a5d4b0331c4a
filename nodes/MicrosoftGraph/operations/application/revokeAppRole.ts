import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { appRoleFields, appRolePermissions, roleAssignments, roleOfApp } from './appRoles';

/** Source: "Delete an appRoleAssignment from a service principal". */
export const revokeAppRole: Operation = {
	name: 'Revoke App Role',
	value: 'revokeAppRole',
	action: 'Revoke app role from application',
	description: 'Revoke an application permission of an app or managed identity',
	permissions: appRolePermissions,
	fields: appRoleFields,
	steps: async (run) => await revoke(run),
};

async function revoke(run: ItemRun): Promise<IDataObject[]> {
	const { principalId, resourceId, appRoleId, appRoleValue } = await roleOfApp(run);
	const path = ['servicePrincipals', principalId, 'appRoleAssignments'];
	const assignments = await roleAssignments(path, Infinity, run.send);
	const assignment = assignments.find(
		(candidate) => candidate.resourceId === resourceId && candidate.appRoleId === appRoleId,
	);
	if (assignment === undefined) {
		throw requestError({
			what: `The app doesn't have the role ${appRoleValue}.`,
			fix: '"Get App Role Assignments" lists its roles.',
		});
	}
	await run.send({ method: 'DELETE', path: [...path, String(assignment.id)] });
	return deleted();
}
