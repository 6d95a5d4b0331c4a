import { changesGuards, deltaLink, readChanges } from '../../fields/changes';
import { mailbox } from '../../fields/locators';
import { eventCalendarId } from '../../fields/locators/calendar';
import { bodyAsText } from '../../fields/mail';
import { calendarHeaders, endDateTime, startDateTime, timeZone, timeZoneGuard } from '../../fields/times';
import type { Operation } from '../../operation';
import { calendarPath, windowOf } from './window';

/** Source: "event: delta". It takes no `$select`, and its links keep the window. */
export const getChanges: Operation = {
	name: 'Get Changes',
	value: 'getChanges',
	action: 'Get changes of events',
	description:
		'Get the events between two times that were created, changed or deleted since the last run, and a new delta link',
	permissions: ['Calendars.Read'],
	fields: [mailbox, eventCalendarId, startDateTime, endDateTime, timeZone, deltaLink],
	options: [bodyAsText],
	guards: [...changesGuards, timeZoneGuard],
	steps: async (run) => {
		const { item } = run;
		return await readChanges(run, {
			method: 'GET',
			path: [...calendarPath(item), 'calendarView', 'delta'],
			// A delta link keeps its own window.
			query: item.text('deltaLink') === '' ? windowOf(item) : {},
			headers: calendarHeaders(item.text('timeZone'), item.collection('options')),
		});
	},
};
