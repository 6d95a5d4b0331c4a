import { requestError, type RequestError } from '../../graph/errors/requestError';
import { shown } from '../parameters/values/refusal';
import { clockTime } from '../parameters/values/time';
import { isBroken, isDate, isLuxonTime } from '../parameters/values/text';
import type { CellValue } from '../resources/workbook';
import { datePartsOf, hasOffset, isoOf, looksLikeDate, serialOf, timestampFormat } from './serialDates';

/** What becomes of texts that are written. */
export type TextInput =
	/** A text stays one, whatever it looks like. */
	| 'text'
	/** Excel reads it as if typed, but formulas stay texts. */
	| 'typed'
	/** The same, formulas included. */
	| 'formulas';

/** How values are written. */
export interface WriteRules {
	textInput: TextInput;
	/** Whether dates become dates of Excel. */
	convertDates: boolean;
	/** Whether objects and lists are written as JSON; they're refused otherwise. */
	objectsAsJson: boolean;
	/** The time zone for points in time, an IANA name: cells have none. */
	timeZone: string;
}

/** A cell to be written. */
export interface Cell {
	/** As Excel gets it; `null` leaves the cell as it is. */
	value: CellValue;
	/** Set for a date. */
	format?: string;
	/** How the cell reads afterwards; `undefined` if Excel decides it. */
	reads?: string | number | boolean;
}

/** The most characters of a cell. Source: "Excel specifications and limits". */
const maxText = 32_767;
/** Excel keeps 15 digits of a number. */
const maxExact = 1e15;

/** A cell that stays as it is. */
export const untouched: Cell = { value: null };

/** A refusal of a value. */
function refused(column: string, problem: string, fix: string): RequestError {
	return requestError({ what: `The value for the column ${shown(column)} ${problem}.`, fix });
}

/**
 * A value as Excel gets it. Excel reads a text as if a person typed it, so `007` would be 7, and `=A1`, `+A1`, and `-A1`
 * formulas; an apostrophe before it, which Excel doesn't show, keeps it as it is.
 * @param column its name, for errors
 * @returns nothing is written for `undefined`; `null` clears the cell
 * @throws RequestError for what no cell can hold
 */
export function cellOf(value: unknown, rules: WriteRules, column: string): Cell {
	switch (typeof value) {
		case 'undefined':
			return untouched;
		case 'boolean':
			return { value, reads: value };
		case 'number':
			return numberCell(value, column);
		case 'bigint':
			return textCell(String(value), column);
		case 'string':
			return stringCell(value, rules, column);
		default:
			return objectCell(value, rules, column);
	}
}

function numberCell(value: number, column: string): Cell {
	if (!Number.isFinite(value))
		throw refused(column, `isn't a number: ${value}`, 'Check the calculation in the expression.');
	// Excel would replace the digits after the 15th by zeros: those of an ID are needed.
	if (Number.isInteger(value) && Math.abs(value) >= maxExact && Number.isSafeInteger(value))
		return textCell(String(value), column);
	return { value, reads: value };
}

function stringCell(text: string, rules: WriteRules, column: string): Cell {
	if (isBroken(text))
		throw refused(
			column,
			'contains a broken character (half of a surrogate pair)',
			'Check where the text was cut.',
		);
	const date = rules.convertDates ? dateCell(text, rules.timeZone) : undefined;
	if (date !== undefined) return date;
	if (rules.textInput === 'text' || text === '') return textCell(text, column);
	checkLength(text, column);
	if (rules.textInput === 'typed' && startsFormula(text)) return textCell(text, column);
	return { value: text };
}

/** Whether Excel would read a text as a formula: numbers with a sign are none. */
const startsFormula = (text: string): boolean =>
	/^[=+\-@]/.test(text.trimStart()) && !/^[-+]?[\d.,]+%?$/.test(text.trim());

function textCell(text: string, column: string): Cell {
	checkLength(text, column);
	return { value: isSafe(text) ? text : `'${text}`, reads: text };
}

/**
 * Whether Excel keeps a text in any language without an apostrophe: letters and spaces only, and more words than the
 * names of months and booleans have.
 */
const isSafe = (text: string): boolean => text === '' || /^\p{L}{10,}$|^\p{L}+(?: \p{L}+){2,}$/u.test(text);

function checkLength(text: string, column: string): void {
	if (text.length <= maxText) return;
	throw refused(
		column,
		`has ${text.length} characters`,
		`A cell of Excel holds ${maxText}: shorten the text, or split it into several columns.`,
	);
}

/** The cell of a date; `undefined` for another text, and for a day that Excel doesn't know. */
function dateCell(text: string, timeZone: string): Cell | undefined {
	if (!looksLikeDate(text)) return undefined;
	const local = hasOffset(text) ? clockOf(text, timeZone) : text;
	const date = local === undefined ? undefined : serialOf(local);
	return date && { value: date.serial, format: date.format, reads: date.serial };
}

/** A point in time in a zone, with its ms. */
function clockOf(text: string, timeZone: string): string | undefined {
	const at = Date.parse(text.replace(',', '.'));
	if (Number.isNaN(at)) return undefined;
	const clock = clockTime(new Date(at).toISOString(), timeZone);
	return clock && `${clock}.${String(((at % 1000) + 1000) % 1000).padStart(3, '0')}`;
}

function objectCell(value: unknown, rules: WriteRules, column: string): Cell {
	if (value === null) return { value: '', reads: '' };
	if (isLuxonTime(value) || isDate(value)) return momentCell(value, rules, column);
	if (typeof value === 'object' && rules.objectsAsJson) return textCell(JSON.stringify(value), column);
	throw refused(
		column,
		`is ${shown(value)}`,
		'Use a part of it, such as {{ $json.customer.name }}, or turn on "Write Objects as JSON" under "Options".',
	);
}

/** The cell of a point in time, which is always a date. */
function momentCell(value: Parameters<typeof isLuxonTime>[0], rules: WriteRules, column: string): Cell {
	const ms = isLuxonTime(value) ? value.toMillis() : (value as Date).getTime();
	const iso = Number.isFinite(ms) ? new Date(ms).toISOString() : undefined;
	if (iso === undefined)
		throw refused(column, "isn't a valid date", 'Check the date that the expression returns.');
	const clock = clockOf(iso, rules.timeZone);
	const date = clock === undefined ? undefined : serialOf(clock);
	if (!rules.convertDates || date === undefined) return textCell(iso, column);
	return { value: date.serial, format: timestampFormat, reads: date.serial };
}

/**
 * A cell's value as an item has it.
 * @param format the cell's number format, if dates are wanted as ISO 8601
 * @returns `null` for an empty cell
 */
export function valueOf(cell: unknown, format?: unknown): string | number | boolean | null {
	if (cell === '' || cell === null || cell === undefined) return null;
	if (typeof cell === 'number' && typeof format === 'string') {
		const parts = datePartsOf(format);
		return (parts && isoOf(cell, parts)) ?? cell;
	}
	return cell as string | number | boolean;
}

/**
 * What a value is compared by: a number equals the same number as text, and texts differ by case.
 * @param cell as Graph returns or gets it
 * @returns `''` for an empty cell
 */
export const comparable = (cell: unknown): string =>
	typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell ?? '');
