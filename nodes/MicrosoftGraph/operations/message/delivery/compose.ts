import type { Message, Recipient } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../../graph/errors/requestError';
import { moreProperties, newObject } from '../../../../shared/fields/body';
import { htmlOfText } from '../../../../shared/fields/html';
import type { ItemParameters } from '../../../../shared/parameters/itemParameters';
import { listOfObjects } from '../../../../shared/parameters/values/json';
import { listed, optionalText } from '../../../../shared/parameters/values/text';
import { utcTime } from '../../../../shared/parameters/values/time';
import type { ToAttach } from '../../attachment/attach';
import { readAttachments, type OutgoingMessage } from '../attachments';

/**
 * When Exchange is to send a message, PidTagDeferredSendTime, and to deliver it, PidTagDeferredDeliveryTime: with only
 * the first, some messages were sent immediately. Source: "[MS-OXOMSG]", 2.2.3.
 */
const deferredTimes = ['SystemTime 0x3FEF', 'SystemTime 0x000F'];

/** The most custom headers that Graph supports in a message. Source: "message resource type". */
const maxHeaders = 5;

/**
 * The message from an item's fields: recipients, subject, body, and additional fields.
 * @param body the body, where the fields don't contain it as it's sent
 */
export async function newMessage(
	item: ItemParameters,
	more: IDataObject,
	body: Message['body'] = {
		contentType: item.text('bodyContentType') as 'html' | 'text',
		content: item.text('bodyContent'),
	},
): Promise<OutgoingMessage> {
	const { message: added, attachments } = await addedTo(item, more);
	const message: Message = {
		subject: item.text('subject'),
		body,
		toRecipients: item.recipients('toRecipients'),
		...added,
	};
	return { message, attachments };
}

/** The same for a message that is sent immediately. @throws RequestError without recipients */
export async function messageToSend(
	item: ItemParameters,
	more: IDataObject,
	body?: Message['body'],
): Promise<OutgoingMessage> {
	const outgoing = await newMessage(item, more, body);
	const { toRecipients, ccRecipients, bccRecipients } = outgoing.message;
	if ([toRecipients, ccRecipients, bccRecipients].some((list) => (list ?? []).length > 0)) return outgoing;
	throw requestError({
		what: 'The message has no recipient.',
		fix: 'Fill in "To", or add CC or BCC; with an expression, check that it returns an address for this item.',
	});
}

/** Whether a message is sent later: Exchange reliably holds only messages that are sent as drafts. */
export const isDeferred = ({ sendAt }: IDataObject): boolean => sendAt !== undefined;

/** A reply or forward: what differs from the draft that Graph creates. */
export interface Answer extends OutgoingMessage {
	/** Text above the quoted message, in HTML. A body would replace what Graph quotes. */
	comment?: string;
}

/**
 * The reply or forward from an item's fields.
 * @param toRecipients the recipients; by default those that Graph chooses
 * Source: "message: reply", "message: replyAll", "message: forward".
 */
export async function newAnswer(item: ItemParameters, toRecipients: Recipient[] = []): Promise<Answer> {
	const content = item.text('comment');
	const comment = item.text('commentType') === 'html' ? content : htmlOfText(content);
	const { message: added, attachments } = await addedTo(item, item.collection('additionalFields'));
	const message: Message = {
		...(toRecipients.length > 0 && { toRecipients }),
		...added,
	};
	return { message, attachments, ...(comment !== '' && { comment }) };
}

/** The body of the request for a reply or forward, or for its draft, which Graph creates without a comment. */
export function answerBody(message: Message, comment?: string): IDataObject {
	return {
		...(comment !== undefined && { comment }),
		...(Object.keys(message).length > 0 && { message: message as IDataObject }),
	};
}

/** What was added under "Additional Fields". */
async function addedTo(item: ItemParameters, more: IDataObject): Promise<OutgoingMessage> {
	const extended = extendedPropertiesOf(more, item.timeZone);
	const headers = headersOf(more);
	const added: Message = {
		...(pick(more, ['ccRecipients', 'bccRecipients', 'replyTo', 'from', 'sender']) as Message),
		...(more.importance !== undefined && { importance: more.importance as Message['importance'] }),
		...(more.categories !== undefined && { categories: listed(more.categories) }),
		...(headers.length > 0 && { internetMessageHeaders: headers }),
		...(extended.length > 0 && { singleValueExtendedProperties: extended }),
	};
	const { attachments: given, ...message } = newObject(added as IDataObject, {
		moreProperties: more.moreProperties,
	});
	// Headers from JSON are checked in the same way.
	const inJson = listOfObjects(given, moreProperties.displayName).map((head): ToAttach => ({ head }));
	return { message: message as Message, attachments: [...(await readAttachments(more, item)), ...inJson] };
}

/** What is given of some of an object's properties. */
function pick(from: IDataObject, names: readonly string[]): IDataObject {
	return Object.fromEntries(
		names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]),
	);
}

function headersOf({ internetMessageHeaders }: IDataObject): Array<{ name: string; value: string }> {
	const { header: headers = [] } = (internetMessageHeaders ?? {}) as {
		header?: Array<{ name: string; value: string }>;
	};
	const wrong = headers.find(({ name }) => !/^x-[!-9;-~]+$/i.test(name));
	if (wrong !== undefined) {
		throw requestError({
			what: `"${wrong.name}" can't be a custom header.`,
			fix: 'Start the name with "x-", such as x-order-id, without spaces or colons: Graph accepts no other headers.',
		});
	}
	if (headers.length <= maxHeaders) return headers;
	throw requestError({
		what: `The message has ${headers.length} custom headers; Graph supports up to ${maxHeaders}.`,
		fix: 'Put several values into one header, or use extended properties.',
	});
}

type ExtendedProperty = { id: string; value: string };

/** @param timeZone the default time zone of "Send At" */
function extendedPropertiesOf(
	{ extendedProperties, sendAt, sendAtTimeZone }: IDataObject,
	timeZone: string,
): ExtendedProperty[] {
	const { property = [] } = (extendedProperties ?? {}) as { property?: ExtendedProperty[] };
	if (sendAt === undefined) return property;
	const zone = optionalText(sendAtTimeZone) || timeZone;
	const value = utcTime(sendAt, zone, 'Send At');
	return [...property, ...deferredTimes.map((id) => ({ id, value }))];
}
