import { requestError } from '../../../graph/errors/requestError';
import { choiceField, longTextField } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { inputField, succeeded } from '../../../shared/fields/outputs';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { Operation } from '../../operation';

/** The most bytes that Graph takes in one request. */
const maxBytes = 4 * 1024 * 1024;

/** Source: "user: sendMail", in MIME format. Graph responds with 202 before delivery. */
export const sendMime: Operation = {
	name: 'Send MIME',
	value: 'sendMime',
	action: 'Send MIME message',
	description: 'Send an existing MIME message, such as an .eml file, with its own headers and recipients',
	permissions: ['Mail.Send'],
	fields: [
		mailbox,
		choiceField('mimeSource', 'MIME From', { text: 'Text', binary: 'Binary Field' }),
		longTextField('mimeText', 'MIME', {
			placeholder: 'e.g. To: alex@contoso.com',
			description: 'Full message: headers, an empty line, and the body',
			displayOptions: { show: { mimeSource: ['text'] } },
		}),
		{ ...inputField, displayOptions: { show: { mimeSource: ['binary'] } } },
	],
	request: async (item) => {
		const mime = await mimeOf(item);
		const bytes = Buffer.from(mime.toString('base64'));
		if (bytes.length > maxBytes) {
			throw requestError({
				what: `The message has ${(mime.length / 1024 / 1024).toFixed(1)} MB; Graph supports up to 3 MB in MIME format.`,
				fix: 'Send smaller attachments, or share them and send their links.',
			});
		}
		return {
			method: 'POST',
			path: ['users', item.id('mailbox'), 'sendMail'],
			content: { bytes, type: 'text/plain' },
		};
	},
	output: succeeded,
};

/** The message; a text has the line ends that mail wants (RFC 5322, 2.1). */
async function mimeOf(item: ItemParameters): Promise<Buffer> {
	const mime =
		item.text('mimeSource') === 'binary'
			? (await item.file(item.text('binaryPropertyName'))).content
			: Buffer.from(item.text('mimeText').trimStart().replace(/\r?\n/g, '\r\n'));
	if (/^[!-9;-~]+:/.test(mime.toString('latin1', 0, 200))) return mime;
	throw requestError({
		what: "This isn't a message in MIME format: it doesn't start with a header.",
		fix: 'Enter the message without encoding: headers such as "To: alex@contoso.com", an empty line, and the body.',
	});
}
