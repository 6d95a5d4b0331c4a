import type { IDataObject } from 'n8n-workflow';

import type { GraphRequest } from '../../../graph/graphRequest';
import { mailHeaders } from '../../../shared/fields/mail';
import { typeOf, type Describe } from '../../../shared/fields/outputs';

/** Attached items come as text: a message as MIME, an event as iCalendar, a contact as vCard. */
const endings: Readonly<Record<string, string>> = { 'text/calendar': 'ics', 'text/vcard': 'vcf' };

/** Whether an attachment is a link to a file in OneDrive or SharePoint, which has no content here. */
export const isLink = (known: IDataObject): boolean => is(known, 'referenceAttachment');

/**
 * Downloads an attachment.
 * @param path of the attachment
 * Source: "Get attachment", with "$value" for the content.
 */
export const content = (path: readonly string[]): GraphRequest => ({
	method: 'GET',
	path: [...path, '$value'],
	headers: mailHeaders(),
});

/**
 * What the content of an attachment is called.
 * @param known what Graph says of the attachment
 */
export function nameOf(known: IDataObject): Describe {
	const name = String(known.name);
	if (!is(known, 'itemAttachment')) {
		const mimeType = typeof known.contentType === 'string' ? known.contentType : undefined;
		return () => ({ fileName: name, mimeType });
	}
	return (headers) => {
		const type = typeOf(headers);
		const ending = endings[type] ?? 'eml';
		return { fileName: `${name}.${ending}`, mimeType: ending === 'eml' ? 'message/rfc822' : type };
	};
}

const is = (attachment: IDataObject, type: string): boolean =>
	String(attachment['@odata.type']).endsWith(`.${type}`);
