import type { Samples } from '../samples';

export const samples: Samples = {
	fields: { path: () => '/users?$top=2' },
};
