import { mailbox } from '../../../shared/fields/locators';
import { contactFolderId } from '../../../shared/fields/locators/contactFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

/** Source: "Delete contactFolder". */
export const deleteFolder: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete contact folder',
	description: 'Delete a contact folder with all its contacts',
	permissions: ['Contacts.ReadWrite'],
	fields: [mailbox, contactFolderId],
	guards: [
		{
			when: { code: 'ErrorDeleteDistinguishedFolder' },
			fix: "A default folder, such as Contacts, can't be deleted: delete its contacts instead.",
		},
	],
	request: (item) => ({
		method: 'DELETE',
		path: ['users', item.id('mailbox'), 'contactFolders', item.id('contactFolderId')],
		headers: mailHeaders(),
	}),
	output: deleted,
};
