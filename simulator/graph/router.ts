import { badRequest } from './errors';
import type { CallContext, GraphAnswer } from './call';
import type { GraphWorld } from './world';

/** The service behind Graph that answers: it decides error codes, throttling and batching. */
export type Service = 'directory' | 'mail' | 'calendar' | 'files' | 'teams' | 'security';

/** Whether Exchange answers: then the first placeholder of the route is a mailbox. */
export function isOutlook(service: Service | undefined): boolean {
	return service === 'mail' || service === 'calendar';
}

export interface Route {
	method: string;
	/** Segments; `{...}` takes any one. The first placeholder of an Outlook route is the mailbox. */
	path: string;
	service: Service;
	/** Any one of these application permissions lets the call in. */
	permissions: readonly string[];
	handle(world: GraphWorld, context: CallContext): GraphAnswer | Promise<GraphAnswer>;
}

/**
 * Splits a path as Graph does: keys may be in parentheses, action names may have their namespace, and the text
 * between colons is a path of its own (`root:/a/b:/children`, `sites/host:/sites/x`): one segment, below `items` for files.
 * `%2F` separates segments as `/` does; `%252F` is a slash within a key.
 * @param path without the version, percent-encoded
 * @returns decoded segments; an alternate key is `name=value`, several parameters are `name=value,name=value`
 * @throws GraphError 400 for broken percent-encoding or an empty segment
 */
export function parsePath(path: string): string[] {
	const segments: string[] = [];
	/** The text between colons, so far. */
	let between: string | undefined;
	for (const raw of path
		.replace(/%2F/gi, '/')
		.replace(/^\/|\/$/g, '')
		.split('/')) {
		let segment: string;
		try {
			segment = decodeURIComponent(raw);
		} catch {
			throw badRequest('The request URI is not valid.');
		}
		if (segment === '' || segment === '.' || segment === '..') throw badRequest('Empty Path Segment');
		if (between !== undefined) {
			between += `/${raw.endsWith(':') ? segment.slice(0, -1) : segment}`;
			if (!raw.endsWith(':')) continue;
			segments.push(between);
			between = undefined;
			continue;
		}
		if (raw.endsWith(':') && segments.length > 0) {
			if (segment === 'root:') segments.push('items');
			between = segment;
			continue;
		}
		segment = segment.replace(/%2F/gi, '/');
		// OData reserves `$` at the start of a segment for its own keywords (Graph reference: "Get a user").
		if (isName(segment)) throw badRequest(`Resource not found for the segment '${segment}'.`);
		const keyed = /^([A-Za-z.$]+)\((.*)\)$/s.exec(segment);
		const name = (keyed ? keyed[1] : segment).replace(/^microsoft\.graph\.(?=[A-Za-z]+$)/, '');
		segments.push(name);
		if (!keyed || keyed[2] === '') continue;
		const several = /^\w+=(?:'[^']*'|[\w-]+)(?:,\w+=(?:'[^']*'|[\w-]+))+$/.test(keyed[2]);
		if (several) {
			segments.push(keyed[2].replace(/'/g, ''));
			continue;
		}
		const key = /^(?:(\w+)=)?(?:'(.*)'|([\d-]+|true|false))$/s.exec(keyed[2]);
		if (!key) throw badRequest(`The key value from '${segment}' is not valid.`);
		const value = (key[2] ?? key[3]).replace(/''/g, "'");
		segments.push(key[1] ? `${key[1]}=${value}` : value);
	}
	if (between !== undefined) segments.push(between);
	return segments;
}

/** A user's name with `$` at its start, which only appears in parentheses; OData's own keywords have no `@`. */
const isName = (segment: string) => segment.startsWith('$') && segment.includes('@');

const fits = (expected: string, segment = '') =>
	expected.startsWith('{')
		? !segment.startsWith('$') || isName(segment)
		: expected.toLowerCase() === segment.toLowerCase();

function match(template: readonly string[], segments: readonly string[]): string[] | undefined {
	if (template.length !== segments.length) return undefined;
	if (!template.every((expected, index) => fits(expected, segments[index]))) return undefined;
	return segments.filter((_, index) => template[index].startsWith('{'));
}

/** How many segments a template knows, from the first one on. */
function known(template: readonly string[], segments: readonly string[]): number {
	const end = segments.findIndex(
		(segment, index) => index >= template.length || !fits(template[index], segment),
	);
	return end < 0 ? segments.length - 1 : end;
}

export interface Match {
	route: Route;
	params: string[];
}

/**
 * Finds routes.
 * @param routes all of them; of two that fit, the earlier wins
 * @returns a function from method and segments to the route, to `methods` that the path knows instead, or to the first
 * segment that is unknown
 */
export function createRouter(routes: readonly Route[]) {
	const compiled = routes.map((route) => ({ route, template: route.path.replace(/^\//, '').split('/') }));
	return (
		method: string,
		segments: readonly string[],
	): { found?: Match; methods: string[]; unknown?: string } => {
		const methods: string[] = [];
		for (const { route, template } of compiled) {
			const params = match(template, segments);
			if (!params) continue;
			if (route.method === method) return { found: { route, params }, methods };
			methods.push(route.method);
		}
		const end = Math.max(0, ...compiled.map(({ template }) => known(template, segments)));
		return { methods, unknown: segments[end] };
	};
}
