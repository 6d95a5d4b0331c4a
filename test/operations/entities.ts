import type { Simulator } from '../../simulator/simulator';
import { entitiesAt, type Collection } from '../../simulator/graph/rest';
import { type Entity } from '../../simulator/graph/entity';
import type { GraphWorld } from '../../simulator/graph/world';

let made = 0;

/**
 * Puts a new object into a collection of the simulator.
 * @param params what the placeholders of the collection's path hold
 * @returns its ID, by default one of its own
 */
export function newEntity(
	{ graph }: Simulator,
	collection: Pick<Collection, 'path' | 'seed'>,
	params: readonly string[],
	properties: Partial<Entity>,
): string {
	made += 1;
	const entity: Entity = { id: `AAMkADsample${String(made).padStart(10, '0')}AAA=`, ...properties };
	entitiesAt({ state: graph } as GraphWorld, collection, params).set(entity.id, entity);
	return entity.id;
}
