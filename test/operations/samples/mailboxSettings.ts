import type { Samples } from '../samples';

export const samples: Samples = {
	operations: { update: () => ({ updateFields: { timeZone: 'W. Europe Standard Time' } }) },
};
