import { mailbox } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { eventId } from './fields';

/** Source: "Delete event". */
export const deleteEvent: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete event',
	description: "Delete an event; if it is the organizer's, the attendees get a cancellation",
	permissions: ['Calendars.ReadWrite'],
	fields: [mailbox, eventId],
	request: (item) => ({
		method: 'DELETE',
		path: ['users', item.id('mailbox'), 'events', item.text('eventId')],
		headers: mailHeaders(),
	}),
	output: deleted,
};
