import type { Samples } from '../samples';

export const samples: Samples = {
	fields: { date: () => '2026-01-19T00:00:00' },
};
