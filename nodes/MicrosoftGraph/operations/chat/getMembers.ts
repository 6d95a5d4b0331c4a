import { listFields } from '../../../shared/fields/lists';
import { chatId, chatOwnerId } from '../../../shared/resources/chat';
import type { Operation } from '../../operation';

/** Source: "List members of a chat". */
export const getMembers: Operation = {
	name: 'Get Members',
	value: 'getMembers',
	action: 'Get members of chat',
	description: 'List the members of a chat with their roles',
	permissions: ['ChatMember.Read.All'],
	fields: [chatOwnerId, chatId, ...listFields],
	list: { pageSize: () => undefined },
	request: (item) => ({ method: 'GET', path: ['chats', item.id('chatId'), 'members'] }),
};
