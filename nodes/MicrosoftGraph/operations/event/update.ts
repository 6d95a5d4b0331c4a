import { changes, moreProperties } from '../../fields/body';
import { updateFields } from '../../fields/build';
import { mailbox } from '../../fields/locators';
import { calendarHeaders, timeZone } from '../../fields/times';
import type { Operation } from '../../operation';
import { eventBody } from './eventBody';
import { changedTimes, eventFields, eventGuards, eventId, subject } from './fields';

/** Source: "Update event". Setting the same values again does no harm. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update an event',
	description: 'Change an event; attendees are told of it',
	permissions: ['Calendars.ReadWrite'],
	fields: [
		mailbox,
		eventId,
		timeZone,
		updateFields([subject, ...changedTimes, ...eventFields, moreProperties]),
	],
	guards: eventGuards,
	request: (item) => {
		const { moreProperties: more, ...fields } = item.collection('updateFields');
		const zone = item.text('timeZone');
		return {
			method: 'PATCH',
			path: ['users', item.id('mailbox'), 'events', item.text('eventId')],
			headers: calendarHeaders(zone),
			body: changes(eventBody(fields, zone), more === undefined ? {} : { moreProperties: more }),
			idempotent: true,
		};
	},
};
