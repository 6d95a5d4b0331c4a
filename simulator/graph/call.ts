import type { IssuedToken } from '../entra';

/** A request to Graph: an HTTP request of its own or one part of a $batch. */
export interface GraphCall {
	method: string;
	version: 'v1.0' | 'beta';
	/** Scheme and host the caller used: links in the answer are built on it. */
	base: string;
	/** Path with the version, without the query, still percent-encoded. */
	path: string;
	/** Decoded path without the version; keys in parentheses are segments of their own. */
	segments: string[];
	/** Names in lower case, with their `$`. */
	query: Map<string, string>;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** Parsed JSON; undefined when there was no body or it isn't JSON. */
	body?: unknown;
	/** The raw body, where it isn't JSON. */
	raw?: Buffer;
	/** Bytes of the body. */
	length: number;
	/** The $batch this is a part of. */
	batch?: number;
}

export interface GraphAnswer {
	status: number;
	headers?: Record<string, string>;
	/** JSON unless it is a Buffer; undefined for no body. */
	body?: unknown;
}

/** What is known once a call is authorized. */
export interface CallContext {
	call: GraphCall;
	token: IssuedToken;
	/** The values of the template's placeholders, in order. */
	params: string[];
}

const systemParameters = [
	'top',
	'skip',
	'select',
	'filter',
	'search',
	'orderby',
	'expand',
	'count',
	'skiptoken',
	'format',
];

/**
 * Query parameters as Graph reads them: names without case, the `$` may be left out.
 * @param search the query, with or without its question mark
 */
export function parseQuery(search: string): Map<string, string> {
	const query = new Map<string, string>();
	for (const [name, value] of new URLSearchParams(search)) {
		const lower = name.toLowerCase();
		query.set(systemParameters.includes(lower) ? `$${lower}` : lower, value);
	}
	return query;
}

/**
 * The `Prefer` header.
 * @returns names in lower case with their unquoted values, '' where there is none
 */
export function preferences(headers: Record<string, string>): Map<string, string> {
	const found = new Map<string, string>();
	for (const part of headers.prefer?.match(/(?:[^",;]|"[^"]*"?)+/g) ?? []) {
		const [name, ...value] = part.split('=');
		if (name.trim())
			found.set(
				name.trim().toLowerCase(),
				value
					.join('=')
					.trim()
					.replace(/^"(.*)"$/, '$1'),
			);
	}
	return found;
}
