import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { inContactFolder } from '../../../shared/fields/locators/contactFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { contactBody, contactFields, givenName } from '../../../shared/resources/contact';
import { contactsPath } from './path';

/** Source: "Create contact", "Create contact" of a contact folder. */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create contact',
	description: 'Create a contact in a mailbox',
	permissions: ['Contacts.ReadWrite'],
	fields: [
		mailbox,
		{ ...givenName, required: true },
		inContactFolder,
		additionalFields([...contactFields, moreProperties]),
	],
	request: (item) => ({
		method: 'POST',
		path: contactsPath(item),
		headers: mailHeaders(),
		body: newObject({ givenName: item.text('givenName') }, contactBody(item.collection('additionalFields'))),
	}),
};
