import type { Guard } from '../../../graph/errors/explain';
import { choiceField, textField } from '../../../shared/fields/build';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';

/** What people whom a calendar is shared with can do. Source: "calendarPermission resource type". */
export const role = choiceField(
	'role',
	'Role',
	{
		read: 'Read',
		freeBusyRead: 'Read Free/Busy',
		limitedRead: 'Read Titles and Locations',
		write: 'Write',
		delegateWithoutPrivateEventAccess: 'Delegate',
		delegateWithPrivateEventAccess: 'Delegate With Private Events',
	},
	{ description: 'What the person can do with the calendar; not every role is allowed for everyone' },
);

/** Whose access an operation is about. */
export const permissionId = textField('permissionId', 'Permission ID', {
	required: true,
	placeholder: 'e.g. RGVmYXVsdA==',
	description: 'The "id" of a permission, as Get Permissions returns it',
});

/** Graph's errors for the access to calendars. */
export const shareGuards: readonly Guard[] = [
	{
		when: { code: 'ErrorCalendarShareeAlreadyExists' },
		fix: 'The person already has access: use "Update Permission".',
	},
	{
		when: { status: 400, message: /can.t be removed|not removable/i },
		fix: 'What everyone in the organization can see can only be updated, such as to "Read Free/Busy".',
	},
];

/** The permissions of the chosen calendar; by default those of the default calendar. */
export function sharesOf(item: ItemParameters): string[] {
	const user = ['users', item.id('mailbox')];
	const calendar = item.id('eventCalendarId');
	const of = calendar === '' ? ['calendar'] : ['calendars', calendar];
	return [...user, ...of, 'calendarPermissions'];
}
