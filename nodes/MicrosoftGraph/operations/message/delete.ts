import { mailbox, messageId } from '../../../shared/fields/locators';
import {
	permanentDeleteGuards,
	permanentDeleteNote,
	deleteHow,
	mailHeaders,
} from '../../../shared/fields/mail';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

/**
 * Source: "message: move", "message: permanentDelete". The reference doesn't say where the plain "Delete message"
 * leaves a message, so it isn't used.
 */
export const deleteMessage: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete message',
	description: 'Move a message to Deleted Items, or delete it permanently',
	permissions: ['Mail.ReadWrite'],
	permissionNote: permanentDeleteNote,
	fields: [mailbox, messageId, deleteHow],
	guards: permanentDeleteGuards,
	request: (item) => {
		const message = ['users', item.id('mailbox'), 'messages', item.text('messageId')];
		const forGood = item.text('deleteHow') === 'forGood';
		return {
			method: 'POST',
			path: [...message, forGood ? 'permanentDelete' : 'move'],
			headers: mailHeaders(),
			...(!forGood && { body: { destinationId: 'deleteditems' } }),
			// Deleting it again is harmless.
			idempotent: true,
		};
	},
	output: deleted,
};
