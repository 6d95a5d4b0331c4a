import { flagField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { chatGuards, chatId, chatOwnerId } from '../../../shared/resources/chat';
import type { Operation } from '../../operation';

/** Source: "List pinned messages in a chat". It takes no `$top`. */
export const getPinnedMessages: Operation = {
	name: 'Get Pinned Messages',
	value: 'getPinnedMessages',
	action: 'Get pinned messages of chat',
	description: 'List the messages that are pinned in a chat',
	permissions: ['ChatMessage.Read.All'],
	fields: [chatOwnerId, chatId, ...listFields],
	options: [
		flagField('withMessage', 'Include Message', {
			description: 'Whether to include the message itself, not only its ID',
		}),
	],
	guards: chatGuards,
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: ['chats', item.id('chatId'), 'pinnedMessages'],
		query: { $expand: item.collection('options').withMessage === true ? 'message' : undefined },
	}),
};
