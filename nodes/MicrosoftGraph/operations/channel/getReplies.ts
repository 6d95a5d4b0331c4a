import { listFields } from '../../../shared/fields/lists';
import { teamId } from '../../../shared/fields/locators/team';
import type { Operation } from '../../operation';
import { simpleWith } from '../../../shared/fields/simplified';
import { channelId, channelMessageId, simpleTeamsMessage } from '../../../shared/resources/channel';

/** Source: "List replies". */
export const getReplies: Operation = {
	name: 'Get Replies',
	value: 'getReplies',
	action: 'Get replies to channel message',
	description: 'List the replies to a channel message',
	permissions: ['ChannelMessage.Read.All'],
	fields: [teamId, channelId, channelMessageId, ...listFields],
	simpleInNode: simpleWith(simpleTeamsMessage, 'replyToId'),
	list: { pageSize: () => 50 },
	request: (item) => ({
		method: 'GET',
		path: [
			...['teams', item.id('teamId'), 'channels', item.id('channelId')],
			...['messages', item.text('channelMessageId'), 'replies'],
		],
	}),
};
