import type { Contact, Recipient } from '@microsoft/microsoft-graph-types';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import {
	collectionField,
	dayField,
	longTextField,
	recipientsField,
	textField,
	textsField,
} from '../fields/build';
import { optionalText } from '../parameters/values/text';

/** The most useful properties of a contact, for "Simplify". */
export const simpleContact: readonly string[] = [
	'displayName',
	'emailAddresses',
	'companyName',
	'jobTitle',
	'mobilePhone',
	'businessPhones',
	'givenName',
	'surname',
	'categories',
	'id',
];

/** The contact of an operation. */
export const contactId = textField('contactId', 'Contact ID', {
	required: true,
	placeholder: 'e.g. AAMkAGI2THVSAAA=',
	description: 'The "id" of a contact, as Get Many returns it',
});

/** The given name of a contact. */
export const givenName = textField('givenName', 'First Name', { placeholder: 'e.g. Pavel' });

const address = (name: string, displayName: string): INodeProperties =>
	collectionField(name, displayName, [
		textField('street', 'Street', { placeholder: 'e.g. 123 Main Street' }),
		textField('city', 'City', { placeholder: 'e.g. Redmond' }),
		textField('state', 'State', { placeholder: 'e.g. WA' }),
		textField('postalCode', 'Postal Code', { placeholder: 'e.g. 98052' }),
		textField('countryOrRegion', 'Country', { placeholder: 'e.g. United States' }),
	]);

/** Further properties of a contact, new or updated. */
export const contactFields = [
	textField('assistantName', 'Assistant', { placeholder: 'e.g. Robin' }),
	dayField('birthday', 'Birthday', { placeholder: 'e.g. 1990-05-17' }),
	address('businessAddress', 'Business Address'),
	textsField('businessPhones', 'Business Phones', {
		placeholder: 'e.g. +1 425 555 0100',
		description: 'Up to two numbers, separated by commas',
	}),
	textsField('categories', 'Categories', {
		placeholder: 'e.g. Red category',
		description: 'Names separated by commas',
	}),
	textField('companyName', 'Company', { placeholder: 'e.g. Contoso' }),
	textField('department', 'Department', { placeholder: 'e.g. Sales' }),
	textField('displayName', 'Display Name', {
		placeholder: 'e.g. Pavel Bansky',
		description: 'Leave empty to derive it from the first and last name',
	}),
	recipientsField('emailAddresses', 'Email Addresses', {
		placeholder: 'e.g. pavel@fabrikam.com',
		description: 'Up to three addresses, separated by commas; an update replaces all of them',
	}),
	textField('fileAs', 'File As', { placeholder: 'e.g. Bansky, Pavel' }),
	address('homeAddress', 'Home Address'),
	textsField('homePhones', 'Home Phones', {
		placeholder: 'e.g. +1 425 555 0101',
		description: 'Up to two numbers, separated by commas',
	}),
	textField('jobTitle', 'Job Title', { placeholder: 'e.g. Buyer' }),
	textField('surname', 'Last Name', { placeholder: 'e.g. Bansky' }),
	textField('manager', 'Manager', { placeholder: 'e.g. Adele Vance' }),
	textField('middleName', 'Middle Name', { placeholder: 'e.g. Maria' }),
	textField('mobilePhone', 'Mobile Phone', { placeholder: 'e.g. +1 425 555 0102' }),
	longTextField('personalNotes', 'Notes', { placeholder: 'e.g. Met at the fair' }),
	textField('officeLocation', 'Office', { placeholder: 'e.g. 18/2111' }),
	textField('title', 'Title', { placeholder: 'e.g. Dr.' }),
];

/** The properties of a contact in Graph's format, from the node's fields. */
export function contactBody(fields: IDataObject): IDataObject {
	const { emailAddresses, birthday, ...rest } = fields;
	const given = (value: unknown) => value !== undefined;
	const contact: Contact = {
		...(given(emailAddresses) && {
			emailAddresses: (emailAddresses as Recipient[]).map(({ emailAddress }) => ({
				name: emailAddress?.address,
				...emailAddress,
			})),
		}),
		...(given(birthday) && { birthday: dayAtNoon(birthday) }),
	};
	return { ...rest, ...(contact as IDataObject) };
}

/** A birthday has only a date; noon UTC is that date in nearly all time zones. */
function dayAtNoon(value: unknown): string | null {
	return value === null ? null : `${optionalText(value)}T12:00:00Z`;
}
