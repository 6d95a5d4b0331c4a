import { updateBody, moreProperties } from '../../../shared/fields/body';
import { updateFields } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { contactBody, contactFields, contactId, givenName } from '../../../shared/resources/contact';

/** Source: "Update contact". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update contact',
	description: 'Update a contact of a mailbox',
	permissions: ['Contacts.ReadWrite'],
	fields: [mailbox, contactId, updateFields([givenName, ...contactFields, moreProperties])],
	request: (item) => ({
		method: 'PATCH',
		path: ['users', item.id('mailbox'), 'contacts', item.text('contactId')],
		headers: mailHeaders(),
		body: updateBody(contactBody(item.collection('updateFields'))),
		idempotent: true,
	}),
};
