import { randomUUID } from 'node:crypto';
import { entitiesAt } from '../../../simulator/graph/rest';
import { subscription, subscriptions } from '../../../simulator/graph/routes/subscriptions';
import type { GraphWorld } from '../../../simulator/graph/world';
import type { Samples } from '../samples';

export const samples: Samples = {
	fields: {
		subscriptionId: ({ graph }) => {
			const made = subscription(randomUUID(), { resource: `users/${randomUUID()}/messages` });
			entitiesAt({ state: graph } as GraphWorld, subscriptions, []).set(made.id, made);
			return made.id;
		},
		// Graph takes one subscription for the same resource and changes.
		watchedResource: () => `users/${randomUUID()}/messages`,
	},
};
