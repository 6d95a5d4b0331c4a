import type { INodeParameters } from 'n8n-workflow';
import type { Simulator } from '../../../simulator/simulator';
import { tabs } from '../../../simulator/graph/routes/channelContents';
import { channels, sampleChannel, sampleMessage, sampleTeam } from '../../../simulator/graph/routes/teams';
import { newEntity } from '../entities';
import { memberOf, privateChannel } from '../teams';
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

const withMember = (simulator: Simulator): INodeParameters => {
	const channelId = privateChannel(simulator, sampleTeam);
	return { channelId, memberId: memberOf(simulator, [sampleTeam, channelId]) };
};

export const samples: Samples = {
	fields: {
		teamId: () => sampleTeam,
		channelId: () => sampleChannel,
		channelMessageId: () => sampleMessage,
		ownerUserId: () => sampleUser,
		displayName: () => `New channel ${(made += 1)}`,
		tabId: (simulator) => newEntity(simulator, tabs, [sampleTeam, sampleChannel], { displayName: 'Sample' }),
	},
	operations: {
		addMember: (simulator) => ({ channelId: privateChannel(simulator, sampleTeam) }),
		removeMember: withMember,
		update: ownChannel,
		delete: ownChannel,
	},
};
