import { textField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { mailbox } from '../../../shared/fields/locators';
import { inContactFolder } from '../../../shared/fields/locators/contactFolder';
import { mailboxSearch, mailHeaders } from '../../../shared/fields/mail';
import { filterLike, odataQuery, orderBy, search, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { optionalText } from '../../../shared/parameters/values/text';
import { simpleContact } from '../../../shared/resources/contact';
import { contactsPath } from './path';

const filters: readonly Filter[] = [
	{
		field: textField('address', 'Email Address', { placeholder: 'e.g. pavel@fabrikam.com' }),
		condition: (value) => `emailAddresses/any(a:a/address eq ${value})`,
	},
	{
		field: textField('displayName', 'Name Starts With', { placeholder: 'e.g. Pa' }),
		condition: (value) => `startsWith(displayName,${value})`,
	},
];

/** Source: "List contacts", "List contacts" of a contact folder. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many contacts',
	description: 'List or search the contacts in a folder of a mailbox',
	permissions: ['Contacts.Read'],
	fields: [mailbox, inContactFolder, ...listFields, filtersField(filters)],
	options: [
		filterLike("companyName eq 'Contoso'"),
		orderBy,
		search,
		selectLike('displayName,emailAddresses'),
	],
	simple: simpleContact,
	list: {
		pageSize: () => 999,
		// Where addresses are selected, the results of a search have none.
		picked: (item) => optionalText(item.collection('options').search) !== '',
	},
	request: (item) => {
		const options = item.collection('options');
		const entered = optionalText(options.search);
		// It isn't documented whether a search of contacts supports phrases.
		const words = entered.replace(/["“”\\\s]+/g, ' ').trim();
		return {
			method: 'GET',
			path: contactsPath(item),
			query: {
				...odataQuery({ ...options, filter: filterOf(item, filters) }),
				$search: mailboxSearch(words === '' ? entered : words),
			},
			headers: mailHeaders(),
		};
	},
};
