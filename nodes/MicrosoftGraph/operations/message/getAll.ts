import { listFields } from '../../fields/lists';
import { folderId, mailbox } from '../../fields/locators';
import { bodyAsText, mailHeaders, messagePageSize, messageQuery } from '../../fields/mail';
import { filter, orderBy, search, select } from '../../fields/odata';
import type { Operation } from '../../operation';

/** Source: "List messages". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many messages',
	description: 'List the messages of a mailbox or of one of its folders',
	permissions: ['Mail.ReadBasic.All'],
	permissionNote: 'Bodies and attachments need Mail.Read.',
	fields: [mailbox, folderId, ...listFields],
	options: [bodyAsText, filter, orderBy, search, select],
	list: { pageSize: (item) => messagePageSize(item.collection('options')) },
	request: (item) => {
		const options = item.collection('options');
		const folder = item.id('folderId');
		return {
			method: 'GET',
			path: [
				'users',
				item.id('mailbox'),
				...(folder === '' ? ['messages'] : ['mailFolders', folder, 'messages']),
			],
			query: messageQuery(options),
			headers: mailHeaders(options),
		};
	},
};
