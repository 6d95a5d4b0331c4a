import { chatGuards, chatId, chatMessageId, chatOwnerId } from '../../../shared/resources/chat';
import type { Operation } from '../../operation';
import { simpleTeamsMessage } from '../../../shared/resources/channel';

/** Source: "Get chatMessage in a channel or chat". */
export const getMessage: Operation = {
	name: 'Get Message',
	value: 'getMessage',
	action: 'Get message of chat',
	description: 'Get a message of a chat',
	permissions: ['Chat.Read.All'],
	fields: [chatOwnerId, chatId, chatMessageId],
	simpleInNode: simpleTeamsMessage,
	guards: chatGuards,
	request: (item) => ({
		method: 'GET',
		path: ['chats', item.id('chatId'), 'messages', item.text('chatMessageId')],
	}),
};
