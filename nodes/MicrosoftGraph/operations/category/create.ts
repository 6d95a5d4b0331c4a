import { choiceField, textField } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import type { Operation } from '../../operation';

/** The colors by number, as Outlook names them. Source: "outlookCategory resource type". */
const colors = [
	'Red',
	'Orange',
	'Brown',
	'Yellow',
	'Green',
	'Teal',
	'Olive',
	'Blue',
	'Purple',
	'Cranberry',
	'Steel',
	'Dark Steel',
	'Gray',
	'Dark Gray',
	'Black',
	'Dark Red',
	'Dark Orange',
	'Dark Brown',
	'Dark Yellow',
	'Dark Green',
	'Dark Teal',
	'Dark Olive',
	'Dark Blue',
	'Dark Purple',
	'Dark Cranberry',
];

/** Source: "Create Outlook category". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create category',
	description: 'Create a category that a mailbox offers for messages, events, contacts, and tasks',
	permissions: ['MailboxSettings.ReadWrite'],
	fields: [
		mailbox,
		textField('displayName', 'Name', {
			required: true,
			placeholder: 'e.g. Customers',
			description: "Name of the category; it can't be changed later",
		}),
		choiceField('color', 'Color', {
			none: 'None',
			...Object.fromEntries(colors.map((name, number) => [`preset${number}`, name])),
		}),
	],
	guards: [
		{ when: { status: 409 }, fix: 'The mailbox already has a category with this name: choose another name.' },
	],
	request: (item) => ({
		method: 'POST',
		path: ['users', item.id('mailbox'), 'outlook', 'masterCategories'],
		body: { displayName: item.text('displayName'), color: item.text('color') },
	}),
};
