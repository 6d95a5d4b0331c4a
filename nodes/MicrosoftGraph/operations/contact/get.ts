import { mailbox } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { contactId, simpleContact } from '../../../shared/resources/contact';

/** Source: "Get contact". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get contact',
	description: 'Get a contact of a mailbox',
	permissions: ['Contacts.Read'],
	fields: [mailbox, contactId],
	options: [selectLike('displayName,emailAddresses')],
	simple: simpleContact,
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('mailbox'), 'contacts', item.text('contactId')],
		query: { $select: odataQuery(item.collection('options')).$select },
		headers: mailHeaders(),
	}),
};
