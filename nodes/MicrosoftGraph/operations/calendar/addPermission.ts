import { recipientField } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { eventCalendarId } from '../../../shared/fields/locators/calendar';
import { mailHeaders } from '../../../shared/fields/mail';
import type { Operation } from '../../operation';
import { role, shareGuards, sharesOf } from './shares';

/** Source: "Create calendarPermission"; the page of "Update calendarPermission" has the permission to write. */
export const addPermission: Operation = {
	name: 'Add Permission',
	value: 'addPermission',
	action: 'Add calendar permission',
	description: 'Share a calendar with a person, or delegate it',
	permissions: ['Calendars.ReadWrite'],
	fields: [
		mailbox,
		recipientField('recipient', 'Recipient', {
			required: true,
			placeholder: 'e.g. alex@contoso.com',
			description: 'Address of the person who gets access',
		}),
		role,
		eventCalendarId,
	],
	guards: shareGuards,
	request: (item) => {
		const { emailAddress } = item.value('recipient') as { emailAddress: { address: string; name?: string } };
		return {
			method: 'POST',
			path: sharesOf(item),
			headers: mailHeaders(),
			body: { emailAddress, role: item.text('role') },
		};
	},
};
