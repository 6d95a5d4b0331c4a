import { randomUUID } from 'node:crypto';
import { guidOf } from '../../../simulator/random';
import {
	addServicePrincipal,
	giveAccess,
	permissionGrants,
} from '../../../simulator/graph/routes/servicePrincipals';
import type { Simulator } from '../../../simulator/simulator';
import { newEntity } from '../entities';
import type { Samples } from '../samples';
import { newUser } from './user';

const newPrincipal = ({ graph }: Simulator) =>
	addServicePrincipal({ state: graph }, `Sample ${randomUUID()}`, []);

const intranet = guidOf('service principal of Intranet');

export const samples: Samples = {
	fields: {
		appId: () => randomUUID(),
		servicePrincipalId: newPrincipal,
		resourceServicePrincipalId: () => 'appId=00000003-0000-0000-c000-000000000000',
		principalId: (simulator) => newUser(simulator).id,
	},
	operations: {
		assignAppRole: () => ({ servicePrincipalId: intranet }),
		createPermissionGrant: (simulator) => ({ userId: newUser(simulator).id }),
		deletePermissionGrant: (simulator) => ({
			permissionGrantId: newEntity(simulator, permissionGrants, [], {
				id: randomUUID(),
				clientId: newPrincipal(simulator),
				consentType: 'AllPrincipals',
				principalId: null,
				resourceId: intranet,
				scope: 'User.Read',
			}),
		}),
		getAppRoleAssignments: () => ({ servicePrincipalId: 'appId=00000003-0000-0000-c000-000000000000' }),
		removeAppRoleAssignment: (simulator) => {
			const { id } = newUser(simulator);
			return {
				servicePrincipalId: intranet,
				appRoleAssignmentId: giveAccess({ state: simulator.graph }, intranet, id),
			};
		},
	},
};
