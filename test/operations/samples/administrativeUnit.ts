import { administrativeUnits, unitMembers } from '../../../simulator/graph/state/administrativeUnits';
import { referencesOf } from '../../../simulator/graph/references';
import type { GraphWorld } from '../../../simulator/graph/world';
import { guidOf } from '../../../simulator/random';
import type { Simulator } from '../../../simulator/simulator';
import { newEntity } from '../entities';
import type { Samples } from '../samples';
import { newUser } from './user';

let made = 0;

/** A unit of its own, for what uses units up. */
function newUnit(simulator: Simulator): string {
	made += 1;
	return newEntity(simulator, administrativeUnits, [], {
		id: guidOf(`sample unit ${made}`),
		displayName: `Sample ${made}`,
	});
}

const ownUnit = (simulator: Simulator) => ({ administrativeUnitId: newUnit(simulator) });

/** A unit of its own with one member. */
function withMember(simulator: Simulator) {
	const { id } = newUser(simulator);
	const administrativeUnitId = newUnit(simulator);
	referencesOf({ state: simulator.graph } as GraphWorld, unitMembers, administrativeUnitId).set(id, { id });
	return { administrativeUnitId, principalId: id };
}

export const samples: Samples = {
	fields: {
		administrativeUnitId: () => guidOf('administrative unit Seattle'),
		principalId: (simulator) => newUser(simulator).id,
	},
	operations: {
		delete: ownUnit,
		getMembers: (simulator) => ({ administrativeUnitId: withMember(simulator).administrativeUnitId }),
		removeMember: withMember,
		update: ownUnit,
	},
};
