import { listFields } from '../../../shared/fields/lists';
import { mailbox, messageId } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { simpleAttachment } from './fields';

/** Source: "List attachments". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many attachments',
	description: 'List the attachments of a message: files, messages, and links',
	permissions: ['Mail.Read'],
	fields: [mailbox, messageId, ...listFields],
	simple: simpleAttachment,
	// Attachments can be large, so Graph chooses the page size.
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('mailbox'), 'messages', item.text('messageId'), 'attachments'],
		headers: mailHeaders(),
	}),
};
