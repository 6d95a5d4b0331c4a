import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { requestError } from '../../graph/requestError';
import { jsonField } from './build';

/** For properties that have no field of their own: an entry of "Additional Fields" or "Update Fields". */
export const moreProperties: INodeProperties = jsonField('moreProperties', 'More Properties (JSON)', {
	description: 'Properties of the object as Graph names them, in JSON; they win over the fields',
});

/**
 * The body of a new object: the entries of the given objects whose name is a property's, without those that are empty;
 * what stands in "More Properties" wins.
 * @throws RequestError when "More Properties" holds no JSON object
 */
export function newObject(...parts: readonly IDataObject[]): IDataObject {
	return merged(parts, (value) => value === '' || value === undefined);
}

/**
 * The body of a change: like `newObject`, but a text that was added and left empty empties the property.
 * @throws RequestError when there is nothing to change
 */
export function changes(...parts: readonly IDataObject[]): IDataObject {
	const body = merged(parts, (value) => value === undefined);
	for (const [name, value] of Object.entries(body)) if (value === '') body[name] = null;
	if (Object.keys(body).length > 0) return body;
	throw requestError({
		what: 'Nothing is to be changed.',
		fix: 'Add what is to be changed under "Update Fields".',
	});
}

function merged(parts: readonly IDataObject[], isLeftOut: (value: unknown) => boolean): IDataObject {
	const { moreProperties: more, ...own } = Object.assign({}, ...parts) as IDataObject;
	const kept = Object.entries(own).filter(([, value]) => !isLeftOut(value));
	return { ...Object.fromEntries(kept), ...jsonObject(more, moreProperties.displayName) };
}

/**
 * What a JSON field holds, given as text or, by an expression, as an object.
 * @param field its label, for the error
 * @returns `{}` when it is empty
 * @throws RequestError when it is no JSON object
 */
export function jsonObject(value: unknown, field: string): IDataObject {
	const parsed = jsonValue(value, field) ?? {};
	if (typeof parsed === 'object' && !Array.isArray(parsed)) return parsed as IDataObject;
	throw requestError({
		what: `"${field}" is no JSON object.`,
		fix: 'Enter an object, such as {"department": "Sales"}.',
	});
}

/**
 * What a JSON field holds, whatever it is.
 * @returns `undefined` when it is empty
 * @throws RequestError when it is no JSON
 */
export function jsonValue(value: unknown, field: string): unknown {
	if (typeof value !== 'string') return value ?? undefined;
	if (value.trim() === '') return undefined;
	try {
		return JSON.parse(value) as unknown;
	} catch (error) {
		throw requestError({
			what: `"${field}" is no JSON: ${error instanceof Error ? error.message : String(error)}`,
			fix: 'Check quotes, commas and brackets.',
		});
	}
}

/** The parts of a text separated by commas, or the entries of a list that an expression gave. */
export function listOf(value: unknown): string[] {
	const parts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	return parts.map((part) => part.trim()).filter((part) => part !== '');
}
