import { decoded } from '../decoded';
import { operationSets, requestSets } from './permissionTable';

/** Permissions any of which suffices, the least first. */
type PermissionSet = readonly string[];

interface KnownRequest {
	method: string;
	segments: readonly string[];
	permissions: PermissionSet;
}

let sets: ReadonlyMap<string, readonly PermissionSet[]> | undefined;
let requests: readonly KnownRequest[] | undefined;

function allSets(): ReadonlyMap<string, readonly PermissionSet[]> {
	sets ??= new Map(
		Object.entries(operationSets).map(([operation, texts]) => [
			operation,
			texts.map((text) => text.split(' ')),
		]),
	);
	return sets;
}

function allRequests(): readonly KnownRequest[] {
	requests ??= Object.entries(requestSets).flatMap(([text, keys]) => {
		const permissions = text.split(' ');
		return keys.map((key) => {
			const [method = '', path = ''] = key.split(' ');
			return { method, segments: path.split('/').slice(1), permissions };
		});
	});
	return requests;
}

/** The operation's permission sets that start with a permission; those of all operations if it has none. */
function setsFor(needed: string, operation: string | undefined): readonly PermissionSet[] {
	const begins = ([first]: PermissionSet) => first === needed;
	const own = allSets()
		.get(operation ?? '')
		?.filter(begins);
	return own !== undefined && own.length > 0 ? own : [...allSets().values()].flat().filter(begins);
}

/**
 * Whether one application permission includes another, by Microsoft's table: for all requests of an operation that need
 * the other one. Without an operation, or if it doesn't need the other one, for the requests of all operations.
 * @param operation such as `user:delete`, or `trigger:message`
 */
export function includes(granted: string, needed: string, operation?: string): boolean {
	if (granted === needed) return true;
	const relevant = setsFor(needed, operation);
	return relevant.length > 0 && relevant.every((set) => set.includes(granted));
}

/** The permissions that include one for all operations that need it, the least powerful first. */
export function includedIn(needed: string): string[] {
	const [first = [], ...others] = setsFor(needed, undefined);
	return first.filter((name) => name !== needed && others.every((set) => set.includes(name)));
}

/**
 * Those of the needed permissions that the granted ones don't include.
 * @param operation such as `user:delete`, or `trigger:message`
 */
export function missingPermissions(
	needed: readonly string[],
	granted: readonly string[],
	operation?: string,
): string[] {
	return needed.filter((permission) => {
		if (granted.includes(permission)) return false;
		const relevant = setsFor(permission, operation);
		return relevant.length === 0 || !relevant.every((set) => granted.some((role) => set.includes(role)));
	});
}

/** The granted permissions that an operation uses. */
export function usedPermissions(
	needed: readonly string[],
	granted: readonly string[],
	operation?: string,
): string[] {
	const relevant = needed.flatMap((permission) => [[permission], ...setsFor(permission, operation)]);
	return granted.filter((role) => relevant.some((set) => set.includes(role)));
}

/**
 * The application permissions that allow a request, by Microsoft's table.
 * @param request method and path, such as `GET /users/{id}/messages`; the path may include the version
 * @returns the least first; `undefined` for a request that no operation of this package sends
 */
export function permissionsFor(request: string): PermissionSet | undefined {
	const at = request.indexOf(' ');
	const method = request.slice(0, at);
	for (let path = comparablePath(request.slice(at + 1)); path.length > 0; path = path.slice(0, -1)) {
		const fitting = allRequests().filter((known) => known.method === method && fits(known.segments, path));
		const words = ({ segments }: KnownRequest) => segments.filter((segment) => segment !== '{}').length;
		const [best] = fitting.sort((one, other) => words(other) - words(one));
		if (best !== undefined) return best.permissions;
		// The table has neither suffixes such as `$ref` and `$value` nor the type casts of lists.
		if (!/^\$|^(microsoft\.)?graph\./.test(path.at(-1) ?? '')) return undefined;
	}
	return undefined;
}

function fits(template: readonly string[], path: readonly string[]): boolean {
	return (
		template.length === path.length &&
		template.every((expected, index) =>
			expected === '{}' ? !/^\$|\($|^delta$/.test(path[index] ?? '') : expected === path[index],
		)
	);
}

/**
 * A path in the form for comparisons: in lower case, without the values of function parameters, any drive and any item
 * of it as one by its ID.
 * @param path with or without the version, percent-encoded or not; braces for an ID are kept
 */
export function comparablePath(path: string): string[] {
	const names = path
		.split('/')
		.filter((segment) => segment !== '')
		.map(decoded)
		.flatMap(withKeyApart);
	if (/^(v1\.0|beta)$/.test(names[0] ?? '')) names.shift();
	const segments: string[] = [];
	// Within `root:/a/b:` and `items/{id}:/a:`, which is an item.
	let inside = false;
	for (const name of names) {
		const ends = name.endsWith(':');
		if (!inside) segments.push(comparableName(ends ? name.slice(0, -1) : name));
		if (ends) inside = !inside;
	}
	const joined = segments
		.join('/')
		.replace(/^(applications|serviceprincipals)\(.*$/, '$1/{}')
		.replace(/^(applications|serviceprincipals)\([^/]*\//, '$1/{}/')
		.replace(/^(users|groups|sites)\/[^/]+\/(lists\/[^/]+\/)?drive(?=\/|$)/, 'drives/{}')
		.replace(/^(drives\/[^/]+)\/root(?=\/|$)/, '$1/items/{}')
		.replace(/^(drives\/[^/]+)\/special\/[^/]+/, '$1/items/{}');
	return joined.split('/');
}

/** `worksheets('Sheet1')` is `worksheets/{}`. */
function withKeyApart(segment: string): string[] {
	const [, collection] = /^(\w+)\('.*'\)$/s.exec(segment) ?? [];
	return collection === undefined ? [segment] : [collection, '{}'];
}

/** The name of a function without its parameters: `search(`. */
function comparableName(name: string): string {
	if (/^\{[^}]*\}$/.test(name)) return '{}';
	const lower = name.replace(/^microsoft\.graph\.(?=\w+\()/i, '').toLowerCase();
	return /^(applications|serviceprincipals)\(/.test(lower)
		? lower
		: lower.slice(0, lower.indexOf('(') + 1 || undefined);
}
