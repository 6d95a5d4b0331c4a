import type { FileAttachment } from '@microsoft/microsoft-graph-types';

import { requestError } from '../../../graph/requestError';
import type { ItemParameters } from '../../itemParameters';

/** The most bytes of attachments that fit into one request beside the message (source: "Attach large files to Outlook messages"). */
const mostBytes = 3 * 1024 * 1024;

/** A file attachment as it stands in a request: its content in base64. */
export type InlineAttachment = Pick<FileAttachment, 'name' | 'contentType'> & {
	'@odata.type': '#microsoft.graph.fileAttachment';
	contentBytes: string;
};

/**
 * The files of an item as attachments of a message.
 * @param fields names of binary fields, separated by commas
 * @throws RequestError when they are over 3 MB in all
 */
export async function readAttachments(fields: string, item: ItemParameters): Promise<InlineAttachment[]> {
	const names = fields.split(',').map((name) => name.trim());
	const files = await Promise.all(
		names.filter((name) => name !== '').map(async (name) => await item.file(name)),
	);
	const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
	if (bytes > mostBytes) {
		throw requestError({
			what: `The attachments have ${(bytes / 1024 / 1024).toFixed(1)} MB; a message is sent with at most 3 MB of them.`,
			fix: 'Send fewer or smaller files, or share them and send their links.',
		});
	}
	return files.map(({ fileName, mimeType, content }, index) => ({
		'@odata.type': '#microsoft.graph.fileAttachment',
		name: fileName ?? names[index],
		contentType: mimeType,
		contentBytes: content.toString('base64'),
	}));
}
