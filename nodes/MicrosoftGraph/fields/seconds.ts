import { requestError } from '../../graph/requestError';

/** The most seconds that a field takes: what one timer of Node.js can run. */
const maxSeconds = 2_147_483;

/**
 * Reads a field that holds seconds.
 * @param value a number, or a text with one; `undefined`, `null` and `''` are `byDefault`
 * @param label the field's name, for errors
 * @param byDefault s
 * @returns ms
 * @throws RequestError for anything else, and for less than 0 or more than 24 days
 */
export function msOfSeconds(value: unknown, label: string, byDefault: number): number {
	const given = typeof value === 'string' ? value.trim() : (value ?? '');
	if (given === '') return byDefault * 1000;
	const seconds = typeof given === 'string' || typeof given === 'number' ? Number(given) : NaN;
	if (seconds >= 0 && seconds <= maxSeconds) return seconds * 1000;
	throw requestError({
		what: `"${label}" has to be a number of seconds from 0 to ${maxSeconds}.`,
		why: `It is ${shown(given)}.`,
		fix: `Enter a number in "${label}"; with an expression, check what it gives for this item.`,
	});
}

function shown(value: unknown): string {
	if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
	return typeof value === 'number'
		? String(value)
		: `of the type ${Array.isArray(value) ? 'list' : typeof value}`;
}
