/*
 * Dates in Excel are numbers: days since the start of 1900, with the time as a fraction. A number format shows them as
 * dates. Graph doesn't say whether a workbook counts from 1904 instead, as some made on old Macs do.
 * Source: "Date systems in Excel"; ECMA-376 part 1, 18.17.4 (dates) and 18.8.31 (number formats).
 */

const dayMs = 86_400_000;
/** The day 0 of serial numbers from 61 on. */
const dayZero = Date.UTC(1899, 11, 30);
/** The first day after February 29, 1900, which only Excel knows. */
const firstRight = 61;
/** 10000-01-01, where Excel's dates end. */
const endOfDates = 2_958_466;

/** The number formats of dates that are written. */
export const dayFormat = 'yyyy-mm-dd';
export const timestampFormat = 'yyyy-mm-dd hh:mm:ss';

const written = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?$/;
const withOffset = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)(?:Z|[+-]\d{2}:?\d{2})$/i;

/** Whether a text is a day, or a day and a time, in ISO 8601. It may still be a day that doesn't exist. */
export const looksLikeDate = (text: string): boolean => written.test(text) || hasOffset(text);

/** Whether it says how far it is from UTC. */
export const hasOffset = (text: string): boolean => withOffset.test(text);

/** A date as a cell holds it. */
export interface SerialDate {
	serial: number;
	format: string;
}

/**
 * The serial number of a day, or of a day and a time.
 * @param text ISO 8601 without an offset
 * @returns `undefined` for anything else, for a day that doesn't exist, and for days before 1900 and after 9999
 */
export function serialOf(text: string): SerialDate | undefined {
	const [, year = '', month = '', day = '', hour, minute = '0', second = '0', fraction = '0'] =
		written.exec(text) ?? [];
	const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
	if (year < '1900' || new Date(at).toISOString().slice(0, 10) !== text.slice(0, 10)) return undefined;
	const days = Math.round((at - dayZero) / dayMs);
	const whole = days < firstRight ? days - 1 : days;
	if (hour === undefined) return { serial: whole, format: dayFormat };
	if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
	const ms =
		((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 +
		Math.round(Number(`0.${fraction}`) * 1000);
	return { serial: whole + ms / dayMs, format: timestampFormat };
}

/** What a number format shows of a date. */
export type DateParts = 'day' | 'time' | 'both';

/** Formats seen before: a sheet has few. */
const known = new Map<string, DateParts | undefined>();
const maxKnown = 1000;

/**
 * What a number format shows of a date.
 * @param format as Graph returns it, in US English
 * @returns `undefined` if it isn't one of a date: durations such as `[h]:mm` are numbers of days, too
 */
export function datePartsOf(format: string): DateParts | undefined {
	if (known.has(format)) return known.get(format);
	if (known.size >= maxKnown) known.clear();
	const parts = readFormat(format);
	known.set(format, parts);
	return parts;
}

function readFormat(format: string): DateParts | undefined {
	// Texts, escaped characters, and colors, conditions, and languages in brackets show nothing of the value.
	const bare = format.replace(/"[^"]*"|\\.|_.|\*./g, '');
	if (/\[[hms]+\]/i.test(bare)) return undefined;
	const [first = ''] = bare.replace(/\[[^[\]]*\]/g, '').split(';');
	if (/general|[0#?]/i.test(first.replace(/[s]\.0+/gi, ''))) return undefined;
	const hasDay = /[yd]|mmm|^m+$/i.test(first);
	const hasTime = /[hs]|am\/pm|a\/p/i.test(first);
	if (hasDay && hasTime) return 'both';
	if (hasDay) return 'day';
	return hasTime ? 'time' : undefined;
}

const two = (number: number, length = 2) => String(number).padStart(length, '0');

/** The time of day, with ms only where there are some. */
function timeOf(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
		two(part),
	);
	return `${clock.join(':')}${ms % 1000 === 0 ? '' : `.${two(ms % 1000, 3)}`}`;
}

/**
 * A serial number as ISO 8601 without an offset, since Excel knows no time zones: a day, a time, or both.
 * @param parts what its number format shows; a time that isn't shown is kept if it isn't midnight
 * @returns `undefined` for a number that isn't a date in Excel
 */
export function isoOf(serial: number, parts: DateParts): string | undefined {
	if (!(serial >= 0) || serial >= endOfDates) return undefined;
	const [whole, ms] = wholeAndMs(serial);
	if (parts === 'time' && whole === 0) return timeOf(ms);
	const day = dayOf(whole);
	if (day === undefined) return undefined;
	return parts === 'day' && ms === 0 ? day : `${day}T${timeOf(ms)}`;
}

/** Rounded to ms: a fraction of a day is never exact. */
function wholeAndMs(serial: number): [number, number] {
	const whole = Math.floor(serial);
	const ms = Math.round((serial - whole) * dayMs);
	return ms === dayMs ? [whole + 1, 0] : [whole, ms];
}

function dayOf(whole: number): string | undefined {
	if (whole < 1) return undefined;
	if (whole === firstRight - 1) return '1900-02-29';
	const days = whole < firstRight ? whole + 1 : whole;
	return new Date(dayZero + days * dayMs).toISOString().slice(0, 10);
}
