import { mailbox, messageId } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { fileOutput, objectOf, outputField } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import type { Result } from '../../../shared/itemRun';
import { content, isLink, nameOf } from './download';
import { attachmentId, simpleAttachment } from './fields';

/** Source: "Get attachment". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get attachment',
	description: 'Download an attachment: a file, or an attached message as .eml; for a link, its details',
	permissions: ['Mail.Read'],
	fields: [mailbox, messageId, attachmentId, outputField],
	steps: async (run): Promise<Result[]> => {
		const { item, send } = run;
		const message = ['users', item.id('mailbox'), 'messages', item.text('messageId')];
		const path = [...message, 'attachments', item.text('attachmentId')];
		const query = { $select: simpleAttachment.join(',') };
		const known = objectOf(await send({ method: 'GET', path, query, headers: mailHeaders() }));
		if (isLink(known)) return [known];
		return await fileOutput(run, content(path), nameOf(known), known);
	},
};
