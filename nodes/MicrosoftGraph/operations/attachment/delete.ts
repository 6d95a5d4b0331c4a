import { mailbox } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { attachmentId, eventNote, holderFields, holderOf } from './fields';

/** Source: "Delete attachment". */
export const deleteAttachment: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete attachment',
	description: 'Delete an attachment of a message or event',
	permissions: ['Mail.ReadWrite'],
	permissionNote: eventNote(true),
	fields: [mailbox, ...holderFields, attachmentId],
	request: (item) => {
		const { path, needs } = holderOf(item, true);
		return {
			method: 'DELETE',
			path: [...path, 'attachments', item.text('attachmentId')],
			headers: mailHeaders(),
			needs,
		};
	},
	output: deleted,
};
