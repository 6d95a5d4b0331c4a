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
 * Source: "message: move", "message: permanentDelete". Where the plain "Delete message" leaves a message its reference does
 * not say, so that it is not used.
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
			// What is deleted stays deleted, so that a second request does no harm.
			idempotent: true,
		};
	},
	output: deleted,
};
