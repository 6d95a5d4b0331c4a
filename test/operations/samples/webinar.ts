import { sampleWebinar } from '../../../simulator/graph/routes/webinars';
import type { Samples } from '../samples';

export const samples: Samples = {
	fields: {
		organizerId: ({ graph }) => [...graph.users.keys()][0],
		webinarId: () => sampleWebinar,
	},
};
