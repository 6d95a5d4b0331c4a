import { mailbox } from '../../../shared/fields/locators';
import { parentContactFolderId } from '../../../shared/fields/locators/contactFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { folderName, nameTaken } from './fields';

/** Source: "Create ContactFolder", "Create child folder". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create contact folder',
	description: 'Create a contact folder, at the top level of the mailbox or in another contact folder',
	permissions: ['Contacts.ReadWrite'],
	fields: [mailbox, folderName, parentContactFolderId],
	guards: [nameTaken],
	request: (item) => {
		const parent = item.id('parentFolderId');
		const folders = ['users', item.id('mailbox'), 'contactFolders'];
		return {
			method: 'POST',
			path: parent === '' ? folders : [...folders, parent, 'childFolders'],
			headers: mailHeaders(),
			body: { displayName: item.text('displayName') },
		};
	},
};
