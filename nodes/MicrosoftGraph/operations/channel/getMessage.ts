import { teamId } from '../../../shared/fields/locators/team';
import { channelId, channelMessageId, simpleTeamsMessage } from '../../../shared/resources/channel';
import { channelPath } from '../../../shared/resources/channelPath';
import type { Operation } from '../../operation';

/** Source: "Get chatMessage in a channel or chat". */
export const getMessage: Operation = {
	name: 'Get Message',
	value: 'getMessage',
	action: 'Get message of channel',
	description: 'Get a message that started a thread in a channel',
	permissions: ['ChannelMessage.Read.All'],
	fields: [teamId, channelId, channelMessageId],
	simpleInNode: simpleTeamsMessage,
	request: (item) => ({
		method: 'GET',
		path: channelPath(item, 'messages', item.text('channelMessageId')),
	}),
};
