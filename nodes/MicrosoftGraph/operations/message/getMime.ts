import { mailbox, messageId } from '../../fields/locators';
import { mailHeaders } from '../../fields/mail';
import { fileOutput, outputField } from '../../fields/outputs';
import type { Operation } from '../../operation';

/** Source: "Get MIME content of a message". */
export const getMime: Operation = {
	name: 'Get MIME',
	value: 'getMime',
	action: 'Get a message in MIME format',
	description: 'Download a message with its attachments, as an .eml file',
	permissions: ['Mail.Read'],
	fields: [mailbox, messageId, outputField],
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('mailbox'), 'messages', item.text('messageId'), '$value'],
		headers: mailHeaders(),
		answersFile: true,
	}),
	output: (response, item) =>
		fileOutput(response, item, {
			fileName: 'message.eml',
			mimeType: 'message/rfc822',
			json: { id: item.text('messageId') },
		}),
};
