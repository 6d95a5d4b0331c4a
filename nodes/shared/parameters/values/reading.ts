import type { INodeProperties } from 'n8n-workflow';

/**
 * The kinds of values of fields.
 * - `text`: one trimmed line; `longText`: unchanged; `texts`: several
 * - `names`: names of properties as comma-separated text
 * - `recipient`, `recipients`: addresses as Graph's `recipient` resource has them
 * - `instant`: a point in time, in UTC; `clockTime`: a time that keeps its offset, or has none; `day`: a date
 * - `any`: any value; the operation reads it depending on another field
 */
export type Kind =
	| 'text'
	| 'longText'
	| 'texts'
	| 'names'
	| 'recipient'
	| 'recipients'
	| 'number'
	| 'flag'
	| 'choice'
	| 'choices'
	| 'instant'
	| 'clockTime'
	| 'day'
	| 'json'
	| 'id'
	| 'collection'
	| 'any';

/**
 * What an empty value means.
 * - `notGiven`: as if the field wasn't there
 * - `refused`: an error that names the field
 * - `mayBeBlank`: a field that is left blank isn't given; an expression that returns nothing is refused; within a
 *   collection, `''` is blank
 * - `clears`: clears the property; `undefined`, which only an expression can return, is refused
 */
export type WhenEmpty = 'notGiven' | 'refused' | 'mayBeBlank' | 'clears';

/** How the value of a field is read, if its n8n type and place don't decide it. */
export interface Reading {
	kind?: Kind;
	whenEmpty?: WhenEmpty;
}

/** A symbol, so that n8n doesn't see it, and copies of a field keep it. */
const reading = Symbol('reading');

type Readable = { [reading]?: Reading };

/** A field with changed reading options; the others stay. */
export function readAs<F extends INodeProperties>(field: F, how: Reading): F {
	return Object.assign({ ...field }, { [reading]: { ...readingOf(field), ...how } });
}

/** A field that must have a value anywhere. */
export const required = <F extends INodeProperties>(field: F): F => readAs(field, { whenEmpty: 'refused' });

/** The reading options of a field, if set. */
export function readingOf(field: INodeProperties): Reading {
	return (field as Readable)[reading] ?? {};
}

/** The kind of a field's values. */
export function kindOf(field: INodeProperties): Kind {
	const { kind } = readingOf(field);
	if (kind !== undefined) return kind;
	switch (field.type) {
		case 'boolean':
			return 'flag';
		case 'collection':
		case 'fixedCollection':
			return 'collection';
		case 'dateTime':
			return 'instant';
		case 'json':
			return 'json';
		case 'multiOptions':
			return 'choices';
		case 'number':
			return 'number';
		case 'options':
			return 'choice';
		case 'resourceLocator':
			return 'id';
		case 'resourceMapper':
			return 'any';
		default:
			return field.typeOptions?.rows !== undefined || field.typeOptions?.password === true
				? 'longText'
				: 'text';
	}
}
