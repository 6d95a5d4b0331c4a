import type { FileAttachment, Message } from '@microsoft/microsoft-graph-types';

import { requestError } from '../../../graph/requestError';
import type { ItemParameters } from '../../itemParameters';

/** The most bytes that Graph takes in one request (source: "Attach large files to Outlook messages"). */
const mostBytes = 4 * 1024 * 1024;

/** A file attachment as it stands in a request: its content in base64. */
export type InlineAttachment = Pick<FileAttachment, 'name' | 'contentType'> & {
	'@odata.type': '#microsoft.graph.fileAttachment';
	contentBytes: string;
};

/**
 * The files of an item as attachments of a message.
 * @param fields names of binary fields, separated by commas
 */
export async function readAttachments(fields: string, item: ItemParameters): Promise<InlineAttachment[]> {
	const names = fields.split(',').map((name) => name.trim());
	const files = await Promise.all(
		names.filter((name) => name !== '').map(async (name) => ({ name, ...(await item.file(name)) })),
	);
	return files.map(({ name, fileName, mimeType, content }) => ({
		'@odata.type': '#microsoft.graph.fileAttachment',
		name: fileName ?? name,
		contentType: mimeType,
		contentBytes: content.toString('base64'),
	}));
}

/**
 * Checks that a message fits into one request with its attachments, which grow by a third on the way.
 * @throws RequestError when it does not
 */
export function checkSize(message: Message): void {
	const bytes = Buffer.byteLength(JSON.stringify(message));
	if (bytes <= mostBytes - frame) return;
	throw requestError({
		what: `The message with its attachments has ${megabytes(bytes)} MB as it is sent; Graph takes up to ${megabytes(mostBytes)} MB, which is about 3 MB of files.`,
		fix: 'Send fewer or smaller files, or share them and send their links.',
	});
}

/** Room for what stands around the message in its request, in bytes. */
const frame = 4096;

function megabytes(bytes: number): string {
	return (bytes / 1024 / 1024).toFixed(1);
}
