import { mailbox } from '../../../shared/fields/locators';
import { eventCalendarId } from '../../../shared/fields/locators/calendar';
import { mailHeaders } from '../../../shared/fields/mail';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { permissionId, shareGuards, sharesOf } from './shares';

/** Source: "Delete calendarPermission". */
export const removePermission: Operation = {
	name: 'Remove Permission',
	value: 'removePermission',
	action: 'Remove calendar permission',
	description: "Remove a person's access to a calendar",
	permissions: ['Calendars.ReadWrite'],
	fields: [mailbox, permissionId, eventCalendarId],
	guards: shareGuards,
	request: (item) => ({
		method: 'DELETE',
		path: [...sharesOf(item), item.text('permissionId')],
		headers: mailHeaders(),
	}),
	output: deleted,
};
