import type { Simulator } from '../../../simulator/simulator';
import { sampleChannel, sampleTeam } from '../../../simulator/graph/routes/teams';
import { sampleChat } from '../../../simulator/graph/routes/chats';
import { memberOf, ownTeam } from '../teams';
import { sampleUser, type Samples } from '../samples';

export const samples: Samples = {
	fields: {
		teamId: () => sampleTeam,
		ownerUserId: () => sampleUser,
		channelId: () => sampleChannel,
		chatId: () => sampleChat,
		chatOwnerId: () => '',
		memberId: (simulator: Simulator) => memberOf(simulator, [sampleTeam]),
		topicLink: () => 'https://teams.microsoft.com/l/entity/app/tasks',
	},
	operations: {
		delete: (simulator) => ({ teamId: ownTeam(simulator) }),
		sendActivityNotification: () => ({ activityType: '' }),
	},
};
