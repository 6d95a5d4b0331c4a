import { mailbox } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { fileOutput, objectOf, outputField } from '../../../shared/fields/outputs';
import { selectOf } from '../../../shared/fields/simplified';
import type { Operation } from '../../operation';
import type { Result } from '../../../shared/itemRun';
import { content, isLink, nameOf } from './download';
import { attachmentId, eventNote, holderFields, holderOf, simpleAttachment } from './fields';

/** Source: "Get attachment". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get attachment',
	description: 'Download an attachment: a file, or an attached message as .eml; for a link, its details',
	permissions: ['Mail.Read'],
	permissionNote: eventNote(false),
	fields: [mailbox, ...holderFields, attachmentId, outputField],
	steps: async (run): Promise<Result[]> => {
		const { item, send } = run;
		const holder = holderOf(item, false);
		const { needs } = holder;
		const path = [...holder.path, 'attachments', item.text('attachmentId')];
		const query = { $select: selectOf(simpleAttachment) };
		const known = objectOf(await send({ method: 'GET', path, query, headers: mailHeaders(), needs }));
		if (isLink(known)) return [known];
		return await fileOutput(run, { ...content(path), needs }, nameOf(known), known);
	},
};
