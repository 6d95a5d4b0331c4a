import type { IDataObject } from 'n8n-workflow';

import { principalId } from '../../../shared/fields/locators/principal';
import { objectOf } from '../../../shared/fields/outputs';
import {
	assignmentGuards,
	directoryScope,
	grantOf,
	roleId,
	roleManagement,
} from '../../../shared/resources/directoryRole';
import type { ItemRun } from '../../../shared/itemRun';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';

/** Source: "Create unifiedRoleAssignment". */
export const assign: Operation = {
	name: 'Assign',
	value: 'assign',
	action: 'Assign directory role',
	description:
		'Assign a role to a user, a role-assignable group, or an app, until someone removes it. With this permission, an app can make itself Global Administrator.',
	permissions: ['RoleManagement.ReadWrite.Directory'],
	fields: [roleId, principalId, directoryScope],
	options: [waitForReplication],
	guards: assignmentGuards,
	steps: async (run) => await create(run),
};

async function create(run: ItemRun): Promise<IDataObject[]> {
	const body = await grantOf(run);
	return [objectOf(await run.send({ method: 'POST', path: roleManagement('roleAssignments'), body }))];
}
