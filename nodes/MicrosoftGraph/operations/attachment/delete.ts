import { mailbox, messageId } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { attachmentId } from './fields';

/** Source: "Delete attachment". */
export const deleteAttachment: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete attachment',
	description: 'Delete an attachment of a message',
	permissions: ['Mail.ReadWrite'],
	fields: [mailbox, messageId, attachmentId],
	request: (item) => ({
		method: 'DELETE',
		path: [
			'users',
			item.id('mailbox'),
			'messages',
			item.text('messageId'),
			'attachments',
			item.text('attachmentId'),
		],
		headers: mailHeaders(),
	}),
	output: deleted,
};
