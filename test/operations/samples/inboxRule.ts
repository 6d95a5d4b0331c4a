import { randomUUID } from 'node:crypto';
import type { Simulator } from '../../../simulator/simulator';
import { guidOf } from '../../../simulator/random';
import { sampleUser, type Samples } from '../samples';

/** A rule of its own, for what uses rules up. */
function ownRule({ graph }: Simulator) {
	const id = guidOf(randomUUID());
	const path = '/users/{id}/mailfolders/inbox/messagerules';
	const key = `${path}|${graph.findUser(sampleUser)?.id}`;
	const rules = graph.collections.get(key) ?? new Map();
	rules.set(id, { id, displayName: 'Sample', sequence: 2, isEnabled: true, actions: { markAsRead: true } });
	graph.collections.set(key, rules);
	return { ruleId: id };
}

export const samples: Samples = {
	fields: { moveToFolderId: ({ graph }) => graph.mailbox(sampleUser).folder('archive')?.id },
	operations: {
		create: () => ({ actions: { markAsRead: true } }),
		delete: ownRule,
		getAll: (simulator) => {
			ownRule(simulator);
			return {};
		},
		update: (simulator) => ({ ...ownRule(simulator), updateFields: { isEnabled: false } }),
	},
};
