import type { ServicePrincipal } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { textField } from '../../../shared/fields/build';
import { principalId } from '../../../shared/fields/locators/principal';
import { objectOf } from '../../../shared/fields/outputs';
import { objectIdOf } from '../../../shared/fields/references';
import type { ItemRun } from '../../../shared/itemRun';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { appRolePermissions, findRole } from '../application/appRoles';
import { appPath, servicePrincipalId } from '../application/fields';

/** The role that gives access where an app defines none. Source: "Grant an appRoleAssignment". */
const defaultAccess = '00000000-0000-0000-0000-000000000000';

/** Sources: "Grant an appRoleAssignment to a user", "… to a group", by the app's side. */
export const assignAppRole: Operation = {
	name: 'Assign App Role',
	value: 'assignAppRole',
	action: 'Assign app role of service principal',
	description:
		'Give a user or group access to an app, with one of its roles; for apps, use "Application: Grant App Role"',
	permissions: appRolePermissions,
	fields: [
		servicePrincipalId,
		principalId,
		textField('appRole', 'App Role', {
			placeholder: 'e.g. Editor',
			description: 'Name or ID of a role that the app defines; leave empty for default access',
		}),
	],
	options: [waitForReplication],
	guards: [
		{ when: { status: 400, message: /already exists/i }, fix: 'It already has this role of the app.' },
		{ when: { status: 404 }, fix: 'Check the user or group: it must be a user or a group of the tenant.' },
	],
	steps: async (run) => await assign(run),
};

async function assign({ item, send }: ItemRun): Promise<IDataObject[]> {
	const path = appPath('servicePrincipals', item.id('servicePrincipalId'));
	const query = { $select: 'id,displayName,appRoles' };
	const [response, principal] = await Promise.all([
		send({ method: 'GET', path, query }),
		objectIdOf({ send }, item.id('principalId')),
	]);
	const app = response.body as ServicePrincipal;
	const name = item.text('appRole');
	const role = name === '' ? { id: defaultAccess, value: null } : findRole(name, app, 'User');
	const made = await send({
		method: 'POST',
		path: ['servicePrincipals', String(app.id), 'appRoleAssignedTo'],
		body: { principalId: principal, resourceId: String(app.id), appRoleId: String(role.id) },
	});
	return [{ ...objectOf(made), appRoleValue: role.value ?? null }];
}
