import type { Contact } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { locatorField, textField, textsField } from '../../shared/fields/build';
import { mailbox } from '../../shared/fields/locators';
import { mailHeaders } from '../../shared/fields/mail';
import { simpleContact } from '../../shared/resources/contact';
import { contains, isAddressOf, isOneOf } from './shared/filterText';
import type { Watch } from './watch';

const folder = locatorField(
	'contactFolderId',
	'Folder',
	{
		list: { method: 'searchContactFolders', placeholder: 'Contacts' },
		example: 'e.g. AAMkADIyAAAhrbPXAAA=',
	},
	{ required: false, description: 'Contact folder; leave empty for the default folder' },
);

/** Sources: "contact: delta", "Change notifications for Outlook resources". */
export const contact: Watch = {
	name: 'Contact',
	value: 'contact',
	action: 'On new contact',
	description: 'Contacts of a mailbox',
	events: { created: 'Created', updated: 'Updated', deleted: 'Deleted' },
	fields: [mailbox, folder],
	filters: [
		textField('displayName', 'Name Contains', {
			placeholder: 'e.g. Bansky',
			description: 'Case-insensitive',
		}),
		textField('companyName', 'Company Contains', {
			placeholder: 'e.g. Contoso',
			description: 'Case-insensitive',
		}),
		textsField('address', 'Email Address', {
			placeholder: 'e.g. @fabrikam.com',
			description: 'Address of the contact, or the end of it; separate several with commas',
		}),
		textsField('categories', 'Categories', {
			placeholder: 'e.g. Customers, Partners',
			description: 'Has at least one of these; separate several with commas',
		}),
	],
	passes,
	permissions: ['Contacts.Read'],
	simple: simpleContact,
	filterProperties: ['displayName', 'companyName', 'emailAddresses', 'categories'],
	changeFields: { created: 'createdDateTime', modified: 'lastModifiedDateTime', version: 'changeKey' },
	source: ({ parameters, events, select }) => {
		const folderId = parameters.id('contactFolderId');
		const inFolder = folderId === '' ? [] : ['contactFolders', folderId];
		const path = ['users', parameters.id('mailbox'), ...inFolder, 'contacts'];
		const { Prefer = '' } = mailHeaders();
		return {
			feeds: [
				{
					key: 'contacts',
					all: () => ({
						method: 'GET',
						path: [...path, 'delta'],
						query: { $select: select },
						headers: { Prefer: `${Prefer}, odata.maxpagesize=500` },
					}),
				},
			],
			latest: {
				method: 'GET',
				path,
				query: { $select: select, $orderby: 'createdDateTime desc', $top: 1 },
				headers: { Prefer },
			},
			notify: {
				resource: path.join('/'),
				changes: events,
				possible: ['created', 'updated', 'deleted'],
			},
		};
	},
};

function passes(entry: IDataObject, filters: IDataObject): boolean {
	const { displayName, companyName, emailAddresses, categories } = entry as Contact;
	const addresses = (emailAddresses ?? []).map(({ address }) => address);
	return (
		contains(displayName, filters.displayName) &&
		contains(companyName, filters.companyName) &&
		isAddressOf(addresses, filters.address) &&
		isOneOf(categories ?? [], filters.categories)
	);
}
