import { mailbox, messageId } from '../../fields/locators';
import { bodyAsText, mailHeaders } from '../../fields/mail';
import { odataQuery, select } from '../../fields/odata';
import type { Operation } from '../../operation';

/** Source: "Get message". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get a message',
	description: 'Get a message of a mailbox by its ID',
	permissions: ['Mail.ReadBasic.All'],
	permissionNote: 'Bodies and attachments need Mail.Read.',
	fields: [mailbox, messageId],
	options: [bodyAsText, select],
	request: (item) => {
		const options = item.collection('options');
		return {
			method: 'GET',
			path: ['users', item.id('mailbox'), 'messages', item.text('messageId')],
			query: { $select: odataQuery(options).$select },
			headers: mailHeaders(options),
		};
	},
};
