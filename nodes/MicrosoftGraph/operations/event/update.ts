import type { Attendee } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import type { Send } from '../../../graph/client';
import { changes, moreProperties } from '../../fields/body';
import { updateFields } from '../../fields/build';
import { mailbox } from '../../fields/locators';
import { mailHeaders } from '../../fields/mail';
import { calendarHeaders, timeZone } from '../../fields/times';
import type { Operation } from '../../operation';
import { eventBody } from './eventBody';
import { changedTimes, eventFields, eventGuards, eventId, subject } from './fields';

/** Source: "Update event". Setting the same values again does no harm. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update an event',
	description: 'Change an event; attendees are told of it',
	permissions: ['Calendars.ReadWrite'],
	fields: [
		mailbox,
		eventId,
		timeZone,
		updateFields([subject, ...changedTimes, ...eventFields, moreProperties]),
	],
	guards: eventGuards,
	request: async (item, send) => {
		const { moreProperties: more, ...fields } = item.collection('updateFields');
		const zone = item.text('timeZone');
		const path = ['users', item.id('mailbox'), 'events', item.text('eventId')];
		const own = eventBody(fields, zone);
		const body = changes(own, more === undefined ? {} : { moreProperties: more });
		const kinds = Object.keys(kindOf).filter((name) => fields[name] !== undefined);
		const some = kinds.length > 0 && kinds.length < Object.keys(kindOf).length;
		// Those in "More Properties" are all that there are.
		if (some && body.attendees === own.attendees) {
			const given = (own.attendees ?? []) as Attendee[];
			const kept = await othersOf(path, given, new Set(kinds.map((name) => kindOf[name])), send);
			body.attendees = [...kept, ...given] as IDataObject[];
		}
		return { method: 'PATCH', path, headers: calendarHeaders(zone), body, idempotent: true };
	},
};

/** The kind of attendees that each field holds. */
const kindOf: Readonly<Record<string, Attendee['type']>> = {
	attendees: 'required',
	optionalAttendees: 'optional',
	resourceAttendees: 'resource',
};

/** The attendees that an event has of other kinds than those that are given: a change takes the place of all of them. */
async function othersOf(
	path: readonly string[],
	given: readonly Attendee[],
	kinds: ReadonlySet<Attendee['type']>,
	send: Send,
): Promise<Attendee[]> {
	const query = { $select: 'attendees' };
	const { body } = await send({ method: 'GET', path, query, headers: mailHeaders() });
	const there = (body as { attendees?: Attendee[] | null }).attendees ?? [];
	const addressOf = ({ emailAddress }: Attendee) => (emailAddress?.address ?? '').toLowerCase();
	const moved = new Set(given.map(addressOf));
	return there.filter((one) => !kinds.has(one.type ?? 'required') && !moved.has(addressOf(one)));
}
