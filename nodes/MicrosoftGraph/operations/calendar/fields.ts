import type { Guard } from '../../../graph/errors/explain';
import { choiceField, textField } from '../../../shared/fields/build';

/** The most useful properties of a calendar, for "Simplify". */
export const simpleCalendar: readonly string[] = [
	'name',
	'owner',
	'isDefaultCalendar',
	'canEdit',
	'canShare',
	'color',
	'hexColor',
	'id',
];

/** The name of a calendar. */
export const calendarName = textField('name', 'Name', { placeholder: 'e.g. Team calendar' });

/** In which color Outlook shows a calendar. */
export const calendarColor = choiceField('color', 'Color', {
	auto: 'Automatic',
	lightBlue: 'Light Blue',
	lightBrown: 'Light Brown',
	lightGray: 'Light Gray',
	lightGreen: 'Light Green',
	lightOrange: 'Light Orange',
	lightPink: 'Light Pink',
	lightRed: 'Light Red',
	lightTeal: 'Light Teal',
	lightYellow: 'Light Yellow',
});

/** Graph's errors for calendars. */
export const calendarGuards: readonly Guard[] = [
	{
		when: { code: 'ErrorFolderExists' },
		fix: 'The mailbox already has a calendar with this name: choose another name.',
	},
	{
		when: { code: 'ErrorCannotDeleteObject' },
		fix: "A mailbox's default calendar and Outlook's own calendars (birthdays, holidays) can't be deleted.",
	},
];
