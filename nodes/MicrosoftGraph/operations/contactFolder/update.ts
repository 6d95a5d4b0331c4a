import { mailbox } from '../../../shared/fields/locators';
import { contactFolderId } from '../../../shared/fields/locators/contactFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { folderName, nameTaken } from './fields';

/** Source: "Update contactFolder". */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Rename contact folder',
	description: 'Rename a contact folder',
	permissions: ['Contacts.ReadWrite'],
	fields: [mailbox, contactFolderId, folderName],
	guards: [nameTaken],
	request: (item) => ({
		method: 'PATCH',
		path: ['users', item.id('mailbox'), 'contactFolders', item.id('contactFolderId')],
		headers: mailHeaders(),
		body: { displayName: item.text('displayName') },
		idempotent: true,
	}),
};
