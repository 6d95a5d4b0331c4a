import { requestError } from '../../../graph/errors/requestError';
import { emptyRefusal, refusal, shown } from './refusal';
import { isDate, isLuxonTime } from './text';

/** A dateTimeTimeZone of Graph. */
export type ZonedTime = { dateTime: string; timeZone: string };

const offset = /(?:Z|[+-]\d{2}:?\d{2})$/i;
const whole =
	/^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?(?:Z|[+-]\d{2}:?\d{2})?$/i;

/** Smaller numbers are seconds, or days of a spreadsheet, not ms: in ms, it would be 1973. */
const leastMs = 100_000_000_000;
/** The end of the year 9999, Graph's maximum. */
const greatestMs = 253_402_300_799_999;

/** How a time is written, for errors. */
export const howToWriteTime =
	"Enter a date and time such as 2030-03-04T09:00:00, with an offset such as Z or +01:00 if it isn't in the field's time zone.";

/**
 * Reads a point in time: ISO 8601 with or without an offset, a value of n8n's date picker, a Date, a Luxon DateTime, or
 * a number of ms since the epoch.
 * @param zone the zone to write a moment in; times without an offset stay unchanged
 * @param label of the field, for the error
 * @returns ISO 8601; without an offset if none was given
 * @throws RequestError if it's empty, not a time, or a day that doesn't exist
 */
export function readTime(value: unknown, zone: string, label: string): string {
	if (isLuxonTime(value)) return readTime(value.toISO() ?? undefined, zone, label);
	if (isDate(value)) return written(value.getTime(), value, zone, label);
	if (typeof value === 'number') return written(value, value, zone, label);
	const text = typeof value === 'string' ? value.trim() : '';
	if (whole.test(text)) {
		checkDay(text.slice(0, 10), label);
		return text;
	}
	if (text === '' && (typeof value === 'string' || value === undefined || value === null))
		throw emptyRefusal(label, howToWriteTime);
	throw refusal(label, `isn't a time: ${shown(value)}`, howToWriteTime);
}

/** A moment in a zone's local time, with its offset; in UTC if Node.js doesn't know the zone. */
function written(ms: number, value: unknown, zone: string, label: string): string {
	if (!Number.isInteger(ms) || ms < leastMs || ms > greatestMs) {
		throw refusal(
			label,
			`isn't a time: ${shown(value)}`,
			`A number counts milliseconds since 1970, such as ${Date.UTC(2030, 2, 4, 9)}. Otherwise, enter a date and time such as 2030-03-04T09:00:00Z.`,
		);
	}
	const iso = new Date(ms).toISOString();
	const clock = clockTime(iso, zone);
	if (clock === undefined) return iso;
	const minutes = Math.round((Date.parse(`${clock}Z`) - Math.floor(ms / 1000) * 1000) / 60_000);
	const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) =>
		String(part).padStart(2, '0'),
	);
	return minutes === 0 ? `${clock}Z` : `${clock}${minutes < 0 ? '-' : '+'}${hours}:${rest}`;
}

/**
 * A time zone as Graph expects it.
 * @throws RequestError for a value that can't be a time zone
 */
export function zoneOf(name: string): string {
	if (name === '' || /^(Etc\/)?(UTC|UCT|GMT|Zulu)$/i.test(name)) return 'UTC';
	if (name.length <= 100 && /^[\w .,:()/+&-]+$/.test(name)) return name;
	throw requestError({
		what: `${shown(name)} isn't a time zone.`,
		fix: 'Enter an IANA name such as Europe/Berlin, or a Windows name such as "W. Europe Standard Time".',
	});
}

/**
 * A point in time with its zone, as events and tasks have it: one with an offset in UTC, one without in the zone.
 * @param value as a field holds it
 * @param label of the field, for the error
 * @throws RequestError when it isn't a time
 */
export function dateTimeTimeZone(value: unknown, zone: string, label: string): ZonedTime {
	const text = readTime(value, zone, label);
	if (offset.test(text)) return { dateTime: instant(text, label).slice(0, 19), timeZone: 'UTC' };
	return { dateTime: localTime(text, label), timeZone: zoneOf(zone) };
}

/**
 * Checks that something ends after it starts. If the zones differ and Node.js doesn't know one of them, Graph checks
 * it.
 * @param what it is, for the error
 * @throws RequestError when it ends before
 */
export function checkOrder(start: ZonedTime, end: ZonedTime, what: string): void {
	const [from, until] =
		start.timeZone === end.timeZone ? [start.dateTime, end.dateTime] : [inUtc(start), inUtc(end)];
	if (from === undefined || until === undefined || from <= until) return;
	throw requestError({
		what: `${what} ends (${end.dateTime}) before it starts (${start.dateTime}).`,
		fix: 'Check Start and End.',
	});
}

/** A time in UTC; `undefined` when its zone isn't known here. */
const inUtc = ({ dateTime, timeZone }: ZonedTime): string | undefined =>
	knows(timeZone) ? utcTime(dateTime, timeZone, '') : undefined;

/**
 * The date of a point in time as written, whatever its offset: for all-day events.
 * @param zone for a moment without a written form, such as a Date
 */
export function dayOf(value: unknown, zone: string, label: string): string {
	return localTime(readTime(value, zone, label), label).slice(0, 10);
}

/**
 * A point in time in UTC, as ISO 8601 with Z.
 * @param zone the zone of a time without an offset
 * @throws RequestError when it isn't a time, or has no offset and Node.js doesn't know the zone
 */
export function utcTime(value: unknown, zone: string, label: string): string {
	const text = readTime(value, zone, label);
	if (offset.test(text)) return instant(text, label);
	const name = zoneOf(zone);
	const local = Date.parse(`${localTime(text, label)}Z`);
	// Twice, because the first guess may use the offset from before or after a daylight saving change.
	const guess = local - offsetAt(local, name);
	return new Date(local - offsetAt(guess, name)).toISOString();
}

/**
 * A point in time in a zone's local time, such as 2030-03-04T09:00:00.
 * @returns `undefined` if Node.js doesn't know the zone
 */
export function clockTime(iso: string, zone: string): string | undefined {
	const at = Date.parse(iso);
	return knows(zone) ? new Date(at + offsetAt(at, zone)).toISOString().slice(0, 19) : undefined;
}

/** Otherwise, February 30 would silently become March 2. */
function checkDay(day: string, label: string): void {
	const at = new Date(`${day}T00:00:00Z`);
	if (!Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)) return;
	throw refusal(label, `isn't a valid date: ${day}`, 'Check the day, month, and year.');
}

function localTime(text: string, label: string): string {
	const [, day = '', minutes = '00:00', seconds = '00'] = whole.exec(text) ?? [];
	const local = `${day}T${minutes}:${seconds}`;
	instant(`${local}Z`, label);
	return local;
}

function instant(text: string, label: string): string {
	const at = Date.parse(
		text
			.replace(' ', 'T')
			.replace(',', '.')
			.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'),
	);
	if (!Number.isNaN(at)) return new Date(at).toISOString();
	throw refusal(label, `isn't a time: ${shown(text)}`, 'Check the day, month, hour, and minute.');
}

/** A zone's offset from UTC, in ms. */
function offsetAt(at: number, zone: string): number {
	if (!knows(zone)) {
		throw requestError({
			what: `A time without an offset can't be converted from the time zone ${shown(zone)}.`,
			fix: "Add an offset to the time, such as 2030-03-04T09:00:00+01:00, or enter the time zone's IANA name, such as Europe/Berlin.",
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
