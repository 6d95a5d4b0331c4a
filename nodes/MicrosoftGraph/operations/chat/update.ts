import {
	chatId,
	chatMemberGuards,
	chatOwnerId,
	chatTopic,
	checkedTopic,
} from '../../../shared/resources/chat';
import type { Operation } from '../../operation';

/** Source: "Update chat". */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update chat',
	description: 'Change the topic of a group chat',
	permissions: ['Chat.ReadWrite.All'],
	fields: [chatOwnerId, chatId, { ...chatTopic, required: true }],
	guards: chatMemberGuards,
	request: (item) => ({
		method: 'PATCH',
		path: ['chats', item.id('chatId')],
		body: { topic: checkedTopic(item.text('topic')) },
		idempotent: true,
	}),
};
