import { mailbox } from '../../../shared/fields/locators';
import { eventCalendarId } from '../../../shared/fields/locators/calendar';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { permissionId, role, shareGuards, sharesOf } from './shares';

/** Source: "Update calendarPermission". */
export const updatePermission: Operation = {
	name: 'Update Permission',
	value: 'updatePermission',
	action: 'Update calendar permission',
	description: "Change a person's role in a calendar",
	permissions: ['Calendars.ReadWrite'],
	fields: [mailbox, permissionId, role, eventCalendarId],
	guards: shareGuards,
	request: (item) => ({
		method: 'PATCH',
		path: [...sharesOf(item), item.text('permissionId')],
		headers: mailHeaders(),
		body: { role: item.text('role') },
		idempotent: true,
	}),
};
