import type { Samples } from '../samples';

export const samples: Samples = {
	fields: { riskyUserId: ({ graph }) => [...graph.users.keys()][0] },
};
