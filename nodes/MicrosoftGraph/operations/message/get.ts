import { mailbox, messageId } from '../../../shared/fields/locators';
import { bodyAsText, mailHeaders, messageSelect, simpleMessage } from '../../../shared/fields/mail';
import { selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { downloadOptions, withAttachments, withId } from './downloadAttachments';

/** Source: "Get message". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get message',
	description: 'Get a message of a mailbox by its ID',
	permissions: ['Mail.ReadBasic.All'],
	permissionNote: 'Bodies and attachments need Mail.Read.',
	fields: [mailbox, messageId],
	options: [bodyAsText, ...downloadOptions, selectLike('subject,from,receivedDateTime')],
	simple: simpleMessage,
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('mailbox'), 'messages', item.text('messageId')],
		query: { $select: withId(messageSelect(item), item) },
		headers: mailHeaders(item.collection('options')),
	}),
	complete: withAttachments,
};
