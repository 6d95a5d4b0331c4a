import { mailbox } from '../../../shared/fields/locators';
import { calendarId } from '../../../shared/fields/locators/calendar';
import { mailHeaders } from '../../../shared/fields/mail';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { calendarGuards } from './fields';

/** Source: "Delete calendar". */
export const deleteCalendar: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete calendar',
	description: 'Delete a calendar with its events',
	permissions: ['Calendars.ReadWrite'],
	fields: [mailbox, calendarId],
	guards: calendarGuards,
	request: (item) => ({
		method: 'DELETE',
		path: ['users', item.id('mailbox'), 'calendars', item.id('calendarId')],
		headers: mailHeaders(),
	}),
	output: deleted,
};
