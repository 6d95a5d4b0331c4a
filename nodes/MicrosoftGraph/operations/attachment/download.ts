import type { IDataObject } from 'n8n-workflow';

import type { Send } from '../../../graph/client';
import type { GraphResponse } from '../../../graph/graphRequest';
import { mailHeaders } from '../../fields/mail';

/** Attached items come as text: a message as MIME, an event as iCalendar, a contact as vCard. */
const endings: Readonly<Record<string, string>> = { 'text/calendar': 'ics', 'text/vcard': 'vcf' };

/** The content of an attachment, and what to call it. */
export interface AttachedFile {
	answer: GraphResponse;
	fileName: string;
	mimeType?: string;
}

/**
 * Downloads an attachment.
 * @param path of the attachment
 * @param known what Graph says of it
 * @returns `undefined` for a link, which has no content here: what it leads to is a file of OneDrive or SharePoint
 * @throws what `send` throws
 * Source: "Get attachment", with "$value" for the content.
 */
export async function download(
	path: readonly string[],
	known: IDataObject,
	send: Send,
): Promise<AttachedFile | undefined> {
	if (is(known, 'referenceAttachment')) return undefined;
	const answer = await send({
		method: 'GET',
		path: [...path, '$value'],
		headers: mailHeaders(),
		answersFile: true,
	});
	const name = String(known.name);
	if (!is(known, 'itemAttachment')) {
		const mimeType = typeof known.contentType === 'string' ? known.contentType : undefined;
		return { answer, fileName: name, mimeType };
	}
	const type =
		String(answer.headers['content-type'] ?? '')
			.split(';')[0]
			?.trim() ?? '';
	const ending = endings[type] ?? 'eml';
	return { answer, fileName: `${name}.${ending}`, mimeType: ending === 'eml' ? 'message/rfc822' : type };
}

const is = (attachment: IDataObject, type: string): boolean =>
	String(attachment['@odata.type']).endsWith(`.${type}`);
