import { teamId } from '../../../shared/fields/locators/team';
import { deleted } from '../../../shared/fields/outputs';
import { channelId, membersGuards } from '../../../shared/resources/channel';
import { channelPath } from '../../../shared/resources/channelPath';
import { memberIdField, membershipOf } from '../../../shared/resources/member';
import type { Operation } from '../../operation';

/** Source: "Remove member from channel". */
export const removeMember: Operation = {
	name: 'Remove Member',
	value: 'removeMember',
	action: 'Remove member from channel',
	description: 'Remove a member or owner from a private or shared channel',
	permissions: ['ChannelMember.ReadWrite.All'],
	fields: [teamId, channelId, memberIdField('searchChannelMembers')],
	guards: membersGuards,
	steps: async (run) => {
		const path = channelPath(run.item, 'members');
		await run.send({ method: 'DELETE', path: [...path, await membershipOf(run, path)] });
		return deleted();
	},
};
