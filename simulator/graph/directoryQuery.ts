import { refusalOf, searchableOf } from './advancedQueries';
import type { DirectoryQuestion } from './advancedQueries';
import type { GraphAnswer, GraphCall } from './call';
import { badRequest, GraphError, unsupportedQuery } from './errors';
import { passes } from './odata/evaluate';
import { filteredProperties, walk } from './odata/parser';
import type { Expression } from './odata/parser';
import { parseOrderBy, readCount, readFilter, sorted } from './odata/options';
import { listAnswer, nextLink, readSkipToken, skipToken } from './paging';

/** A list of directory objects, as queries use it. */
export interface DirectoryList<T> {
	/** After `$metadata#`. */
	context: string;
	/** Full name of the type, for messages. */
	type: string;
	/** Set for a relationship, and for one that is narrowed to the type. */
	relationship?: 'whole' | 'cast';
	/** How properties that Microsoft's tables don't have are handled. */
	unlisted: Asked['unlisted'];
	items: readonly T[];
	/** Properties of the type. */
	properties: readonly string[];
	view(item: T): unknown;
	/** The most that a page holds, where `$top` is allowed to be more. */
	mostInPage?: number;
	/** Called with the properties that the filter uses, before it's applied: may refuse. */
	checkFilter?(properties: string[]): void;
}

/** What decides whether a list of directory objects is answered. */
export type Asked = Pick<DirectoryQuestion, 'type' | 'relationship' | 'cast' | 'unlisted'>;

const isEventual = ({ headers }: GraphCall) => headers.consistencylevel?.toLowerCase() === 'eventual';

/** Whether the count of a list is returned: `$count` is ignored where the header is missing. */
export const isCounted = (call: GraphCall) =>
	isEventual(call) && call.query.get('$count')?.toLowerCase() === 'true';

/** @throws GraphError 400 for a date and time without an offset, as it comes from a date picker */
function checkTimes(filter: Expression): void {
	for (const part of walk(filter)) {
		if (part.kind !== 'literal' || part.type !== 'date') continue;
		const text = String(part.value);
		if (/T/.test(text) && !/(Z|[+-]\d\d:\d\d)$/.test(text))
			throw badRequest(`Invalid filter clause: ${noOffset(text)}`);
	}
}

/** OData's error for a date and time without an offset. */
export const noOffset = (text: string) =>
	`Cannot convert the literal '${text}' to the expected type 'Edm.DateTimeOffset'.`;

/** @throws GraphError for what Graph doesn't answer with, or without, the advanced query parameters of a call */
export function checkQuery(
	call: GraphCall,
	asked: Asked,
	{ filter, orderBy }: Pick<DirectoryQuestion, 'filter' | 'orderBy'>,
): void {
	if (filter) checkTimes(filter);
	const searches = call.query.has('$search');
	if (searches && !isEventual(call)) {
		throw unsupportedQuery(
			"Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
		);
	}
	const refusal = refusalOf({ ...asked, filter, orderBy }, isCounted(call) || (searches && !asked.cast));
	if (refusal) throw refusal;
}

/**
 * `"property:text"`, joined by AND and OR, AND first.
 * @returns whether an item is found
 */
export function readSearch(
	text: string,
	searchable: readonly string[],
): (item: Record<string, unknown>) => boolean {
	const invalid = () =>
		new GraphError(400, 'Request_BadRequest', `Unrecognized query argument specified: '$search'.`);
	const clause = (part: string) => {
		const [, name, wanted] = /^\s*"(\w+):(.*)"\s*$/s.exec(part) ?? [];
		const property = searchable.find((one) => one.toLowerCase() === name?.toLowerCase());
		if (!property) throw invalid();
		const words = wanted
			.toLowerCase()
			.split(/[\s\-_.@]+/)
			.filter(Boolean);
		return (item: Record<string, unknown>) => {
			const value = String(item[property] ?? '').toLowerCase();
			// Only names and descriptions are split into words; everything else is matched from its start.
			if (property !== 'displayName' && property !== 'description')
				return value.startsWith(wanted.toLowerCase());
			const tokens = value.split(/[\s\-_.@]+/);
			return words.every((word) => tokens.some((token) => token.startsWith(word)));
		};
	};
	const alternatives = text
		.split(/(?<!\s)\s+OR\s+/)
		.map((part) => part.split(/(?<!\s)\s+AND\s+/).map(clause));
	return (item) => alternatives.some((all) => all.every((one) => one(item)));
}

const shortType = (type: string) => type.replace('microsoft.graph.', '');

/**
 * Checks the query, and finds what it asks for.
 * @throws GraphError 400, mostly `Request_UnsupportedQuery`
 */
export function directoryMatches<T extends object>(call: GraphCall, list: DirectoryList<T>): T[] {
	const { query } = call;
	if (query.has('$skip')) throw unsupportedQuery("'$skip' is not supported by the service.");
	const filter = readFilter(query.get('$filter'), list.properties, list.type);
	const orderBy = parseOrderBy(query.get('$orderby'), list.properties, list.type);
	const asked = {
		type: shortType(list.type),
		relationship: list.relationship !== undefined,
		cast: list.relationship === 'cast',
		unlisted: list.unlisted,
	};
	checkQuery(call, asked, { filter, orderBy: orderBy.map(({ path }) => path[0]) });
	if (filter) list.checkFilter?.(filteredProperties(filter));
	const search = query.get('$search');
	const found = search === undefined ? undefined : readSearch(search, searchableOf(shortType(list.type)));
	let items = [...list.items];
	if (filter) items = items.filter((item) => passes(filter, item));
	if (found) items = items.filter((item) => found(item as Record<string, unknown>));
	return orderBy.length > 0 ? sorted(items, orderBy) : items;
}

/**
 * A page of a list of directory objects (Graph: "Advanced query capabilities on Microsoft Entra ID objects", "Paging").
 * The link to the next page carries the query, not the headers: `ConsistencyLevel` must be sent with every page.
 */
export function listDirectory<T extends object>(call: GraphCall, list: DirectoryList<T>): GraphAnswer {
	const { query } = call;
	const top =
		readCount(query.get('$top'), { min: 1, max: 999 }, (text) =>
			unsupportedQuery(`Invalid page size specified: '${text}'. Must be between 1 and 999 inclusive.`),
		) ?? 100;
	const offset = readSkipToken(query.get('$skiptoken'));
	const matches = directoryMatches(call, list);
	const end = offset + Math.min(top, list.mostInPage ?? top);
	return listAnswer(call, list.context, {
		items: matches.slice(offset, end).map(list.view),
		// Known issue of Graph: only the first page has the count.
		count: isCounted(call) && offset === 0 ? matches.length : undefined,
		next: end < matches.length ? nextLink(call, '$skiptoken', skipToken(end)) : undefined,
	});
}
