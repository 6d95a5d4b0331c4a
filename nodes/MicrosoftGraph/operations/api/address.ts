import { cutAt } from '../../../graph/cutAt';
import { decoded } from '../../../graph/decoded';
import type { Query } from '../../../graph/graphRequest';
import { requestError } from '../../../graph/errors/requestError';
import { shown } from '../../../graph/errors/shown';

/** Where a request goes, as entered. */
export interface Address {
	/** Set if the text contains one. */
	version?: 'v1.0' | 'beta';
	/** Decoded. */
	path: string[];
	query: Record<string, string>;
}

/** A URL's scheme and host. */
const schemeAndHost = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/**
 * Reads a path such as `/users/{id}/messages?$top=5`, with or without version, or a full Graph URL. Percent-encoding is
 * decoded once: the client encodes it once again. `#` and a stray `%` are characters like others.
 * @param graphUrl where the credential's Graph is
 * @throws RequestError for another host, and where a parameter comes twice
 */
export function readAddress(text: string, graphUrl: string): Address {
	const [origin = ''] = schemeAndHost.exec(text) ?? [];
	if (origin !== '') checkHost(origin, graphUrl);
	const [pathText, search] = cutAt(text.slice(origin.length), '?');
	const parts = pathText.split('/');
	const start = parts.findIndex((part) => part !== '');
	const given = parts.slice(Math.max(start, 0), parts.findLastIndex((part) => part !== '') + 1);
	if (given.includes('')) {
		throw requestError({
			what: `Part of the path is empty: ${shown(pathText)}.`,
			fix: 'Check the path for this item: an ID may be missing between two slashes.',
		});
	}
	const segments = given.map(decoded);
	const [version] = segments;
	const versioned = version === 'v1.0' || version === 'beta';
	const path = versioned ? segments.slice(1) : segments;
	if (path.join('') === '') {
		throw requestError({
			what: 'No path is specified.',
			fix: 'Enter a Graph path, such as /users or /users/adele@contoso.com/messages.',
		});
	}
	const query = queryOf(
		search
			.split('&')
			.filter((part) => part !== '')
			.map(readParameter),
	);
	return versioned ? { version, path, query } : { path, query };
}

/**
 * Query parameters by name.
 * @throws RequestError where one comes twice, or a name holds what would begin another one
 */
export function queryOf(parameters: ReadonlyArray<{ name: string; value: string }>): Record<string, string> {
	const query = new Map<string, string>();
	for (const { name, value } of parameters) {
		if (!/^[\w$@.-]+$/.test(name)) {
			throw requestError({
				what: `${shown(name)} can't be the name of a query parameter.`,
				fix: 'Check the query parameters; in the path, write & and = within a value as %26 and %3D.',
			});
		}
		if (query.has(name)) {
			throw requestError({
				what: `The query parameter ${shown(name)} is set twice.`,
				fix: 'Set it once, in the path or under "Query Parameters".',
			});
		}
		query.set(name, value);
	}
	return Object.fromEntries(query);
}

/** @throws RequestError when two of them name the same parameter */
export function withParameters(query: Query, more: ReadonlyArray<{ name: string; value: string }>): Query {
	const given = Object.entries(query).map(([name, value]) => ({ name, value: String(value) }));
	return queryOf([...given, ...more]);
}

function readParameter(part: string): { name: string; value: string } {
	const [name, value] = cutAt(part, '=');
	return { name: decoded(name), value: decoded(value.replace(/\+/g, ' ')) };
}

function checkHost(origin: string, graphUrl: string): void {
	const own = new URL(graphUrl).origin;
	if (URL.canParse(origin) && new URL(origin).origin === own && !origin.includes('@')) return;
	throw requestError({
		what: `The URL doesn't begin with ${own}, the credential's Graph URL.`,
		why: "The request wasn't sent, because the token would have gone there.",
		fix: 'Enter only the path, such as /users, or a URL of that host.',
	});
}
