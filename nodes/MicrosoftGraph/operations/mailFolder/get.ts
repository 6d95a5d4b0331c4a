import { mailbox } from '../../../shared/fields/locators';
import { mailFolderOrPath } from '../../../shared/fields/locators/mailFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import { mailFolderOf } from '../../../shared/resources/mailFolder';
import type { Operation } from '../../operation';

/** Source: "Get mailFolder". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get mail folder',
	description: 'Get a mail folder, with its number of messages and unread messages',
	permissions: ['Mail.ReadBasic.All'],
	fields: [mailbox, mailFolderOrPath],
	request: async (item, _send, run) => ({
		method: 'GET',
		path: ['users', item.id('mailbox'), 'mailFolders', await mailFolderOf(run, 'folderId')],
		headers: mailHeaders(),
	}),
};
