import type { IDataObject } from 'n8n-workflow';

import { mailbox, messageId } from '../../fields/locators';
import { mailHeaders } from '../../fields/mail';
import { fileOutput, objectOf, outputField } from '../../fields/outputs';
import type { Operation, Result } from '../../operation';
import { attachmentId, simpleAttachment } from './fields';

/** Attached items come as text: a message as MIME, an event as iCalendar, a contact as vCard. */
const endings: Readonly<Record<string, string>> = { 'text/calendar': 'ics', 'text/vcard': 'vcf' };

/** Source: "Get attachment", with "$value" for the content. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get an attachment',
	description:
		'Download an attachment: a file, or an attached message as .eml; of a link what is known of it',
	permissions: ['Mail.Read'],
	fields: [mailbox, messageId, attachmentId, outputField],
	steps: async ({ item, send }): Promise<Result[]> => {
		const message = ['users', item.id('mailbox'), 'messages', item.text('messageId')];
		const path = [...message, 'attachments', item.text('attachmentId')];
		const headers = mailHeaders();
		const known = objectOf(
			await send({ method: 'GET', path, query: { $select: simpleAttachment.join(',') }, headers }),
		);
		// A link has no content here; what it leads to is a file of OneDrive or SharePoint.
		if (is(known, 'referenceAttachment')) return [known];
		const answer = await send({ method: 'GET', path: [...path, '$value'], headers, answersFile: true });
		const name = String(known.name);
		const ownType = typeof known.contentType === 'string' ? known.contentType : undefined;
		if (!is(known, 'itemAttachment'))
			return fileOutput(answer, item, { fileName: name, mimeType: ownType, json: known });
		const type =
			String(answer.headers['content-type'] ?? '')
				.split(';')[0]
				?.trim() ?? '';
		const ending = endings[type] ?? 'eml';
		return fileOutput(answer, item, {
			fileName: `${name}.${ending}`,
			mimeType: ending === 'eml' ? 'message/rfc822' : type,
			json: known,
		});
	},
};

const is = (attachment: IDataObject, type: string): boolean =>
	String(attachment['@odata.type']).endsWith(`.${type}`);
