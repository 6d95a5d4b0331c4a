import type { INodeProperties } from 'n8n-workflow';

/**
 * The kinds of values that fields hold.
 * - `text`: one line, without white space around it; `longText`: as it was given; `texts`: several
 * - `names`: names of properties, as one text that separates them by commas
 * - `recipient`, `recipients`: addresses as Graph's `recipient` resource has them
 * - `instant`: a point in time, in UTC; `clockTime`: a time that keeps its offset, or has none; `day`: a date
 * - `any`: whatever it is; the operation reads it, by what another field says
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
 * - `mayBeBlank`: a field that is left blank isn't given; an expression that gives nothing is refused; within a
 *   collection, `''` is blank
 * - `clears`: clears the property; `undefined`, which only an expression gives, is refused
 */
export type WhenEmpty = 'notGiven' | 'refused' | 'mayBeBlank' | 'clears';

/** How the value of a field is read, as far as the field's n8n type and place don't say it. */
export interface Reading {
	kind?: Kind;
	whenEmpty?: WhenEmpty;
}

/** A symbol, so that n8n doesn't see it, and copies of a field keep it. */
const reading = Symbol('reading');

type Readable = { [reading]?: Reading };

/** A field whose value is read in a certain way; what isn't said stays as it was. */
export function readAs<F extends INodeProperties>(field: F, how: Reading): F {
	return Object.assign({ ...field }, { [reading]: { ...readingOf(field), ...how } });
}

/** A field that has to have a value wherever it stands. */
export const required = <F extends INodeProperties>(field: F): F => readAs(field, { whenEmpty: 'refused' });

/** How the value of a field is read, where something was said of it. */
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
		default:
			return field.typeOptions?.rows !== undefined || field.typeOptions?.password === true
				? 'longText'
				: 'text';
	}
}
