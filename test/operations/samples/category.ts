import { randomUUID } from 'node:crypto';
import type { Simulator } from '../../../simulator/simulator';
import { sampleUser, type Samples } from '../samples';

let made = 0;

/** A category of its own, for what uses categories up. */
function ownCategory({ graph }: Simulator) {
	const id = randomUUID();
	const key = `/users/{id}/outlook/mastercategories|${graph.findUser(sampleUser)?.id}`;
	const categories = graph.collections.get(key) ?? new Map();
	categories.set(id, { id, displayName: `Sample ${(made += 1)}`, color: 'preset0' });
	graph.collections.set(key, categories);
	return { categoryId: id };
}

export const samples: Samples = {
	fields: { displayName: () => `Sample ${(made += 1)}` },
	operations: { delete: ownCategory },
};
