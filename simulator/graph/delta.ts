import type { GraphAnswer, GraphCall } from './call';
import { preferences } from './call';
import { GraphError } from './errors';
import type { GraphState } from './state';
import { createChangeLog } from './state/changeLog';
import type { Change, ChangeLog, Seen } from './state/changeLog';
import type { Settings } from '../settings';
import type { GraphWorld } from './world';
import type { Feed, Feeds, RoundRows } from './state/feeds';

/** Invalidates all tokens: callers that send one must start over. */
export function expireFeeds({ feeds }: GraphState): void {
	feeds.era += 1;
	feeds.rounds.length = 0;
}

/** Which parameters carry tokens. */
export type TokenStyle = 'directory' | 'files';

/** A round of a feed, on any of its pages. */
export interface Round {
	/** The call with the query that the feed began with. */
	call: GraphCall;
	feed?: Feed;
	/** Where the round begins; -1 for everything, `latest` for nothing. */
	since: number | 'latest';
	/** Where the previous round began, whose changes may be returned once more. */
	before?: number;
	/** How many entries the link has returned. */
	given?: number;
	/** A later page of a round. */
	page?: { round: number; offset: number };
}

interface Rules {
	/** Error code for an invalidated token. */
	code: string;
	/** Where to start over, as the error says. */
	location?: string;
	/** `latest` begins with nothing; any other value isn't a token, and everything is returned. */
	latest: boolean;
}

/**
 * Reads which round a call is for.
 * @param style `directory`: `$deltatoken` and `$skiptoken`; `files`: `token`
 * @throws GraphError 410 for an invalidated token
 */
export function readRound(
	{ state }: GraphWorld,
	call: GraphCall,
	style: TokenStyle,
	{ code, location, latest }: Rules,
): Round {
	const names = style === 'files' ? ['token'] : ['$deltatoken', '$skiptoken'];
	const query = new Map([...call.query].filter(([name]) => !names.includes(name)));
	const token = names
		.map((name) => call.query.get(name))
		.find((value) => value !== undefined && value !== '');
	if (token === undefined || token === 'latest')
		return { call: { ...call, query }, since: token && latest ? 'latest' : -1 };
	const { feeds } = state;
	const text = Buffer.from(token, 'base64url').toString();
	const [, kind, era, of, at, before, given] =
		/^(changes|page) (\d+) (\d+) (-?\d+)(?: (-?\d+) (\d+))?$/.exec(text) ?? [];
	const round = kind === 'page' ? feeds.rounds[Number(of)] : undefined;
	const feed = kind === 'page' ? round?.feed : feeds.all[Number(of)];
	if (!feed || Number(era) !== feeds.era || feed.where !== pathOf(call)) {
		const text410 = 'The sync state generation is not found; restart the sync.';
		throw new GraphError(410, code, text410, location === undefined ? {} : { location });
	}
	const began = { ...call, query: feed.query };
	if (round)
		return { call: began, feed, since: round.since, page: { round: Number(of), offset: Number(at) } };
	return { call: began, feed, since: Number(at), before: Number(before), given: Number(given) };
}

/** What a delta function returns. */
export interface Delta {
	/** After `$metadata#`. */
	context: string;
	/** The current objects. */
	list(): Iterable<Seen>;
	/** What belongs to the current objects; each is a part of the object whose key is before the space. */
	parts?(): Iterable<Seen>;
	/** What an answer shows of a change, in one row or more; `undefined` for nothing. */
	show(change: Change, parts: Change[]): object | object[] | undefined;
	/** Whether a change is returned; each by default. */
	tells?(change: Change, round: 'first' | 'later'): boolean;
	/** IDs are the objects' keys. */
	byKey?: boolean;
	/** Rows of a page, where the caller prefers none. */
	pageSize: number;
	/** The maximum number of entries, where there is one: in each round, or over all rounds of a link. */
	most?: { count: number; over: 'round' | 'link' };
	/** Entries of every page. */
	onEachPage?(): object[];
	/** Also in the first round: what was removed long before. */
	removedAtFirst?(): { objects: Change[]; parts: Change[] };
	/** Outlook's: `$top` is ignored, and the response names the page size that is applied. */
	outlook?: boolean;
	/** Whether a change is returned once more in the next round. */
	replays?: boolean;
	/** Whether a round ends on a further page without entries. */
	emptyLastPage?: boolean;
}

/**
 * The answer of a delta function: a page of the changes since a token was given, with the link to what follows. Every
 * link can be followed again, and gives what has changed since it was given.
 */
