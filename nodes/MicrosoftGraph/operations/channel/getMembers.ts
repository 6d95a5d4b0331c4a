import { listFields } from '../../../shared/fields/lists';
import { teamId } from '../../../shared/fields/locators/team';
import { channelId } from '../../../shared/resources/channel';
import { channelPath } from '../../../shared/resources/channelPath';
import type { Operation } from '../../operation';

/** Source: "List members of a channel". */
export const getMembers: Operation = {
	name: 'Get Members',
	value: 'getMembers',
	action: 'Get members of channel',
	description: 'List the members of a channel with their roles',
	permissions: ['ChannelMember.Read.All'],
	fields: [teamId, channelId, ...listFields],
	list: { pageSize: () => 999 },
	request: (item) => ({ method: 'GET', path: channelPath(item, 'members') }),
};
