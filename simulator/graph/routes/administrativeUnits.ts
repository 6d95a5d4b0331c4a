import { GraphError } from '../errors';
import { referenceRoutes } from '../references';
import { collectionRoutes, entityAt } from '../rest';
import type { Route } from '../router';
import { administrativeUnits, unitMembers } from '../state/administrativeUnits';

/** Administrative units and their members. */
export const administrativeUnitRoutes: readonly Route[] = [
	...collectionRoutes(administrativeUnits),
	...referenceRoutes({
		...unitMembers,
		owner: (world, id) => entityAt(world, administrativeUnits, [], id).id,
		check: (world, id) => {
			const { membershipType } = entityAt(world, administrativeUnits, [], id);
			if (membershipType === 'Dynamic')
				throw new GraphError(
					400,
					'Request_BadRequest',
					'Cannot change the members of an administrative unit with dynamic membership.',
				);
		},
		types: ['user', 'group', 'device'],
	}),
];
