import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { contactBody, contactFields, givenName } from '../../../shared/resources/contact';

/** Source: "Create contact". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create contact',
	description: "Create a contact in a mailbox's Contacts folder",
	permissions: ['Contacts.ReadWrite'],
	fields: [mailbox, { ...givenName, required: true }, additionalFields([...contactFields, moreProperties])],
	request: (item) => ({
		method: 'POST',
		path: ['users', item.id('mailbox'), 'contacts'],
		headers: mailHeaders(),
		body: newObject({ givenName: item.text('givenName') }, contactBody(item.collection('additionalFields'))),
	}),
};
