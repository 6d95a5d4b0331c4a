import { listFields } from '../../../shared/fields/lists';
import { mailbox } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { eventNote, holderFields, holderOf, simpleAttachment } from './fields';

/** Source: "List attachments". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many attachments',
	description: 'List the attachments of a message or event: files, messages, and links',
	permissions: ['Mail.Read'],
	permissionNote: eventNote(false),
	fields: [mailbox, ...holderFields, ...listFields],
	simple: simpleAttachment,
	// Attachments can be large, so Graph chooses the page size.
	list: { pageSize: () => undefined },
	request: (item) => {
		const { path, needs } = holderOf(item, false);
		return { method: 'GET', path: [...path, 'attachments'], headers: mailHeaders(), needs };
	},
};
