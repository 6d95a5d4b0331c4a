import { objectOf } from '../../../shared/fields/outputs';
import { objectUrl } from '../../../shared/fields/references';
import { chatGuards, chatId, chatMessageId, chatOwnerId } from '../../../shared/resources/chat';
import type { Operation } from '../../operation';

/** Source: "Pin a message in a chat". */
export const pinMessage: Operation = {
	name: 'Pin Message',
	value: 'pinMessage',
	action: 'Pin message in chat',
	description: 'Pin a message in a chat for all of its members',
	permissions: ['Chat.ReadWrite.All'],
	fields: [chatOwnerId, chatId, chatMessageId],
	guards: chatGuards,
	request: (item, _, run) => {
		const path = ['chats', item.id('chatId')];
		const messageUrl = objectUrl(run, [...path, 'messages'], item.text('chatMessageId'));
		return {
			method: 'POST',
			path: [...path, 'pinnedMessages'],
			body: { 'message@odata.bind': messageUrl },
		};
	},
	output: (response) => [objectOf(response)],
};
