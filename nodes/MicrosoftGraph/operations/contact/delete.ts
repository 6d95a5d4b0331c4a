import { mailbox } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { contactId } from '../../../shared/resources/contact';

/** Source: "Delete contact". */
export const deleteContact: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete contact',
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
