import { mailbox, messageId } from '../../../shared/fields/locators';
import { createMissingFolders, destinationFolderId } from '../../../shared/fields/locators/mailFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { destinationOf } from './destination';

/** Source: "message: copy". */
export const copy: Operation = {
	name: 'Copy',
	value: 'copy',
	action: 'Copy message',
	description: 'Copy a message to a folder',
	permissions: ['Mail.ReadWrite'],
	fields: [mailbox, messageId, destinationFolderId],
	options: [createMissingFolders],
	request: async (item, _send, run) => ({
		method: 'POST',
		path: ['users', item.id('mailbox'), 'messages', item.text('messageId'), 'copy'],
		headers: mailHeaders(),
		body: { destinationId: await destinationOf(run) },
	}),
};
