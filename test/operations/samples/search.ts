import type { Samples } from '../samples';

export const samples: Samples = {
	fields: { queryString: () => 'budget' },
};
