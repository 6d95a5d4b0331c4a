import { choiceField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { mailbox } from '../../../shared/fields/locators';
import { eventCalendarId } from '../../../shared/fields/locators/calendar';
import { bodyAsText, largestOutlookPage } from '../../../shared/fields/mail';
import { filterLike, odataQuery, orderByLike, selectLike } from '../../../shared/fields/odata';
import {
	calendarHeaders,
	endDateTime,
	startDateTime,
	timeZone,
	timeZoneGuard,
} from '../../../shared/fields/times';
import type { Operation } from '../../operation';
import { optionalText } from '../../../shared/parameters/values/text';
import { simpleEvent } from './fields';
import { calendarPath, windowOf } from './window';

const inWindow = { displayOptions: { show: { events: ['window'] } } };

/** The order of a calendar view, which Graph doesn't guarantee by default. */
const byStart = 'start/dateTime';

/** Sources: "List calendarView", "List events". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many events',
	description: 'List the events in a calendar between two times, or all of its events',
	permissions: ['Calendars.ReadBasic.All'],
	permissionNote: 'Bodies need Calendars.Read.',
	fields: [
		mailbox,
		eventCalendarId,
		choiceField(
			'events',
			'Events',
			{
				window: 'Between Two Times, Each Occurrence Separately',
				all: 'All, Recurring Events Once',
			},
			{ default: 'window' },
		),
		{ ...startDateTime, ...inWindow },
		{ ...endDateTime, ...inWindow },
		timeZone,
		...listFields,
	],
	options: [
		bodyAsText,
		filterLike("startsWith(subject,'Review')"),
		orderByLike('start/dateTime desc'),
		selectLike('subject,start,end'),
	],
	simple: simpleEvent,
	guards: [timeZoneGuard],
	list: {
		pageSize: (item) => (item.collection('options').select ? largestOutlookPage : 250),
		largestPage: largestOutlookPage,
	},
	request: (item) => {
		const options = item.collection('options');
		const all = item.text('events') === 'all';
		return {
			method: 'GET',
			path: [...calendarPath(item), all ? 'events' : 'calendarView'],
			query: {
				...(all ? {} : windowOf(item)),
				...odataQuery({ ...options, orderBy: optionalText(options.orderBy) || (all ? '' : byStart) }),
			},
			headers: calendarHeaders(item.text('timeZone'), options),
		};
	},
};
