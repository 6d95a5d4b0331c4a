import { grantsOf, siteOf } from '../../../simulator/graph/state/sites';
import type { Samples } from '../samples';

let made = 0;

export const samples: Samples = {
	fields: {
		siteId: () => 'root',
		permissionId: ({ graph }) => {
			const id = `grant${(made += 1)}`;
			grantsOf(graph, siteOf(graph, 'root')).set(id, { id, roles: ['read'] });
			return id;
		},
	},
};
