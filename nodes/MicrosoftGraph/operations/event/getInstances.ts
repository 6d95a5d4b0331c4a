import { listFields } from '../../../shared/fields/lists';
import { mailbox } from '../../../shared/fields/locators';
import { bodyAsText, largestOutlookPage } from '../../../shared/fields/mail';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import {
	calendarHeaders,
	endDateTime,
	startDateTime,
	timeZone,
	timeZoneGuard,
} from '../../../shared/fields/times';
import type { Operation } from '../../operation';
import { eventId, simpleEvent } from './fields';
import { windowOf } from './window';

/** Source: "List instances". */
export const getInstances: Operation = {
	name: 'Get Instances',
	value: 'getInstances',
	action: 'Get instances of recurring event',
	description: 'Get the occurrences and exceptions of a recurring event between two times',
	permissions: ['Calendars.ReadBasic.All'],
	permissionNote: 'Bodies need Calendars.Read.',
	fields: [mailbox, eventId, startDateTime, endDateTime, timeZone, ...listFields],
	options: [bodyAsText, selectLike('subject,start,end')],
	simple: simpleEvent,
	guards: [
		timeZoneGuard,
		{
			when: { status: 400, code: 'ErrorInvalidOperation' },
			fix: 'Only a recurring event has instances: enter the ID of the series ("seriesMasterId" of an occurrence).',
		},
	],
	list: { pageSize: () => 250, largestPage: largestOutlookPage },
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('mailbox'), 'events', item.text('eventId'), 'instances'],
		query: { ...windowOf(item), $select: odataQuery(item.collection('options')).$select },
		headers: calendarHeaders(item.text('timeZone'), item.collection('options')),
	}),
};
