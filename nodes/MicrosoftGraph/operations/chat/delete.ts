import { deleted } from '../../../shared/fields/outputs';
import { chatId, chatOwnerId } from '../../../shared/resources/chat';
import type { Operation } from '../../operation';

/** Source: "Delete chat": one request in a second for each tenant. */
export const deleteChat: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete chat',
	description: 'Delete a chat for all of its members; for seven days, it can be restored',
	permissions: ['Chat.ManageDeletion.All'],
	fields: [chatOwnerId, chatId],
	request: (item) => ({ method: 'DELETE', path: ['chats', item.id('chatId')] }),
	output: deleted,
};
