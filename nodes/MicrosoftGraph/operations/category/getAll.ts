import { listFields } from '../../../shared/fields/lists';
import { mailbox } from '../../../shared/fields/locators';
import type { Operation } from '../../operation';

/** Source: "List Outlook categories". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many categories',
	description: 'List the categories that a mailbox offers for messages, events, contacts, and tasks',
	permissions: ['MailboxSettings.Read'],
	fields: [mailbox, ...listFields],
	list: { pageSize: () => 100 },
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('mailbox'), 'outlook', 'masterCategories'],
	}),
};
