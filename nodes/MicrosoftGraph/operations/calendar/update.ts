import { updateBody, moreProperties } from '../../../shared/fields/body';
import { updateFields } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { calendarId } from '../../../shared/fields/locators/calendar';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { calendarColor, calendarGuards, calendarName } from './fields';

/** Source: "Update calendar". */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update calendar',
	description: 'Change the name or color of a calendar',
	permissions: ['Calendars.ReadWrite'],
	fields: [mailbox, calendarId, updateFields([calendarColor, calendarName, moreProperties])],
	guards: calendarGuards,
	request: (item) => ({
		method: 'PATCH',
		path: ['users', item.id('mailbox'), 'calendars', item.id('calendarId')],
		headers: mailHeaders(),
		body: updateBody(item.collection('updateFields')),
		idempotent: true,
	}),
};
