import { locatorField } from '../build';

const ways = {
	list: { method: 'searchCalendars', placeholder: 'Select a calendar…' },
	example: 'e.g. AAMkAGI2TGuLAAA=',
};

/** Which calendar of the mailbox an operation is about. */
export const calendarId = locatorField('calendarId', 'Calendar', ways, {
	description: 'ID of a calendar of the mailbox',
});

/** The calendar of the events; the default one if none is chosen. */
export const eventCalendarId = locatorField(
	'eventCalendarId',
	'Calendar',
	{ ...ways, list: { ...ways.list, placeholder: 'Default calendar' } },
	{
		required: false,
		description: 'ID of a calendar of the mailbox; leave empty for the default calendar',
	},
);
