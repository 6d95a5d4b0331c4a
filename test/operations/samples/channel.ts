import type { Simulator } from '../../../simulator/simulator';
import { channels, sampleChannel, sampleMessage, sampleTeam } from '../../../simulator/graph/routes/teams';
import { newEntity } from '../entities';
import { sampleUser, type Samples } from '../samples';

let made = 0;

/** A channel of its own in the sample team. */
const ownChannel = (simulator: Simulator) => ({
	channelId: newEntity(simulator, channels, [sampleTeam], {
		id: `19:sample${(made += 1)}@thread.tacv2`,
		displayName: 'Sample',
		membershipType: 'standard',
	}),
});

export const samples: Samples = {
	fields: {
		teamId: () => sampleTeam,
		channelId: () => sampleChannel,
		channelMessageId: () => sampleMessage,
		ownerUserId: () => sampleUser,
		displayName: () => `New channel ${(made += 1)}`,
	},
	operations: { update: ownChannel, delete: ownChannel },
};
