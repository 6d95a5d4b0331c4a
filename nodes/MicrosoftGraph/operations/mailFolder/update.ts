import { mailbox } from '../../../shared/fields/locators';
import { mailFolderId } from '../../../shared/fields/locators/mailFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { folderName, nameTaken } from './fields';

/** Source: "Update mailFolder". */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Rename mail folder',
	description: 'Rename a mail folder',
	permissions: ['Mail.ReadWrite'],
	fields: [mailbox, mailFolderId, folderName],
	guards: [nameTaken],
	request: (item) => ({
		method: 'PATCH',
		path: ['users', item.id('mailbox'), 'mailFolders', item.id('folderId')],
		headers: mailHeaders(),
		body: { displayName: item.text('displayName') },
		idempotent: true,
	}),
};
