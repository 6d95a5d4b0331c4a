import { mailbox, messageId } from '../../fields/locators';
import { mailHeaders } from '../../fields/mail';
import { fileOutput, objectOf, outputField } from '../../fields/outputs';
import type { Operation, Result } from '../../operation';
import { download } from './download';
import { attachmentId, simpleAttachment } from './fields';

/** Source: "Get attachment". */
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
		const query = { $select: simpleAttachment.join(',') };
		const known = objectOf(await send({ method: 'GET', path, query, headers: mailHeaders() }));
		const file = await download(path, known, send);
		return file === undefined ? [known] : fileOutput(file.answer, item, { ...file, json: known });
	},
};
