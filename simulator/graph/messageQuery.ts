import type { OutlookSettings } from '../settings';
import type { CallContext, GraphAnswer } from './call';
import { badRequest, GraphError } from './errors';
import { passes } from './odata/evaluate';
import { filteredProperties } from './odata/parser';
import { parseExpand, parseOrderBy, parseSelect, readCount, readFilter, sorted } from './odata/options';
import type { Expand } from './odata/options';
import { accessDenied, isBasic, outlookPreferences } from './outlook';
import { listAnswer, outlookLink, readSkipToken, skipToken } from './paging';
import { attachmentView } from './state/attachments';
import {
	filterable,
	hiddenFromBasic,
	messageEntity,
	messageProperties,
	messageView,
	textOf,
} from './state/messages';
import type { StoredMessage } from './state/messages';

const type = 'microsoft.graph.message';
const expandable = [
	'attachments',
	'extensions',
	'singleValueExtendedProperties',
	'multiValueExtendedProperties',
];

function expandInto(view: Record<string, unknown>, message: StoredMessage, expands: readonly Expand[]): void {
	for (const { name, options } of expands) {
		if (name === 'attachments') view.attachments = message.attachments.map(attachmentView);
		if (name !== 'singleValueExtendedProperties') continue;
		const filter = readFilter(
			options.get('$filter'),
			['id', 'value'],
			'microsoft.graph.singleValueLegacyExtendedProperty',
		);
		if (!filter)
			throw new GraphError(
				400,
				'ErrorInvalidUrlQuery',
				'The expansion of extended properties needs a filter on id.',
			);
		const found = message.extended.filter((property) => passes(filter, property));
		// A message without the property comes without the collection.
		if (found.length > 0) view.singleValueExtendedProperties = found;
	}
}

/**
 * How messages are shown to a caller.
 * @returns a function from a message to what the answer holds, and the header that says which preferences were granted
 * @throws GraphError 400 for a bad `$select` or `$expand`, 403 for what Mail.ReadBasic does not show
 */
export function messageShape(
	context: CallContext,
	{ basicBodies }: Partial<Pick<OutlookSettings, 'basicBodies'>> = {},
) {
	const { call } = context;
	const basic = isBasic(context);
	const select = parseSelect(call.query.get('$select'), messageProperties, type);
	const expands = parseExpand(call.query.get('$expand'), expandable, type);
	if (basic && expands.length > 0) throw accessDenied();
	const isHidden = (name: string) => hiddenFromBasic.includes(name);
	if (basic && basicBodies === 'refused' && select?.some(isHidden)) throw accessDenied();
	const { immutable, textBody, header } = outlookPreferences(call.headers);
	const show = (message: StoredMessage) => {
		const view = messageView(message, { select, immutable, textBody, basic });
		expandInto(view, message, expands);
		return view;
	};
	return { show, header, selected: select ? `(${select.join(',')})` : '' };
}

/**
 * The text of `$search`: one string in double quotes, in which others are escaped.
 * @throws GraphError 400 for anything else
 * Source: "Use the $search query parameter", and what people saw: `"a b" AND from:x` is refused.
 */
function searchText(search: string): string {
	const [, inside] = /^"((?:[^"\\]|\\.)+)"$/s.exec(search.trim()) ?? [];
	if (inside !== undefined) return inside.replace(/\\(.)/gs, '$1');
	const opened = /^\s*"(?:[^"\\]|\\.)*"\s*/s.exec(search)?.[0].length;
	const at = opened ?? search.search(/[^A-Za-z ]/);
	throw badRequest(
		`Syntax error: character '${search[Math.max(at, 0)] ?? ''}' is not valid at position ${Math.max(at, 0)} in '${search}'.`,
	);
}

type Fields = Record<string, string>;

/** What `property:value` and words are looked for in. */
function fieldsOf({ properties }: StoredMessage): Fields {
	const people = (list: StoredMessage['properties']['toRecipients']) =>
		(list ?? []).map(({ emailAddress }) => `${emailAddress?.name} ${emailAddress?.address}`).join(' ');
	const own: Fields = {
		from: people(properties.from ? [properties.from] : []),
		to: people(properties.toRecipients),
		cc: people(properties.ccRecipients),
		subject: properties.subject ?? '',
		body: textOf(properties.body?.content ?? ''),
		hasattachments: String(properties.hasAttachments),
	};
	const participants = `${own.from} ${own.to} ${own.cc}`;
	const all = { ...own, participants, '': `${own.from} ${own.subject} ${own.body}` };
	return Object.fromEntries(Object.entries(all).map(([name, text]) => [name, text.toLowerCase()]));
}

/**
 * Keyword query language, the part of it that people use on mail: words, phrases in quotes, `property:value`, AND (also
 * where there's nothing between), OR, and NOT.
 * @throws GraphError 400 for a quote that is not closed
 */
