import { refusal, shown } from './refusal';

/** The part of Luxon's DateTime that is used here; n8n returns such objects for `$now` and the like. */
interface LuxonTime {
	isLuxonDateTime: true;
	isValid: boolean;
	toISO(): string | null;
	toMillis(): number;
}

/** Whether a value is a DateTime of Luxon, from any copy of Luxon. */
export function isLuxonTime(value: unknown): value is LuxonTime {
	return (
		typeof value === 'object' &&
		value !== null &&
		'isLuxonDateTime' in value &&
		value.isLuxonDateTime === true
	);
}

/** Whether a value is a Date, from any realm. */
export function isDate(value: unknown): value is Date {
	return Object.prototype.toString.call(value) === '[object Date]';
}

/** Whether a text contains half of a surrogate pair, which no encoding can represent. */
export const isBroken = (text: string): boolean => /\p{Surrogate}/u.test(text);

/** Whether a value is empty. */
export function isEmpty(value: unknown): boolean {
	return (
		value === undefined ||
		value === null ||
		(typeof value === 'string' && value.trim() === '') ||
		(Array.isArray(value) && value.length === 0)
	);
}

/**
 * A value as text. Numbers, booleans and times become text: an ID or a phone number often comes as a number.
 * @param label of the field, for the error
 * @throws RequestError for lists, objects, NaN, and text with a broken character
 */
export function readText(value: unknown, label: string): string {
	switch (typeof value) {
		case 'string':
			if (!isBroken(value)) return value;
			throw refusal(
				label,
				'contains a broken character (half of a surrogate pair)',
				'Check where the text was cut, and cut it between complete characters.',
			);
		case 'number':
			if (Number.isFinite(value)) return String(value);
			throw refusal(label, `isn't text: ${value}`, 'Check the calculation in the expression.');
		case 'boolean':
		case 'bigint':
			return String(value);
		default:
			return readTimeAsText(value, label);
	}
}

function readTimeAsText(value: unknown, label: string): string {
	const iso = isoTimeOf(value);
	if (typeof iso === 'string') return iso;
	if (iso === null) throw refusal(label, "isn't a valid date", 'Check the date that the expression returns.');
	throw refusal(
		label,
		`expects text, but the expression returns ${shown(value)}`,
		'Use a part of it, such as {{ $json.items[0].name }}, or join a list with .join(", ").',
	);
}

/** A time in ISO 8601: `null` for an invalid one, `undefined` for anything else. */
function isoTimeOf(value: unknown): string | null | undefined {
	if (isLuxonTime(value)) return value.toISO();
	return isDate(value) ? isoOf(value) : undefined;
}

const isoOf = (date: Date): string | null => (Number.isNaN(date.getTime()) ? null : date.toISOString());

/**
 * Several texts: those of a list, or the parts of a text separated by commas or line breaks. White space around them
 * and empty parts are left out.
 * @throws RequestError for entries that aren't text, and for empty entries of a list
 */
export function readTexts(value: unknown, label: string): string[] {
	const parts = Array.isArray(value)
		? value.map((entry: unknown, index) =>
				readText(presentEntry(entry, index, label), `${label}, entry ${index + 1}`),
			)
		: readText(value, label).split(/[,\r\n]/);
	return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** An entry of a list. @throws RequestError if it's empty */
export function presentEntry(entry: unknown, index: number, label: string): unknown {
	if (entry !== undefined && entry !== null) return entry;
	throw refusal(
		label,
		`contains a list whose entry ${index + 1} is empty`,
		'Check that the expression returns a value for each entry, or remove the empty ones with .filter(Boolean).',
	);
}

/**
 * A text value from `readField`.
 * @returns `''` when nothing was given
 */
export function optionalText(value: unknown): string {
	return read(value ?? '', typeof value === 'string' || value === undefined || value === null) as string;
}

/** Several texts or choices from `readField`; none if nothing was given. */
export function listed(value: unknown): string[] {
	return read(value ?? [], Array.isArray(value) || value === undefined || value === null) as string[];
}

/** A value of another type is a bug of this node: it throws instead of losing the value. */
function read(value: unknown, isRight: boolean): unknown {
	if (isRight) return value;
	throw new Error(`A field was read as ${typeof value}, and used as something else.`);
}
