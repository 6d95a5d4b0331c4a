import { mailbox, messageId } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { fileOutput, outputField } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

/** Source: "Get MIME content of a message". */
export const getMime: Operation = {
	name: 'Get MIME',
	value: 'getMime',
	action: 'Get message as MIME',
	description: 'Download a message with its attachments as an .eml file',
	permissions: ['Mail.Read'],
	fields: [mailbox, messageId, outputField],
	steps: async (run) => {
		const id = run.item.text('messageId');
		const path = ['users', run.item.id('mailbox'), 'messages', id, '$value'];
		const file = { fileName: 'message.eml', mimeType: 'message/rfc822' };
		const request = { method: 'GET' as const, path, headers: mailHeaders() };
		return await fileOutput(run, request, () => file, { id }, { mimeType: file.mimeType, made: true });
	},
};
