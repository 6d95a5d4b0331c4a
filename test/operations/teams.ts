import type { Simulator } from '../../simulator/simulator';
import { channelMembers } from '../../simulator/graph/routes/channelContents';
import { channels, members } from '../../simulator/graph/routes/teams';
import { newEntity } from './entities';

let made = 0;

/** A group of its own, as the group of a team. */
export function ownTeam({ graph }: Simulator): string {
	const [template] = graph.groups.values();
	const id = `0a0a0a0a-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;
	graph.groups.set(id, { ...structuredClone(template), id, displayName: `Team ${made}` });
	return id;
}

/** A channel of its own that has members of its own. */
export const privateChannel = (simulator: Simulator, teamId: string): string =>
	newEntity(simulator, channels, [teamId], {
		id: `19:private${(made += 1)}@thread.tacv2`,
		displayName: `Private ${made}`,
		membershipType: 'private',
	});

/** A membership of its own in a team, or in a channel of it. */
export const memberOf = (simulator: Simulator, params: readonly string[]): string =>
	newEntity(simulator, params.length > 1 ? channelMembers : members, params, {
		'@odata.type': '#microsoft.graph.aadUserConversationMember',
		roles: [],
		displayName: 'Sample',
		userId: '00000000-0000-4000-8000-000000000001',
	});
