import { roleEligibilities } from '../../../simulator/graph/routes/directoryRoles';
import { newAssignment, roleAssignments, roleIds } from '../../../simulator/graph/state/directoryRoles';
import { newEntity } from '../entities';
import type { Samples } from '../samples';
import { newUser } from './user';

/** Who has a role, and where, as a new entry of a collection. */
const grant = (principalId: string) => newAssignment(principalId, roleIds.globalReader);

export const samples: Samples = {
	fields: {
		roleId: () => roleIds.globalReader,
		principalId: (simulator) => newUser(simulator).id,
	},
	operations: {
		getEligibleAssignments: (simulator) => {
			newEntity(simulator, roleEligibilities, [], grant(newUser(simulator).id));
			return {};
		},
		getMembers: () => ({ roleId: roleIds.globalAdministrator }),
		removeAssignment: (simulator) => ({
			assignmentId: newEntity(simulator, roleAssignments, [], grant(newUser(simulator).id)),
		}),
		removeEligibility: (simulator) => {
			const { id } = newUser(simulator);
			newEntity(simulator, roleEligibilities, [], grant(id));
			return { principalId: id };
		},
	},
};
