import type { Samples } from '../samples';

let made = 0;

export const samples: Samples = {
	fields: {
		siteId: () => 'root',
		listId: () => 'Orders',
		displayName: () => `List ${(made += 1)}`,
	},
};
