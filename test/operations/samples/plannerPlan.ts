import type { Simulator } from '../../../simulator/simulator';
import { etagOf } from '../../../simulator/graph/routes/planner';
import { plans } from '../../../simulator/graph/routes/plans';
import { newEntity } from '../entities';
import type { Samples } from '../samples';

const ownPlan = (simulator: Simulator) =>
	newEntity(simulator, plans, [], { '@odata.etag': etagOf(1), title: 'Sample', owner: null });

export const samples: Samples = { fields: { planId: ownPlan, planGroupId: () => '' } };
