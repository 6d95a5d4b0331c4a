import type { ItemBody, Message } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import type { Send } from '../../../../graph/client';
import { htmlAbove, htmlOfText } from '../../../../shared/fields/html';
import { mailHeaders } from '../../../../shared/fields/mail';

/**
 * Puts a text above the quoted message in a draft: Graph creates such drafts without it. Doing it again is harmless
 * while the draft is unchanged.
 * @param path of the draft
 * @param comment in HTML
 * @param draft as Graph returned it; its body is read if it's missing
 * @returns the draft with the text
 * Source: "message: createReply", and "Known issues with Microsoft Graph" on its comment.
 */
export async function writeAbove(
	path: readonly string[],
	comment: string,
	{ body }: Message,
	send: Send,
): Promise<IDataObject> {
	const { contentType, content } = body ?? (await bodyOf(path, send));
	const quoted = contentType === 'text' ? htmlOfText(content ?? '') : (content ?? '');
	const { body: changed } = await send({
		method: 'PATCH',
		path,
		headers: mailHeaders(),
		body: { body: { contentType: 'html', content: htmlAbove(comment, quoted) } },
		idempotent: true,
	});
	return changed as IDataObject;
}

async function bodyOf(path: readonly string[], send: Send): Promise<ItemBody> {
	const { body } = await send({ method: 'GET', path, query: { $select: 'body' }, headers: mailHeaders() });
	return (body as Message).body ?? {};
}
