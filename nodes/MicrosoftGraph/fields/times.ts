import type { INodeProperties } from 'n8n-workflow';

import type { Guard } from '../../graph/explain';
import { requestError } from '../../graph/requestError';
import type { ItemParameters } from '../itemParameters';
import { textField, timeField } from './build';
import { mailHeaders } from './mail';

/** In which time zone times without an offset count, and those of the answer are given. */
export const timeZone: INodeProperties = textField('timeZone', 'Time Zone', {
	default: '={{ $now.zoneName }}',
	placeholder: 'e.g. Europe/Berlin',
	description:
		'IANA or Windows name. Times without an offset count in it, and Graph gives its times in it; UTC when empty, the time zone of the workflow by default.',
});

/** From when on a window is. */
export const startDateTime: INodeProperties = timeField('startDateTime', 'Start', {
	required: true,
	placeholder: 'e.g. 2030-03-04T09:00:00Z',
});

/** Until when a window is. */
export const endDateTime: INodeProperties = timeField('endDateTime', 'End', {
	required: true,
	placeholder: 'e.g. 2030-03-11T09:00:00Z',
});

/** What Graph says of a time zone that it does not know. */
export const timeZoneGuard: Guard = {
	when: { status: 400, message: /time ?zone/i },
	fix: 'Check the time zone: an IANA name such as Europe/Berlin, a Windows name such as "W. Europe Standard Time", or UTC.',
};

/** A dateTimeTimeZone of Graph. */
export type ZonedTime = { dateTime: string; timeZone: string };

const offset = /(?:Z|[+-]\d{2}:?\d{2})$/i;
const whole = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * A time zone as Graph takes it.
 * @throws RequestError for what can be no name of a time zone
 */
export function zoneOf(name: string): string {
	if (name === '' || /^(Etc\/)?(UTC|UCT|GMT|Zulu)$/i.test(name)) return 'UTC';
	if (/^[\w .,:()/+&-]+$/.test(name)) return name;
	throw requestError({
		what: `"${name}" is no time zone.`,
		fix: 'Enter an IANA name such as Europe/Berlin, or a Windows name such as "W. Europe Standard Time".',
	});
}

/** The headers of a request to a calendar: immutable IDs, and times in the given zone. */
export function calendarHeaders(
	zone: string,
	options: Parameters<typeof mailHeaders>[0] = {},
): Record<string, string> {
	const { Prefer } = mailHeaders(options);
	return { Prefer: `${Prefer}, outlook.timezone="${zoneOf(zone)}"` };
}

/**
 * A point in time with its zone, as events and tasks have it: one with an offset in UTC, one without in the zone.
 * @param value as a field holds it
 * @param label of the field, for the error
 * @throws RequestError when it is no time
 */
export function dateTimeTimeZone(value: unknown, zone: string, label: string): ZonedTime {
	const text = timeText(value, label);
	if (offset.test(text)) return { dateTime: instant(text, label).slice(0, 19), timeZone: 'UTC' };
	return { dateTime: localTime(text, label), timeZone: zoneOf(zone) };
}

/**
 * Checks that what is given in one zone ends after it starts; where the zones differ, Graph does.
 * @param what it is, for the error
 * @throws RequestError when it ends before
 */
export function checkOrder(start: ZonedTime, end: ZonedTime, what: string): void {
	if (start.timeZone !== end.timeZone || start.dateTime <= end.dateTime) return;
	throw requestError({
		what: `${what} ends (${end.dateTime}) before it starts (${start.dateTime}).`,
		fix: 'Check Start and End.',
	});
}

/** The day of a point in time as it is written, whatever its offset: for all-day events. */
export function dayOf(value: unknown, label: string): string {
	return localTime(timeText(value, label), label).slice(0, 10);
}

/**
 * A point in time in UTC, as ISO 8601 with Z.
 * @param zone in which a time without an offset counts
 * @throws RequestError when it is no time, or has no offset and the zone is none that is known here
 */
export function utcTime(value: unknown, zone: string, label: string): string {
	const text = timeText(value, label);
	if (offset.test(text)) return instant(text, label);
	const name = zoneOf(zone);
	const local = Date.parse(`${localTime(text, label)}Z`);
	// Twice, since the offset at the first guess may be that of the other side of a change to or from summer time.
	const guess = local - offsetAt(local, name);
	return new Date(local - offsetAt(guess, name)).toISOString();
}

/**
 * Start and end of an item in UTC.
 * @param what they are of, for the error
 * @throws RequestError when it ends before it starts
 */
export function utcTimes(
	item: ItemParameters,
	what: string,
): Record<'startDateTime' | 'endDateTime', string> {
	const zone = item.text('timeZone');
	const startDateTime = utcTime(item.value('startDateTime'), zone, 'Start');
	const endDateTime = utcTime(item.value('endDateTime'), zone, 'End');
	const [start, end] = [startDateTime, endDateTime].map((dateTime) => ({ dateTime, timeZone: 'UTC' }));
	checkOrder(start, end, what);
	return { startDateTime, endDateTime };
}

/**
 * A point in time as the clocks of a zone show it, such as 2030-03-04T09:00:00.
 * @returns `undefined` when the zone is none that is known here
 */
export function clockTime(iso: string, zone: string): string | undefined {
	const at = Date.parse(iso);
	return knows(zone) ? new Date(at + offsetAt(at, zone)).toISOString().slice(0, 19) : undefined;
}

function timeText(value: unknown, label: string): string {
	const text = (value instanceof Date ? isoText(value) : String(value ?? '')).trim();
	if (whole.test(text)) {
		checkDay(text.slice(0, 10), label);
		return text;
	}
	throw requestError({
		what: text === '' ? `"${label}" is empty.` : `"${label}" holds no time: "${text}".`,
		fix: 'Enter a date and time such as 2030-03-04T09:00:00, with an offset such as Z or +01:00 if it is not in the time zone of the field.',
	});
}

function isoText(date: Date): string {
	return Number.isNaN(date.getTime()) ? String(date) : date.toISOString();
}

/** Otherwise 30 February would be 2 March without a word. */
function checkDay(day: string, label: string): void {
	const at = new Date(`${day}T00:00:00Z`);
	if (isoText(at).startsWith(day)) return;
	throw requestError({
		what: `"${label}" names a day that there is not: ${day}.`,
		fix: 'Check day, month and year.',
	});
}

function localTime(text: string, label: string): string {
	const [, day = '', minutes = '00:00', seconds = '00'] = whole.exec(text) ?? [];
	const local = `${day}T${minutes}:${seconds}`;
	instant(`${local}Z`, label);
	return local;
}

function instant(text: string, label: string): string {
	const at = Date.parse(text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
	if (!Number.isNaN(at)) return new Date(at).toISOString();
	throw requestError({
		what: `"${label}" holds no time: "${text}".`,
		fix: 'Check day, month, hour and minute.',
	});
}

/** How far the clocks of a zone are ahead of UTC, in ms. */
function offsetAt(at: number, zone: string): number {
	if (!knows(zone)) {
		throw requestError({
			what: `A time without an offset cannot be read in the time zone "${zone}" here.`,
			fix: 'Give the time an offset, such as 2030-03-04T09:00:00+01:00, or the time zone by its IANA name, such as Europe/Berlin.',
		});
	}
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	}).formatToParts(at);
	const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
	const clock = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second'),
	);
	return clock - Math.floor(at / 1000) * 1000;
}

function knows(zone: string): boolean {
	try {
		new Intl.DateTimeFormat('en-US', { timeZone: zone });
		return true;
	} catch {
		return false;
	}
}
