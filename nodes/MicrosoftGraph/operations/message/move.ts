import { mailbox, messageId } from '../../../shared/fields/locators';
import { createMissingFolders, destinationFolderId } from '../../../shared/fields/locators/mailFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { destinationOf } from './destination';

/** Source: "message: move". */
export const move: Operation = {
	name: 'Move',
	value: 'move',
	action: 'Move message',
	description: 'Move a message to another folder; its ID stays the same',
	permissions: ['Mail.ReadWrite'],
	fields: [mailbox, messageId, destinationFolderId],
	options: [createMissingFolders],
	request: async (item, _send, run) => ({
		method: 'POST',
		path: ['users', item.id('mailbox'), 'messages', item.text('messageId'), 'move'],
		headers: mailHeaders(),
		body: { destinationId: await destinationOf(run) },
		// With immutable IDs, moving it again is harmless.
		idempotent: true,
	}),
};
