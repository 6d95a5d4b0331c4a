import { mailbox, messageId } from '../../../shared/fields/locators';
import { destinationFolderId } from '../../../shared/fields/locators/mailFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';

/** Source: "message: move". */
export const move: Operation = {
	name: 'Move',
	value: 'move',
	action: 'Move message',
	description: 'Move a message to another folder; its ID stays the same',
	permissions: ['Mail.ReadWrite'],
	fields: [mailbox, messageId, destinationFolderId],
	request: (item) => ({
		method: 'POST',
		path: ['users', item.id('mailbox'), 'messages', item.text('messageId'), 'move'],
		headers: mailHeaders(),
		body: { destinationId: item.id('destinationFolderId') },
		// With immutable IDs, moving it again is harmless.
		idempotent: true,
	}),
};
