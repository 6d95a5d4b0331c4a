import type { IDataObject } from 'n8n-workflow';

import { refusal, shown } from './refusal';
import { isBroken, isDate, isLuxonTime } from './text';

/** How deep lists and objects may be nested: Graph's own objects need far less, and recursion has a limit. */
const maxDepth = 64;

/**
 * The value of a JSON field: from text, or as an expression returned it.
 * @param label of the field, for the error
 * @returns `undefined` if it's empty; `null` for the text `null`
 * @throws RequestError when it isn't JSON, or is nested deeper than 64 levels
 */
export function jsonValue(value: unknown, label: string): unknown {
	const parsed = typeof value === 'string' ? parse(value, label) : value;
	if (isDate(parsed) || isLuxonTime(parsed) || ['function', 'symbol', 'bigint'].includes(typeof parsed))
		throw refusal(label, `isn't JSON: ${shown(parsed)}`, 'Enter an object, a list, or JSON as text.');
	check(parsed, label);
	return parsed;
}

/**
 * The same for a JSON field that expects an object.
 * @returns `{}` when it is empty
 * @throws RequestError when it isn't a JSON object
 */
export function jsonObject(value: unknown, label: string): IDataObject {
	const parsed = jsonValue(value, label) ?? {};
	if (typeof parsed === 'object' && !Array.isArray(parsed)) return parsed as IDataObject;
	throw refusal(label, "isn't a JSON object", 'Enter an object, such as {"department": "Sales"}.');
}

/**
 * The objects that a JSON value lists.
 * @param value as `jsonValue` returns it; a single object becomes a list of one
 * @throws RequestError when an entry isn't an object
 */
export function listOfObjects(value: unknown, label: string): IDataObject[] {
	const given = value ?? [];
	const entries: unknown[] = Array.isArray(given) ? given : [given];
	return entries.map((entry, index) => {
		if (typeof entry === 'object' && entry !== null && !Array.isArray(entry)) return entry as IDataObject;
		throw refusal(
			label,
			`contains a list whose entry ${index + 1} isn't an object: ${shown(entry)}`,
			'Enter a list of objects, such as [{"name": "value"}].',
		);
	});
}

function parse(text: string, label: string): unknown {
	if (text.trim() === '') return undefined;
	if (isTooDeep(text)) throw tooDeep(label);
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		throw notJson(text, label, error);
	}
}

function notJson(text: string, label: string, error: unknown) {
	const reason = error instanceof SyntaxError ? error.message.slice(0, 120) : shown(text);
	return refusal(label, `isn't JSON: ${reason}`, 'Check quotes, commas, and brackets.');
}

/** Whether a text is nested deeper than allowed, checked before it's parsed. */
function isTooDeep(text: string): boolean {
	let depth = 0;
	let quoted = false;
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (quoted) {
			if (character === '\\') at += 1;
			else if (character === '"') quoted = false;
		} else if (character === '"') quoted = true;
		else if (character === '{' || character === '[') depth += 1;
		else if (character === '}' || character === ']') depth -= 1;
		if (depth > maxDepth) return true;
	}
	return false;
}

const tooDeep = (label: string) =>
	refusal(
		label,
		`is nested deeper than ${maxDepth} levels`,
		'Enter the object itself, without the extra nesting.',
	);

/** Refuses what can't be sent, and names that would change an object's prototype. */
function check(value: unknown, label: string, depth = 0): void {
	if (typeof value === 'number' && !Number.isFinite(value))
		throw refusal(label, `isn't JSON: it contains ${value}`, 'Check the calculation in the expression.');
	if (typeof value === 'string' && isBroken(value))
		throw refusal(
			label,
			'contains a broken character (half of a surrogate pair)',
			'Check where the text was cut.',
		);
	if (typeof value !== 'object' || value === null || isDate(value) || isLuxonTime(value)) return;
	if (depth >= maxDepth) throw tooDeep(label);
	if (Object.hasOwn(value, '__proto__'))
		throw refusal(label, 'contains the name "__proto__"', 'Remove it: Graph has no such property.');
	for (const entry of Object.values(value)) check(entry, label, depth + 1);
}
