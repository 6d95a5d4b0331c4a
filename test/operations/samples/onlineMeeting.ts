import type { Simulator } from '../../../simulator/simulator';
import { onlineMeetings } from '../../../simulator/graph/routes/onlineMeetings';
import { newEntity } from '../entities';
import { sampleUser, type Samples } from '../samples';

let made = 0;

const organizer = ({ graph }: Simulator) => graph.findUser(sampleUser)?.id ?? '';

/** The join URL of a meeting of its own. */
function joinUrl(simulator: Simulator): string {
	const joinWebUrl = `https://teams.example/l/meetup-join/19%3ameeting_${(made += 1)}%40thread.v2/0`;
	newEntity(simulator, onlineMeetings, [organizer(simulator)], { subject: 'Sample', joinWebUrl });
	return joinWebUrl;
}

export const samples: Samples = {
	fields: {
		organizerId: organizer,
		meetingId: (simulator) =>
			newEntity(simulator, onlineMeetings, [organizer(simulator)], { subject: 'Sample' }),
		joinWebUrl: joinUrl,
	},
};
