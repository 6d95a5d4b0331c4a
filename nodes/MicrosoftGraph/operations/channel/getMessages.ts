import { flagField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { teamId } from '../../../shared/fields/locators/team';
import type { Operation } from '../../operation';
import { channelId, simpleTeamsMessage } from '../../../shared/resources/channel';

/** Source: "List channel messages". Graph gives up to 50 in a page, and neither filters nor selects here. */
export const getMessages: Operation = {
	name: 'Get Messages',
	value: 'getMessages',
	action: 'Get messages of channel',
	description: 'List the messages that started a thread in a channel, the newest first',
	permissions: ['ChannelMessage.Read.All'],
	fields: [teamId, channelId, ...listFields],
	simpleInNode: simpleTeamsMessage,
	options: [flagField('replies', 'Replies', { description: 'Whether to get the replies with each message' })],
	list: { pageSize: () => 50 },
	request: (item) => ({
		method: 'GET',
		path: ['teams', item.id('teamId'), 'channels', item.id('channelId'), 'messages'],
		query: { $expand: item.collection('options').replies === true ? 'replies' : undefined },
	}),
};
