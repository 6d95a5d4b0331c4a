import { listFields } from '../../../shared/fields/lists';
import { mailbox } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { filterLike, odataQuery, orderByLike, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { simpleCalendar } from './fields';

/** Source: "List calendars". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many calendars',
	description: 'List the calendars of a mailbox',
	permissions: ['Calendars.ReadBasic.All'],
	fields: [mailbox, ...listFields],
	options: [filterLike("name eq 'Calendar'"), orderByLike('name desc'), selectLike('name,owner')],
	simple: simpleCalendar,
	list: { pageSize: () => 100 },
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('mailbox'), 'calendars'],
		query: odataQuery(item.collection('options')),
		headers: mailHeaders(),
	}),
};
