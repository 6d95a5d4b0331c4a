import { mailbox, messageId } from '../../../shared/fields/locators';
import { destinationFolderId } from '../../../shared/fields/locators/mailFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';

/** Source: "message: copy". */
export const copy: Operation = {
	name: 'Copy',
	value: 'copy',
	action: 'Copy message',
	description: 'Copy a message to a folder',
	permissions: ['Mail.ReadWrite'],
	fields: [mailbox, messageId, destinationFolderId],
	request: (item) => ({
		method: 'POST',
		path: ['users', item.id('mailbox'), 'messages', item.text('messageId'), 'copy'],
		headers: mailHeaders(),
		body: { destinationId: item.id('destinationFolderId') },
	}),
};
