import { requestError, type RequestError } from '../../../graph/errors/requestError';
import { shown as shownText } from '../../../graph/errors/shown';

/**
 * The error for an invalid value of a field.
 * @param label of the field, as in the editor
 * @param problem the problem, as the end of a sentence: `isn't a number: "abc"`
 * @param fix what to do, a sentence
 */
export function refusal(label: string, problem: string, fix: string): RequestError {
	return requestError({ what: `"${label}" ${problem}.`, fix });
}

/** The error for a required field. */
export function emptyRefusal(label: string, fix?: string): RequestError {
	return refusal(
		label,
		'is empty',
		fix ?? 'Fill it in. With an expression, check that it returns a value for this item.',
	);
}

/** A value as an error shows it: short, and only the type of a list or object. */
export function shown(value: unknown): string {
	if (typeof value === 'string') return shownText(value);
	if (Array.isArray(value)) return `a list of ${value.length}`;
	if (typeof value === 'object' && value !== null) return value instanceof Date ? String(value) : 'an object';
	return typeof value === 'function' || typeof value === 'symbol' ? `a ${typeof value}` : String(value);
}
