import { mailbox } from '../../fields/locators';
import { mailHeaders } from '../../fields/mail';
import { deleted } from '../../fields/outputs';
import type { Operation } from '../../operation';
import { contactId } from './fields';

/** Source: "Delete contact". */
export const deleteContact: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete a contact',
	description: 'Delete a contact of a mailbox',
	permissions: ['Contacts.ReadWrite'],
	fields: [mailbox, contactId],
	request: (item) => ({
		method: 'DELETE',
		path: ['users', item.id('mailbox'), 'contacts', item.text('contactId')],
		headers: mailHeaders(),
	}),
	output: deleted,
};
