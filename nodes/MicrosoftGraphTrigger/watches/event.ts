import type { Event } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { numberField, textField, textsField } from '../../shared/fields/build';
import { mailbox } from '../../shared/fields/locators';
import { bodyAsText } from '../../shared/fields/mail';
import { calendarHeaders, timeZoneGuard } from '../../shared/fields/times';
import { optionalText } from '../../shared/parameters/values/text';
import { contains, isAddressOf } from './shared/filterText';
import type { Watch } from './watch';

const day = 24 * 60 * 60_000;
const defaultDays = 365;
/** Exchange refuses windows of more than five years. */
const maxDays = 1_800;

const daysAhead = numberField('daysAhead', 'Days Ahead', {
	default: defaultDays,
	typeOptions: { minValue: 1, maxValue: maxDays },
	description:
		"How many days ahead an event may start. An event beyond that, or moved beyond it, isn't emitted, even when its time comes.",
});

const timeZone = textField('timeZone', 'Time Zone', {
	placeholder: 'e.g. Europe/Berlin',
	description: 'IANA or Windows name of the time zone for all times; leave empty for UTC',
});

/**
 * A delta function of events keeps to a window of time, which a new round each day moves on. Sources: "event: delta",
 * "Change notifications for Outlook resources".
 */
export const event: Watch = {
	name: 'Event',
	value: 'event',
	action: 'On new event',
	description:
		'Events of the primary calendar of a mailbox; for recurring events, the series and its exceptions',
	events: { created: 'Created', updated: 'Updated', deleted: 'Deleted' },
	fields: [mailbox],
	options: [bodyAsText, daysAhead, timeZone],
	filters: [
		textField('subject', 'Subject Contains', {
			placeholder: 'e.g. interview',
			description: 'Case-insensitive',
		}),
		textsField('organizer', 'Organizer', {
			placeholder: 'e.g. adele@contoso.com',
			description:
				'Address of the organizer, or the end of it, such as @contoso.com; separate several with commas',
		}),
	],
	passes: (entry, { subject, organizer }: IDataObject) => {
		const { subject: own, organizer: by } = entry as Event;
		return contains(own, subject) && isAddressOf([by?.emailAddress?.address], organizer);
	},
	permissions: ['Calendars.Read'],
	changeFields: { created: 'createdDateTime', modified: 'lastModifiedDateTime', version: 'changeKey' },
	guards: [timeZoneGuard],
	source: ({ parameters, options, events }) => {
		const user = parameters.id('mailbox');
		const headers = calendarHeaders(optionalText(options.timeZone), options);
		const time = (at: number) => new Date(at).toISOString();
		const days = Math.min(Number(options.daysAhead ?? defaultDays), maxDays);
		return {
			feeds: [
				{
					key: 'events',
					all: (now) => ({
						method: 'GET',
						path: ['users', user, 'calendarView', 'delta'],
						query: { startDateTime: time(now - day), endDateTime: time(now + days * day) },
						headers: { Prefer: `${headers.Prefer}, odata.maxpagesize=250` },
					}),
					renewAfterMs: day,
					// What is beyond the window comes as removed, too, when it is made or changed.
					objectRequest: ({ id }) => ({
						path: ['users', user, 'events', String(id)],
						query: { $select: 'id' },
						headers,
					}),
					// An occurrence has no content of its own: what is said of it, its series says.
					concerns: ({ type }) => type !== 'occurrence',
				},
			],
			latest: {
				method: 'GET',
				path: ['users', user, 'events'],
				query: { $orderby: 'createdDateTime desc', $top: 1 },
				headers,
			},
			notify: {
				resource: `users/${user}/events`,
				changes: events,
				possible: ['created', 'updated', 'deleted'],
			},
		};
	},
};
