import { textField } from '../../../shared/fields/build';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

const deletedChatId = textField('deletedChatId', 'Deleted Chat ID', {
	required: true,
	placeholder: 'e.g. 19:64dedcac16b74a209b1f2ecb7f99c5e2@thread.v2',
	description: 'The ID that the chat had; Graph has no list of deleted chats',
});

/** Source: "deletedChat: undoDelete". */
export const restore: Operation = {
	name: 'Restore',
	value: 'restore',
	action: 'Restore deleted chat',
	description: 'Restore a chat that was deleted in the last seven days',
	permissions: ['Chat.ManageDeletion.All'],
	fields: [deletedChatId],
	guards: [
		{
			when: { status: 404 },
			fix: 'Check the ID. A chat that was deleted more than seven days ago is permanently gone.',
		},
	],
	request: (item) => ({
		method: 'POST',
		path: ['teamwork', 'deletedChats', item.text('deletedChatId'), 'undoDelete'],
	}),
	output: succeeded,
};