export function deltaAnswer(
	{ state: { feeds }, settings }: GraphWorld,
	round: Round,
	style: TokenStyle,
	delta: Delta,
): GraphAnswer {
	const { call } = round;
	const feed = round.feed ?? feedFor(feeds, call);
	const { rows, parts, since, until, given } =
		(round.page && feeds.rounds[round.page.round]) ?? readRows(feed, round, settings, delta);
	const offset = round.page?.offset ?? 0;
	const preferred = preferences(call.headers).get('odata.maxpagesize');
	const wanted = Number(preferred ?? (delta.outlook ? undefined : call.query.get('$top')));
	// Negative for the page before the first one with rows, which is empty.
	const isEmpty = settings.delta.emptyPages && offset >= 0;
	const from = offset < 0 ? -offset - 1 : offset;
	const end = isEmpty ? -offset - 1 : from + (wanted > 0 ? wanted : delta.pageSize);
	const shown = rows.slice(from, isEmpty ? from : end).flatMap((row) => {
		const ofRow = parts.filter(({ key }) => key.startsWith(`${row.key} `));
		return delta.show(row, ofRow) ?? [];
	});
	const isFiles = style === 'files';
	const link = (name: string, token: string) => linkTo(feeds, settings, round, style, name, token);
	const endsHere = end >= rows.length;
	const isLast =
		round.since === 'latest' || delta.emptyLastPage !== true || (round.page && from >= rows.length);
	let next: Record<string, string>;
	if (isEmpty || !endsHere || !isLast) {
		const number = round.page?.round ?? feeds.rounds.push({ feed, rows, parts, since, until, given }) - 1;
		const token = `page ${feeds.era} ${number} ${end}`;
		next = { '@odata.nextLink': link(isFiles ? 'token' : '$skiptoken', token) };
	} else {
		const before = round.since === -1 || round.since === 'latest' || since === -1 ? until : since;
		const token = `changes ${feeds.era} ${feed.number} ${until} ${before} ${given}`;
		next = { '@odata.deltaLink': link(isFiles ? 'token' : '$deltatoken', token) };
	}
	const context = `${call.base}/${call.version}/$metadata#${delta.context}`;
	const value = [...(delta.onEachPage?.() ?? []), ...shown];
	const body = { '@odata.context': context, ...next, value };
	if (!delta.outlook || preferred === undefined) return { status: 200, body };
	return { status: 200, headers: { 'preference-applied': `odata.maxpagesize=${preferred}` }, body };
}

/** What a new round returns. */
function readRows(feed: Feed, round: Round, settings: Settings, delta: Delta): Omit<RoundRows, 'feed'> {
	const own = delta.byKey ?? false;
	feed.log.look(delta.list());
	const until = reached(feed, feed.parts.look(delta.parts?.() ?? []), settings.delta.lag);
	const since = round.since === 'latest' ? until : round.since;
	const before = delta.replays === true ? round.before : undefined;
	const old = since === -1 ? delta.removedAtFirst?.() : undefined;
	const parts = [...changesSince(feed.parts, since, before, until, true), ...(old?.parts ?? [])];
	const whole = [
		...withParts(changesSince(feed.log, since, before, until, own), parts),
		...(old?.objects ?? []),
	];
	const kept = whole.filter((change) => delta.tells?.(change, since === -1 ? 'first' : 'later') ?? true);
	const { count = Infinity, over = 'round' } = delta.most ?? {};
	const given = round.given ?? 0;
	const rows = kept.slice(0, over === 'link' ? Math.max(0, count - given) : count);
	if (settings.delta.repeat) rows.push(...rows.slice(0, 1));
	return { rows, parts, since, until, given: given + rows.length };
}

/** The changes since a position, and those of the previous round that are returned once more. */
function changesSince(
	log: ChangeLog,
	since: number,
	before: number | undefined,
	until: number,
	byKey: boolean,
): Change[] {
	const fresh = log.since(since, until, byKey);
	if (before === undefined || before >= since) return fresh;
	const named = new Set(fresh.map(({ key }) => key));
	return [...fresh, ...log.since(before, since, byKey).filter(({ key }) => !named.has(key))];
}

/**
 * A link, in one of Graph's spellings: Outlook's have keys in parentheses, and those of drives and lists repeat the query of
 * the first request, its `$` encoded or not.
 */
function linkTo(
	feeds: Feeds,
	{ delta: { links } }: Settings,
	{ call, feed }: Round,
	style: TokenStyle,
	name: string,
	token: string,
): string {
	const value = Buffer.from(token).toString('base64url');
	if (links === 'plain') return `${call.base}${call.path}?${name}=${value}`;
	feeds.links += 1;
	const path = call.path.replace(
		/\/(users|mailFolders|calendars|contactFolders|teams|channels)\/(?!delta\b)([^/]+)(?=\/)/gi,
		(_, collection: string, key: string) => `/${collection}('${key.replace(/'|%27/g, "''")}')`,
	);
	if (style === 'directory') return `${call.base}${path}?${name}=${value}`;
	const dollar = feeds.links % 2 === 0 ? '$' : '%24';
	const others = [...(feed?.query ?? call.query)]
		.filter(([other]) => other.startsWith('$'))
		.map(([other, text]) => `${dollar}${other.slice(1)}=${encodeURIComponent(text)}`);
	return `${call.base}${call.path}?${[...others, `${name}=${value}`].join('&')}`;
}

/** An object is changed when a part of it was added or removed. */
function withParts(changes: Change[], parts: readonly Change[]): Change[] {
	const named = new Set(changes.map(({ key }) => key));
	const owners = new Set(parts.map(({ key }) => key.split(' ')[0] ?? ''));
	const others = [...owners].filter((key) => !named.has(key));
	return [...changes, ...others.map((key): Change => ({ kind: 'updated', key, id: key }))];
}

/** The last position that may be returned: at first all, and then what was reached before the lag. */
function reached({ looks }: Feed, position: number, lag: number): number {
	if (looks.at(-1)?.position !== position) looks.push({ at: looks.length === 0 ? 0 : Date.now(), position });
	return looks.findLast(({ at }) => at <= Date.now() - lag)?.position ?? position;
}

const pathOf = ({ segments }: GraphCall) => segments.join('/').toLowerCase();

function feedFor(feeds: Feeds, call: GraphCall): Feed {
	const { query } = call;
	const where = pathOf(call);
	const name = [where, ...[...query].map((pair) => pair.join('=')).sort()].join(' ');
	const known = feeds.byName.get(name);
	if (known) return known;
	const clock = { position: 0 };
	const log = createChangeLog(clock);
	const feed: Feed = {
		number: feeds.all.length,
		where,
		query,
		log,
		parts: createChangeLog(clock),
		looks: [],
	};
	feeds.all.push(feed);
	feeds.byName.set(name, feed);
	return feed;
}
