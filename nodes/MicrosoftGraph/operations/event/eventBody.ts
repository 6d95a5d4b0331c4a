import type { Attendee, Event, Recipient } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { optionalText } from '../../../shared/parameters/values/text';
import {
	type ZonedTime,
	checkOrder,
	clockTime,
	dateTimeTimeZone,
	dayOf,
	zoneOf,
} from '../../../shared/parameters/values/time';
import { recurrenceOf } from './recurrence';

const oneDay = 24 * 60 * 60 * 1000;

/**
 * The properties of an event in Graph's format, from the node's fields.
 * @param fields by the names of `eventFields`, with `start` and `end` where they are given
 * @throws RequestError when they don't fit together
 */
export function eventBody(fields: IDataObject, timeZone: string): IDataObject {
	const {
		start,
		end,
		attendees,
		optionalAttendees,
		resourceAttendees,
		body,
		bodyType,
		location,
		recurrence,
		recurrenceJson,
		isOnlineMeeting,
		...rest
	} = fields;
	const zone = zoneOf(timeZone);
	const pattern = recurrenceOf({ recurrence, recurrenceJson }, clockStart(start, zone, rest.isAllDay), zone);
	const people = [attendees, optionalAttendees, resourceAttendees];
	const event: Event = {
		...times({ start, end }, zone, { allDay: rest.isAllDay === true, repeats: Boolean(pattern) }),
		...(people.some((one) => one !== undefined) && {
			attendees: [
				...invited(attendees, 'required'),
				...invited(optionalAttendees, 'optional'),
				...invited(resourceAttendees, 'resource'),
			],
		}),
		...(body !== undefined && {
			body: { contentType: bodyType === 'text' ? 'text' : 'html', content: optionalText(body) },
		}),
		...(location !== undefined && { location: { displayName: optionalText(location) } }),
		...(pattern !== undefined && { recurrence: pattern }),
		...(isOnlineMeeting !== undefined && {
			isOnlineMeeting: isOnlineMeeting === true,
			...(isOnlineMeeting === true && { onlineMeetingProvider: 'teamsForBusiness' }),
		}),
	};
	return { ...rest, ...(event as IDataObject) };
}

function invited(addresses: unknown, type: NonNullable<Attendee['type']>): Attendee[] {
	return ((addresses ?? []) as Recipient[]).map(({ emailAddress }) => ({ emailAddress, type }));
}

/** The start as the clocks of the zone show it. */
function clockStart(start: unknown, zone: string, allDay: unknown): string | undefined {
	if (start === undefined) return undefined;
	if (allDay === true) return `${dayOf(start, zone, 'Start')}T00:00:00`;
	return onClocks(start, zone, 'Start').dateTime;
}

/**
 * A time as the clocks of the zone show it: in UTC, a series would move by an hour when daylight saving time starts or
 * ends.
 * @throws RequestError when it has an offset and the zone is none that is known here
 */
function onClocks(value: unknown, zone: string, label: string): ZonedTime {
	const given = dateTimeTimeZone(value, zone, label);
	if (given.timeZone === zone) return given;
	const dateTime = clockTime(`${given.dateTime}Z`, zone);
	if (dateTime !== undefined) return { dateTime, timeZone: zone };
	throw requestError({
		what: `"${label}" of a series has an offset, and the node can't convert it to the time zone "${zone}".`,
		fix: "Enter Start and End without an offset, in local time, or enter the time zone's IANA name, such as Europe/Berlin.",
	});
}

function times(
	{ start, end }: { start: unknown; end: unknown },
	zone: string,
	{ allDay, repeats }: { allDay: boolean; repeats: boolean },
): Pick<Event, 'start' | 'end'> {
	if (allDay) return days(start, end, zone);
	const time = (value: unknown, label: string) => (repeats ? onClocks : dateTimeTimeZone)(value, zone, label);
	const found = {
		...(start !== undefined && { start: time(start, 'Start') }),
		...(end !== undefined && { end: time(end, 'End') }),
	};
	if (found.start && found.end) checkOrder(found.start, found.end, 'The event');
	return found;
}

/** Whole days, the end being the day after the last one. */
function days(start: unknown, end: unknown, zone: string): Pick<Event, 'start' | 'end'> {
	const first = start !== undefined ? dayOf(start, zone, 'Start') : undefined;
	const given = end !== undefined ? dayOf(end, zone, 'End') : undefined;
	const last = first !== undefined && given === first ? dayAfter(first) : given;
	if (first !== undefined && last !== undefined && last < first) {
		throw requestError({
			what: `The event ends (${last}) before it starts (${first}).`,
			fix: 'Check Start and End.',
		});
	}
	const midnight = (day: string) => ({ dateTime: `${day}T00:00:00`, timeZone: zone });
	return {
		...(first !== undefined && { start: midnight(first) }),
		...(last !== undefined && { end: midnight(last) }),
	};
}

function dayAfter(day: string): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + oneDay).toISOString().slice(0, 10);
}
