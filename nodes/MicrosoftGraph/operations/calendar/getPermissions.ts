import { listFields } from '../../../shared/fields/lists';
import { mailbox } from '../../../shared/fields/locators';
import { eventCalendarId } from '../../../shared/fields/locators/calendar';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { sharesOf } from './shares';

/** Source: "List calendarPermissions". */
export const getPermissions: Operation = {
	name: 'Get Permissions',
	value: 'getPermissions',
	action: 'Get calendar permissions',
	description: 'List who has access to a calendar',
	permissions: ['Calendars.ReadBasic.All'],
	fields: [mailbox, eventCalendarId, ...listFields],
	list: { pageSize: () => 100 },
	request: (item) => ({ method: 'GET', path: sharesOf(item), headers: mailHeaders() }),
};
