import { mailbox } from '../../../shared/fields/locators';
import { mailFolderId } from '../../../shared/fields/locators/mailFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';

/** Source: "Get mailFolder". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get mail folder',
	description: 'Get a mail folder, with its number of messages and unread messages',
	permissions: ['Mail.ReadBasic.All'],
	fields: [mailbox, mailFolderId],
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('mailbox'), 'mailFolders', item.id('folderId')],
		headers: mailHeaders(),
	}),
};
