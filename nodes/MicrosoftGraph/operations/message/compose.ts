import type { Message } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/requestError';
import { listOf, newObject } from '../../fields/body';
import { text } from '../../fields/odata';
import { utcTime } from '../../fields/times';
import type { ItemParameters } from '../../itemParameters';
import { checkSize, readAttachments } from './attachments';
import { readRecipients } from './recipients';

/** When Exchange is to send a message, PidTagDeferredSendTime. Source: "[MS-OXOMSG]", 2.2.3.9. */
const deferredSendTime = 'SystemTime 0x3FEF';

/** The most headers of one's own that Graph takes in a message. Source: "message resource type". */
const mostHeaders = 5;

/** The message of an item's fields: to whom, about what, and its body, with what was added. */
export async function newMessage(item: ItemParameters, more: IDataObject): Promise<Message> {
	const message: Message = {
		subject: item.text('subject'),
		body: { contentType: item.text('bodyContentType') as 'html' | 'text', content: item.text('bodyContent') },
		toRecipients: readRecipients(item.text('toRecipients'), 'To'),
		...(await addedTo(item, more)),
	};
	checkSize(message);
	return message;
}

/** The same for a message that is submitted at once. @throws RequestError when it goes to nobody */
export async function messageToSend(item: ItemParameters, more: IDataObject): Promise<Message> {
	const message = await newMessage(item, more);
	const { toRecipients, ccRecipients, bccRecipients } = message;
	if ([toRecipients, ccRecipients, bccRecipients].some((list) => (list ?? []).length > 0)) return message;
	throw requestError({
		what: 'The message has no recipient.',
		fix: 'Fill in "To", or add CC or BCC; with an expression, check that it gives an address for this item.',
	});
}

/**
 * The body of an answer to a message, or of its draft: the comment, and what differs from what Graph makes of it. Graph takes
 * a comment or a body, not both.
 * @param to whom it goes to; by default whom Graph answers to
 * Source: "message: reply", "message: replyAll", "message: forward".
 */
export async function answerBody(item: ItemParameters, to = ''): Promise<IDataObject> {
	const more = item.collection('additionalFields');
	const isHtml = item.text('commentType') === 'html';
	const content = item.text('comment');
	const toRecipients = readRecipients(to, 'To');
	const message: Message = {
		...(toRecipients.length > 0 && { toRecipients }),
		...(isHtml && content !== '' && { body: { contentType: 'html', content } }),
		...(await addedTo(item, more)),
	};
	checkSize(message);
	return {
		...(!isHtml && content !== '' && { comment: content }),
		...(Object.keys(message).length > 0 && { message: message as IDataObject }),
	};
}

/** What was added under "Additional Fields". */
async function addedTo(item: ItemParameters, more: IDataObject): Promise<Message> {
	const attachments = await readAttachments(text(more.attachments), item);
	const extended = extendedPropertiesOf(more);
	const headers = headersOf(more);
	const names = listOf(more.categories);
	const added: Message = {
		...people('ccRecipients', more, 'CC'),
		...people('bccRecipients', more, 'BCC'),
		...people('replyTo', more, 'Reply To'),
		...one('from', more, 'From'),
		...one('sender', more, 'Sender'),
		...(more.importance !== undefined && { importance: more.importance as Message['importance'] }),
		...(names.length > 0 && { categories: names }),
		...(headers.length > 0 && { internetMessageHeaders: headers }),
		...(extended.length > 0 && { singleValueExtendedProperties: extended }),
		...(attachments.length > 0 && { attachments }),
	};
	return newObject(added as IDataObject, { moreProperties: more.moreProperties });
}

type Lists = 'ccRecipients' | 'bccRecipients' | 'replyTo';

/** Recipients that were given; nothing when none were. */
export function people(name: Lists, from: IDataObject, label: string): Message {
	const found = readRecipients(text(from[name]), label);
	return found.length > 0 ? { [name]: found } : {};
}

function one(name: 'from' | 'sender', more: IDataObject, label: string): Message {
	const found = readRecipients(text(more[name]), label);
	if (found.length > 1) {
		throw requestError({
			what: `"${label}" holds ${found.length} addresses.`,
			fix: `Give one address in "${label}".`,
		});
	}
	return found[0] === undefined ? {} : { [name]: found[0] };
}

function headersOf({ internetMessageHeaders }: IDataObject): Array<{ name: string; value: string }> {
	const { header = [] } = (internetMessageHeaders ?? {}) as { header?: IDataObject[] };
	const headers = header.map(({ name, value }) => ({ name: text(name), value: String(value ?? '') }));
	const wrong = headers.find(({ name }) => !/^x-[!-9;-~]+$/i.test(name));
	if (wrong !== undefined) {
		throw requestError({
			what: `"${wrong.name}" cannot be a header of your own.`,
			fix: 'Begin the name with "x-", such as x-order-id, without spaces and colons: Graph takes no other headers.',
		});
	}
	if (headers.length <= mostHeaders) return headers;
	throw requestError({
		what: `The message has ${headers.length} headers of your own; Graph takes up to ${mostHeaders}.`,
		fix: 'Put several values into one header, or use extended properties.',
	});
}

function extendedPropertiesOf({
	extendedProperties,
	sendAt,
	sendAtTimeZone,
}: IDataObject): Array<{ id: string; value: string }> {
	const { property = [] } = (extendedProperties ?? {}) as { property?: IDataObject[] };
	const properties = property.map(({ id, value }) => ({ id: text(id), value: String(value ?? '') }));
	if (text(sendAt) === '') return properties;
	return [...properties, { id: deferredSendTime, value: utcTime(sendAt, text(sendAtTimeZone), 'Send At') }];
}
