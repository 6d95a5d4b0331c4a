import { listFields } from '../../../shared/fields/lists';
import { mailbox } from '../../../shared/fields/locators';
import type { Operation } from '../../operation';
import { rulesOf } from './path';

/** Source: "List rules". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many inbox rules',
	description: 'List the inbox rules of a mailbox',
	permissions: ['MailboxSettings.Read'],
	fields: [mailbox, ...listFields],
	list: { pageSize: () => undefined },
	request: (item) => ({ method: 'GET', path: rulesOf(item) }),
};
