import type { Attendee, Event } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { updateBody, moreProperties } from '../../../shared/fields/body';
import { updateFields } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { calendarHeaders, timeZone } from '../../../shared/fields/times';
import type { Operation } from '../../operation';
import { checkOrder, type ZonedTime } from '../../../shared/parameters/values/time';
import { eventBody } from './eventBody';
import { changedTimes, eventFields, eventGuards, eventId, subject } from './fields';

/** Source: "Update event". Setting the same values again is harmless. */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update event',
	description: 'Update an event; attendees are notified',
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
		const body = updateBody(own, more === undefined ? {} : { moreProperties: more });
		const kinds = Object.keys(kindOf).filter((name) => fields[name] !== undefined);
		const some = kinds.length > 0 && kinds.length < Object.keys(kindOf).length;
		// Attendees in "More Properties" replace all others.
		const addsAttendees = some && body.attendees === own.attendees;
		const oneTime = (body.start === undefined) !== (body.end === undefined);
		const headers = calendarHeaders(zone);
		if (addsAttendees || oneTime) {
			const names = [
				...(addsAttendees ? ['attendees'] : []),
				...(oneTime ? ['isOnlineMeeting', 'start', 'end'] : []),
			];
			const read = await send({ method: 'GET', path, query: { $select: names.join(',') }, headers });
			const event = read.body as Event;
			if (addsAttendees) {
				const given = (own.attendees ?? []) as Attendee[];
				const kept = othersOf(event, given, new Set(kinds.map((name) => kindOf[name])));
				body.attendees = [...kept, ...given] as IDataObject[];
			}
			if (oneTime && (event.isOnlineMeeting === true || body.isOnlineMeeting === true))
				Object.assign(body, bothTimes(body, event));
		}
		return { method: 'PATCH', path, headers, body, idempotent: true };
	},
};

/**
 * Start and end of an online meeting, which Graph changes together: the one that isn't given as the event has it.
 * @throws RequestError when it would end before it starts
 * Source: "Update onlineMeeting", on startDateTime and endDateTime.
 */
function bothTimes(body: Pick<Event, 'start' | 'end'>, event: Event): Pick<Event, 'start' | 'end'> {
	const [start, end] = (['start', 'end'] as const).map((name) => {
		const time = body[name] ?? event[name];
		return { dateTime: (time?.dateTime ?? '').slice(0, 19), timeZone: time?.timeZone ?? 'UTC' };
	}) as [ZonedTime, ZonedTime];
	checkOrder(start, end, 'The meeting');
	return { start, end };
}

/** The kind of attendees that each field holds. */
const kindOf: Readonly<Record<string, Attendee['type']>> = {
	attendees: 'required',
	optionalAttendees: 'optional',
	resourceAttendees: 'resource',
};

/** The event's current attendees of the types that aren't given, because an update replaces all attendees. */
function othersOf(
	{ attendees }: Event,
	given: readonly Attendee[],
	kinds: ReadonlySet<Attendee['type']>,
): Attendee[] {
	const there = attendees ?? [];
	const addressOf = ({ emailAddress }: Attendee) => (emailAddress?.address ?? '').toLowerCase();
	const moved = new Set(given.map(addressOf));
	return there.filter((one) => !kinds.has(one.type ?? 'required') && !moved.has(addressOf(one)));
}
