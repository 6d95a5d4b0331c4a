import { plannerTasks, sampleBucket, samplePlan } from '../../../simulator/graph/routes/planner';
import { newEntity } from '../entities';
import type { Samples } from '../samples';

export const samples: Samples = {
	fields: {
		plannerTaskId: (simulator) =>
			newEntity(simulator, plannerTasks, [], {
				'@odata.etag': 'W/"JzEtVGFzayAgQEBAQEBAQEBAQEBAQEBAQ1Jw=="',
				planId: samplePlan,
				title: 'Sample',
			}),
		planId: () => samplePlan,
		bucketId: () => sampleBucket,
		planGroupId: () => '',
	},
};
