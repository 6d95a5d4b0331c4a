import { locatorField } from '../../../shared/fields/build';
import { deleted } from '../../../shared/fields/outputs';
import { chatId, chatOwnerId } from '../../../shared/resources/chat';
import type { Operation } from '../../operation';

const pinnedMessageId = locatorField(
	'pinnedMessageId',
	'Pinned Message',
	{
		list: { method: 'searchPinnedMessages', placeholder: 'Select a pinned message…' },
		example: 'e.g. 1616964509832',
	},
	{ description: 'The "id" of a pinned message, as Get Pinned Messages returns it' },
);

/** Source: "Unpin a message from a chat". */
export const unpinMessage: Operation = {
	name: 'Unpin Message',
	value: 'unpinMessage',
	action: 'Unpin message in chat',
	description: 'Unpin a message in a chat; the message itself stays',
	permissions: ['Chat.ReadWrite.All'],
	fields: [chatOwnerId, chatId, pinnedMessageId],
	request: (item) => ({
		method: 'DELETE',
		path: ['chats', item.id('chatId'), 'pinnedMessages', item.id('pinnedMessageId')],
	}),
	output: deleted,
};
