import { requestError } from '../../../graph/requestError';
import { newObject } from '../../fields/body';
import { additionalFields, flagField, textField } from '../../fields/build';
import { mailbox, messageId } from '../../fields/locators';
import { mailHeaders } from '../../fields/mail';
import { inputField, objectOf } from '../../fields/outputs';
import type { Operation } from '../../operation';

/** The most bytes of a file in one request. Source: "Add attachment". */
const mostBytes = 3 * 1024 * 1024;

/** Source: "Add attachment". */
export const add: Operation = {
	name: 'Add',
	value: 'add',
	action: 'Add an attachment',
	description: 'Add a file of up to 3 MB to a draft or another message',
	permissions: ['Mail.ReadWrite'],
	fields: [
		mailbox,
		messageId,
		inputField,
		additionalFields([
			textField('contentId', 'Content ID', {
				placeholder: 'e.g. logo',
				description: 'What the HTML body shows the file by, as in &lt;img src="cid:logo"&gt;',
			}),
			flagField('isInline', 'Is Inline', {
				description: 'Whether the file belongs into the body and is not listed as an attachment',
			}),
			textField('name', 'File Name', {
				placeholder: 'e.g. report.pdf',
				description: 'The name of the binary file when empty',
			}),
		]),
	],
	request: async (item) => {
		const field = item.text('binaryPropertyName');
		const { content, fileName, mimeType } = await item.file(field);
		if (content.length > mostBytes) {
			throw requestError({
				what: `The file has ${(content.length / 1024 / 1024).toFixed(1)} MB; this operation adds files of up to 3 MB.`,
				fix: 'Add a smaller file, or share it and put its link into the message.',
			});
		}
		return {
			method: 'POST',
			path: ['users', item.id('mailbox'), 'messages', item.text('messageId'), 'attachments'],
			headers: mailHeaders(),
			body: newObject(
				{ '@odata.type': '#microsoft.graph.fileAttachment', name: fileName ?? field, contentType: mimeType },
				newObject(item.collection('additionalFields')),
				{ contentBytes: content.toString('base64') },
			),
		};
	},
	// The content goes no further: the item has it already.
	output: (response) => [
		Object.fromEntries(Object.entries(objectOf(response)).filter(([name]) => name !== 'contentBytes')),
	],
};
