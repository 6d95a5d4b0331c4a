import { flagField } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { teamId } from '../../../shared/fields/locators/team';
import { objectOf } from '../../../shared/fields/outputs';
import { channelId, membersGuards } from '../../../shared/resources/channel';
import { channelPath } from '../../../shared/resources/channelPath';
import type { Operation } from '../../operation';
import { conversationMember } from '../team/fields';

/** Source: "Add member to channel". */
export const addMember: Operation = {
	name: 'Add Member',
	value: 'addMember',
	action: 'Add member to channel',
	description: 'Add a user to a private or shared channel as a member or owner',
	permissions: ['ChannelMember.ReadWrite.All'],
	fields: [
		teamId,
		channelId,
		userId,
		flagField('owner', 'Owner', { description: 'Whether to add the user as an owner' }),
	],
	guards: membersGuards,
	steps: async (run) => {
		const { item, send } = run;
		const body = conversationMember(run, item.id('userId'), item.flag('owner'));
		return [objectOf(await send({ method: 'POST', path: channelPath(item, 'members'), body }))];
	},
};
