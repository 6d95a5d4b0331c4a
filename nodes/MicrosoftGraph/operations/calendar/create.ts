import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { calendarColor, calendarGuards, calendarName } from './fields';

/** Source: "Create calendar". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create calendar',
	description: 'Create a calendar in a mailbox',
	permissions: ['Calendars.ReadWrite'],
	fields: [mailbox, { ...calendarName, required: true }, additionalFields([calendarColor, moreProperties])],
	guards: calendarGuards,
	request: (item) => ({
		method: 'POST',
		path: ['users', item.id('mailbox'), 'calendars'],
		headers: mailHeaders(),
		body: newObject({ name: item.text('name') }, item.collection('additionalFields')),
	}),
};
