import { chatId, chatOwnerId } from '../../../shared/resources/chat';
import type { Operation } from '../../operation';

/** Source: "Get chat". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get chat',
	description: 'Get a chat, without its messages',
	permissions: ['Chat.ReadBasic.All'],
	fields: [chatOwnerId, chatId],
	request: (item) => ({ method: 'GET', path: ['chats', item.id('chatId')] }),
};