function readSearch(search: string): (message: StoredMessage) => boolean {
	const text = searchText(search);
	if ((text.split('"').length - 1) % 2 === 1)
		throw badRequest(`Syntax error: the phrase is not closed in '${text}'.`);
	type Term = { negated: boolean; property: string; wanted: string };
	const alternatives: Term[][] = [[]];
	let negated = false;
	for (const [word, property = '', phrase, value = ''] of text.matchAll(
		/(?:(from|to|cc|subject|body|participants|hasattachments):)?(?:"([^"]*)"|([^\s"]+))/gi,
	)) {
		if (word === 'AND') continue;
		if (word === 'OR') alternatives.push([]);
		else if (word === 'NOT') negated = true;
		else {
			const wanted = (phrase ?? value).toLowerCase();
			alternatives.at(-1)?.push({ negated, property: property.toLowerCase(), wanted });
			negated = false;
		}
	}
	return (message) => {
		const fields = fieldsOf(message);
		return alternatives.some((terms) =>
			terms.every((term) => (fields[term.property] ?? '').includes(term.wanted) !== term.negated),
		);
	};
}

const tooComplex = () =>
	new GraphError(
		400,
		'InefficientFilter',
		'The restriction or sort order is too complex for this operation.',
	);

/** List messages: properties of `$orderby` must come first in `$filter`, in the same order. */
function checkSortable(filtered: readonly string[], ordered: readonly string[]): void {
	if (ordered.some((name, index) => filtered[index] !== name)) throw tooComplex();
}

/**
 * A page of messages (Graph reference: "List messages").
 * @param messages those of the folder or mailbox
 * @param name after `$metadata#`
 * @param settings with the largest page that doesn't time out
 * @throws GraphError 400 for a query that Outlook refuses, 504 for a page that is too large
 */
export function listMessages(
	context: CallContext,
	messages: readonly StoredMessage[],
	name: string,
	{ largestPage, basicBodies }: Pick<OutlookSettings, 'largestPage' | 'basicBodies'>,
): GraphAnswer {
	const { call } = context;
	const { query } = call;
	const { show, header, selected } = messageShape(context, { basicBodies });
	const refuse = (option: string, max: number) => (text: string) =>
		badRequest(
			`The limit of '${max}' for ${option} query has been exceeded. The value from the incoming request is '${text}'.`,
		);
	const top = readCount(query.get('$top'), { min: 1, max: 1000 }, refuse('Top', 1000)) ?? 10;
	if (top > largestPage)
		throw new GraphError(504, 'UnknownError', 'The upstream service did not answer in time.');
	const skip =
		readCount(query.get('$skip'), { min: 0, max: 1_000_000_000 }, refuse('Skip', 1_000_000_000)) ?? 0;
	const search = query.get('$search');
	const counted = query.get('$count')?.toLowerCase() === 'true';

	let found: StoredMessage[];
	if (search !== undefined) {
		if (isBasic(context)) throw accessDenied();
		for (const other of ['$filter', '$orderby', '$skip', '$count']) {
			if (!query.has(other)) continue;
			const label = other[1].toUpperCase() + other.slice(2);
			throw new GraphError(
				400,
				`SearchWith${label}`,
				`The query parameter '${other}' is not supported with '$search'.`,
			);
		}
		const fits = readSearch(search);
		// Outlook gives at most 1,000 results of a search.
		found = newestFirst(messages.filter(fits)).slice(0, 1000);
	} else {
		const filter = readFilter(query.get('$filter'), messageProperties, type);
		const filtered = filter ? filteredProperties(filter) : [];
		if (isBasic(context) && filtered.some((one) => hiddenFromBasic.includes(one))) throw accessDenied();
		const orderBy = parseOrderBy(query.get('$orderby'), messageProperties, type);
		if (filter && orderBy.length > 0)
			checkSortable(
				filtered,
				orderBy.map(({ path }) => path[0]),
			);
		found = filter ? messages.filter((message) => passes(filter, filterable(message))) : [...messages];
		if (orderBy.length === 0) found = newestFirst(found);
		else {
			const entities = found.map((message) => ({ ...messageEntity(message), message }));
			found = sorted(entities, orderBy).map(({ message }) => message);
		}
	}

	const offset = search === undefined ? skip : readSkipToken(query.get('$skiptoken'));
	const end = offset + top;
	const next = (): string | undefined => {
		if (end >= found.length) return undefined;
		return search === undefined
			? outlookLink(call, '$skip', String(end))
			: outlookLink(call, '$skiptoken', skipToken(end));
	};
	const answer = listAnswer(call, `${name}${selected}`, {
		items: found.slice(offset, end).map(show),
		count: counted ? found.length : undefined,
		next: next(),
	});
	return { ...answer, headers: header };
}

/** Times of one form compare as text. */
function newestFirst(messages: readonly StoredMessage[]): StoredMessage[] {
	return [...messages].sort((left, right) => {
		const [earlier, later] = [left, right].map(({ properties }) => properties.receivedDateTime ?? '');
		return earlier === later ? 0 : earlier < later ? 1 : -1;
	});
}
