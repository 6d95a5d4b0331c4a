import { mailbox } from '../../../shared/fields/locators';
import { mailFolderOrPath } from '../../../shared/fields/locators/mailFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import { mailFolderOf } from '../../../shared/resources/mailFolder';
import type { Operation } from '../../operation';
import { folderName, nameTaken } from './fields';

/** Source: "Update mailFolder". */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Rename mail folder',
	description: 'Rename a mail folder',
	permissions: ['Mail.ReadWrite'],
	fields: [mailbox, mailFolderOrPath, folderName],
	guards: [nameTaken],
	request: async (item, _send, run) => ({
		method: 'PATCH',
		path: ['users', item.id('mailbox'), 'mailFolders', await mailFolderOf(run, 'folderId')],
		headers: mailHeaders(),
		body: { displayName: item.text('displayName') },
		idempotent: true,
	}),
};
