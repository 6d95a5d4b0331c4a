import { sampleTeam } from '../../../simulator/graph/routes/teams';
import { sampleUser, type Samples } from '../samples';

export const samples: Samples = {
	fields: { teamId: () => sampleTeam, ownerUserId: () => sampleUser },
};
