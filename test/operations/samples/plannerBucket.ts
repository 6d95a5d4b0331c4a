import type { Simulator } from '../../../simulator/simulator';
import { etagOf, samplePlan } from '../../../simulator/graph/routes/planner';
import { buckets } from '../../../simulator/graph/routes/plans';
import { newEntity } from '../entities';
import type { Samples } from '../samples';

const ownBucket = (simulator: Simulator) =>
	newEntity(simulator, buckets, [], { '@odata.etag': etagOf(1), name: 'Sample', planId: samplePlan });

export const samples: Samples = {
	fields: { planId: () => samplePlan, planGroupId: () => '', listedPlanId: () => '', bucketId: ownBucket },
};
