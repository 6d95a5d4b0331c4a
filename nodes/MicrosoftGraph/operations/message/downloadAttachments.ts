import type { IBinaryKeyData, IDataObject, INodeProperties } from 'n8n-workflow';

import type { Needs } from '../../../graph/graphRequest';
import { readList } from '../../../graph/lists/page';
import { requestError } from '../../../graph/errors/requestError';
import { flagField, textField } from '../../../shared/fields/build';
import { mailHeaders } from '../../../shared/fields/mail';
import { fetchStored } from '../../../shared/fields/outputs';
import { selectOf } from '../../../shared/fields/simplified';
import { FileItem } from '../../../shared/fileItem';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { Result, ItemRun } from '../../../shared/itemRun';
import { optionalText } from '../../../shared/parameters/values/text';
import { content, isLink, nameOf } from '../attachment/download';
import { simpleAttachment } from '../attachment/fields';

const usualPrefix = 'attachment_';

const needs: Needs = { permissions: ['Mail.Read'], because: 'To read attachments, the app needs Mail.Read.' };

/** Entries of "Options" of the operations that read messages. */
export const downloadOptions: readonly INodeProperties[] = [
	flagField('downloadAttachments', 'Download Attachments', {
		// A person who adds the option wants it on.
		default: true,
		description:
			'Whether to put attached files in binary fields: attached messages as .eml, and only the details of links. Needs Mail.Read.',
	}),
	textField('attachmentsPrefix', 'Attachment Prefix', {
		default: usualPrefix,
		placeholder: 'e.g. attachment_',
		hint: 'The prefix of the output binary fields to put the files in: 0, 1, and so on follow it',
		displayOptions: { show: { downloadAttachments: [true] } },
	}),
	flagField('inlineAttachments', 'Include Inline Attachments', {
		default: true,
		description:
			'Whether to also download inline attachments: images in the body, and files that some mail apps mark as inline',
		displayOptions: { show: { downloadAttachments: [true] } },
	}),
];

/** Whether attachments are wanted. @throws RequestError if a page has no item for them */
export function checkDownload(item: ItemParameters): void {
	const { downloadAttachments, singlePage } = item.collection('options');
	if (downloadAttachments !== true || singlePage !== true) return;
	throw requestError({
		what: '"Download Attachments" and "Single Page" can\'t be combined, because a page is one item.',
		fix: 'Turn one of them off.',
	});
}

/** The properties to select: a message's attachments are found by its ID. */
export function withId(select: string, item: ItemParameters): string {
	if (select === '' || item.collection('options').downloadAttachments !== true) return select;
	const names = select.split(',');
	return [...names, ...['id', 'hasAttachments'].filter((name) => !names.includes(name))].join(',');
}

/** The messages, with their attachments if selected. */
export async function withAttachments(messages: IDataObject[], run: ItemRun): Promise<Result[]> {
	if (run.item.collection('options').downloadAttachments !== true) return messages;
	return await Promise.all(
		messages.map(async (message) => await withFiles(message, await listOfMessage(message, run), run)),
	);
}

/**
 * What is attached to a message. `hasAttachments` doesn't count inline attachments.
 * Source: "message resource type", "List attachments".
 */
async function listOfMessage(message: IDataObject, { item, send }: ItemRun): Promise<IDataObject[]> {
	const inline = item.collection('options').inlineAttachments !== false;
	if (message['@removed'] !== undefined || (!inline && message.hasAttachments === false)) return [];
	const request = {
		method: 'GET' as const,
		path: [...pathOf(message, item), 'attachments'],
		query: { $select: selectOf(simpleAttachment) },
		headers: mailHeaders(),
		needs,
	};
	const all = await readList(request, { limit: Infinity, pageSize: undefined }, send);
	return inline ? all : all.filter(({ isInline }) => isInline !== true);
}

async function withFiles(message: IDataObject, known: IDataObject[], run: ItemRun): Promise<Result> {
	const prefix = optionalText(run.item.collection('options').attachmentsPrefix) || usualPrefix;
	const files: IBinaryKeyData = {};
	const attachments: IDataObject[] = [];
	for (const attachment of known) {
		const path = [...pathOf(message, run.item), 'attachments', String(attachment.id)];
		const field = `${prefix}${Object.keys(files).length}`;
		if (isLink(attachment)) {
			attachments.push(attachment);
			continue;
		}
		const { stored } = await fetchStored(run, { request: content(path) }, nameOf(attachment));
		files[field] = stored;
		attachments.push({ ...attachment, binaryPropertyName: field });
	}
	const json = { ...message, attachments };
	return Object.keys(files).length > 0 ? new FileItem(json, files) : json;
}

const pathOf = ({ id }: IDataObject, item: ItemParameters): string[] => [
	'users',
	item.id('mailbox'),
	'messages',
	String(id),
];
