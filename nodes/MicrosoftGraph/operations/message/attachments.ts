import type { Message } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { listOfObjects } from '../../../shared/parameters/values/json';
import { listed } from '../../../shared/parameters/values/text';
import {
	bytesInJson,
	fileToAttach,
	fitsRequest,
	inJson,
	megabytes,
	type ToAttach,
} from '../attachment/attach';
import { attachments, attachedItems, inlineImages } from './fields';

/** A message with its attachments. */
export interface OutgoingMessage {
	message: Message;
	attachments: ToAttach[];
}

/**
 * The attachments from the fields of an item: "Attachments", and those under "Additional Fields". Files aren't read yet.
 */
export async function readAttachments(more: IDataObject, item: ItemParameters): Promise<ToAttach[]> {
	const files = item.list(attachments.name).map(async (field) => await fileToAttach(item, field));
	const images = listed(more[inlineImages.name]).map(async (entry) => {
		const [, contentId = '', field = ''] = /^(?:([^=]*)=)?(.*)$/s.exec(entry) ?? [];
		const given = { isInline: true, contentId: contentId.trim() || field.trim() };
		return await fileToAttach(item, field.trim(), given);
	});
	return [...(await Promise.all([...files, ...images])), ...readItems(more[attachedItems.name])];
}

/** Items that are given in JSON; a message, event or contact itself becomes an attachment that holds it. */
function readItems(given: unknown): ToAttach[] {
	const label = attachedItems.displayName;
	return listOfObjects(given, label).map((item) => ({ head: asAttachment(item) }));
}

function asAttachment(item: IDataObject): IDataObject {
	const type = String(item['@odata.type'] ?? '');
	if (type.endsWith('Attachment')) return item;
	if (/^#?microsoft\.graph\.(message|event|contact)$/.test(type)) {
		const name = String(item.subject ?? item.displayName ?? 'Item');
		return { '@odata.type': '#microsoft.graph.itemAttachment', name, item };
	}
	throw requestError({
		what: `"${attachedItems.displayName}" contains something that isn't an attachment, message, event, or contact.`,
		fix: 'Set "@odata.type" of each entry, such as "#microsoft.graph.message".',
	});
}

/**
 * A message with all that is attached to it, as one request takes it.
 * @returns `undefined` when it's too large: then the attachments must follow one by one
 * @throws RequestError when the message is too large by itself
 */
export async function inOneRequest(outgoing: OutgoingMessage): Promise<Message | undefined> {
	const { message, attachments: all } = outgoing;
	const own = Buffer.byteLength(JSON.stringify(message));
	if (!fitsRequest(own)) {
		throw requestError({
			what: `The message has ${megabytes(own)} MB without its attachments; Graph supports up to 4 MB.`,
			fix: 'Shorten the body; attach its images instead, and show them by their content ID.',
		});
	}
	if (all.length === 0) return message;
	if (!fitsRequest(all.reduce((sum, one) => sum + bytesInJson(one), own))) return undefined;
	return { ...message, attachments: (await Promise.all(all.map(inJson))) as Message['attachments'] };
}
