import { locatorField } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

/** Source: "Delete outlookCategory". */
export const deleteCategory: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete category',
	description: "Remove a category from a mailbox's list; items that have it keep its name",
	permissions: ['MailboxSettings.ReadWrite'],
	fields: [
		mailbox,
		locatorField('categoryId', 'Category', {
			list: { method: 'searchCategories', placeholder: 'Select a category…' },
			example: 'e.g. 4b7dbf37-18a5-4b9b-9fa1-22b4d3d3b7a0',
		}),
	],
	request: (item) => ({
		method: 'DELETE',
		path: ['users', item.id('mailbox'), 'outlook', 'masterCategories', item.id('categoryId')],
	}),
	output: deleted,
};
