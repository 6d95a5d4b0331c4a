import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { consentMarker, testMarker } from '../../../../credentials/auth/token/session';
import { requestError } from '../../../graph/errors/requestError';
import { shown } from '../../../graph/errors/shown';
import { headerName, headerValue } from '../../../graph/transport/checkRequest';
import { textField } from '../../../shared/fields/build';
import { required } from '../../../shared/parameters/values/reading';

/** One line of a list of pairs. */
export interface Pair {
	name: string;
	value: string;
}

/** The methods that Graph takes. */
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * A method as Graph takes it.
 * @param value in either case
 * @param where it was given, for the error
 * @throws RequestError for any other
 */
export function methodOf(value: unknown, where: string): (typeof methods)[number] {
	const name = typeof value === 'string' ? value.trim().toUpperCase() : '';
	const method = methods.find((one) => one === name);
	if (method !== undefined) return method;
	throw requestError({
		what: `${where} has the method ${shown(typeof value === 'string' ? value : typeof value)}.`,
		fix: `Use one of ${methods.join(', ')}.`,
	});
}

/** A field for names with their values. */
export const pairsField = (
	field: string,
	displayName: string,
	{ one, example: [name, value] }: { one: string; example: readonly [name: string, value: string] },
): INodeProperties => ({
	displayName,
	name: field,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: `Add ${one}`,
	default: {},
	options: [
		{
			displayName: one,
			name: 'pairs',
			values: [
				required(textField('name', 'Name', { placeholder: `e.g. ${name}` })),
				required(textField('value', 'Value', { placeholder: `e.g. ${value}` })),
			],
		},
	],
});

/** The pairs of such a field. */
export function pairsOf({ pairs }: IDataObject): Pair[] {
	return (pairs ?? []) as unknown as Pair[];
}

/** Headers that the node sets itself, and the credential's own markers. */
const reserved = [
	'authorization',
	'connection',
	'content-length',
	'host',
	'transfer-encoding',
	consentMarker.toLowerCase(),
	testMarker.toLowerCase(),
];

/** Spelled as the client does: the same header in another case would be a second one. */
const written = ['Accept', 'Content-Type', 'Prefer', 'SdkVersion', 'User-Agent', 'client-request-id'];

/** Why the node can't send a header; `undefined` if it can. */
function problemOf({ name, value }: Pair): string | undefined {
	if (reserved.includes(name.toLowerCase())) return 'is set by the node and its credential';
	const isValid = headerName.test(name) && headerValue.test(value);
	return isValid ? undefined : "has characters that a header can't have";
}

/**
 * Headers by name.
 * @throws RequestError for a header that only the node sets, or that isn't valid HTTP
 */
export function headersOf(pairs: readonly Pair[]): Record<string, string> {
	const headers = new Map<string, string>();
	for (const { name, value } of pairs) {
		const known = written.find((header) => header.toLowerCase() === name.toLowerCase()) ?? name;
		const twice = [...headers.keys()].some((header) => header.toLowerCase() === name.toLowerCase());
		const problem = twice ? 'is set twice' : problemOf({ name, value });
		if (problem !== undefined) {
			throw requestError({
				what: `The header ${shown(name)} ${problem}.`,
				fix: 'Remove it, or check it for this item.',
			});
		}
		headers.set(known, value.trim());
	}
	return Object.fromEntries(headers);
}
