import { mailbox, messageId } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

/** Source: "message: send". Graph responds with 202 before delivery. */
export const sendDraft: Operation = {
	name: 'Send Draft',
	value: 'sendDraft',
	action: 'Send draft',
	description: 'Send an existing draft',
	permissions: ['Mail.Send'],
	fields: [mailbox, messageId],
	request: (item) => ({
		method: 'POST',
		path: ['users', item.id('mailbox'), 'messages', item.text('messageId'), 'send'],
		headers: mailHeaders(),
	}),
	output: succeeded,
};
