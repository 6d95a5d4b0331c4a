import { mailbox } from '../../../shared/fields/locators';
import { bodyAsText } from '../../../shared/fields/mail';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import { calendarHeaders, timeZone, timeZoneGuard } from '../../../shared/fields/times';
import type { Operation } from '../../operation';
import { eventId, simpleEvent } from './fields';

/** Source: "Get event". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get event',
	description: 'Get an event of a mailbox',
	permissions: ['Calendars.ReadBasic.All'],
	permissionNote: 'Body and attachments need Calendars.Read.',
	fields: [mailbox, eventId, timeZone],
	options: [bodyAsText, selectLike('subject,start,end')],
	simple: simpleEvent,
	guards: [timeZoneGuard],
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('mailbox'), 'events', item.text('eventId')],
		query: { $select: odataQuery(item.collection('options')).$select },
		headers: calendarHeaders(item.text('timeZone'), item.collection('options')),
	}),
};
