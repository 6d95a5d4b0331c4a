import type { GraphAnswer, GraphCall } from './call';
import { preferences } from './call';
import { GraphError } from './errors';
import { outlookPath } from './paging';
import type { GraphState } from './state';
import { createChangeLog } from './state/changeLog';
import type { Change, ChangeLog, Seen } from './state/changeLog';
import type { GraphWorld } from './world';

/** What one way of asking for changes has to know over its rounds. */
interface Feed {
	number: number;
	/** The path that it is asked by. */
	where: string;
	/** The query of the first round: later ones only carry a token. */
	query: Map<string, string>;
	log: ChangeLog;
	/** Of what belongs to the objects, such as members; its positions are those of the log. */
	parts: ChangeLog;
	/** When which position was reached, epoch milliseconds. */
	looks: Array<{ at: number; position: number }>;
}

/** The feeds of a tenant. */
export interface Feeds {
	/** Tokens of an earlier one are forgotten. */
	era: number;
	all: Feed[];
	byName: Map<string, Feed>;
	/** The rows of rounds that have more than one page. */
	rounds: Array<{ feed: Feed; rows: Change[]; since: number; until: number }>;
}

export const createFeeds = (): Feeds => ({ era: 1, all: [], byName: new Map(), rounds: [] });

/** Forgets all tokens: whoever comes with one has to start over. */
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
	/** A later page of a round. */
	page?: { round: number; offset: number };
}

interface Rules {
	/** Code of the refusal of a token that is forgotten. */
	code: string;
	/** Where to start over, which the refusal says. */
	location?: string;
	/** `latest` begins with nothing; otherwise it is no token, and everything comes. */
	latest: boolean;
}

/**
 * Reads which round a call is for.
 * @param style `directory`: `$deltatoken` and `$skiptoken`; `files`: `token`
 * @throws GraphError 410 for a token that is forgotten
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
	const [, kind, era, of, at] = /^(changes|page) (\d+) (\d+) (-?\d+)$/.exec(text) ?? [];
	const round = kind === 'page' ? feeds.rounds[Number(of)] : undefined;
	const feed = kind === 'page' ? round?.feed : feeds.all[Number(of)];
	if (!feed || Number(era) !== feeds.era || feed.where !== pathOf(call)) {
		const text410 = 'The sync state generation is not found; restart the sync.';
		throw new GraphError(410, code, text410, location === undefined ? {} : { location });
	}
	const began = { ...call, query: feed.query };
	if (round)
		return { call: began, feed, since: round.since, page: { round: Number(of), offset: Number(at) } };
	return { call: began, feed, since: Number(at) };
}

/** What a delta function returns. */
export interface Delta {
	/** After `$metadata#`. */
	context: string;
	/** What is there now. */
	list(): Iterable<Seen>;
	/** What belongs to the objects that are there now; each is a part of the object whose key comes before the blank. */
	parts?(): Iterable<Seen>;
	/** What an answer shows of a change, in one row or more; `undefined` for nothing. */
	show(change: Change, parts: Change[]): object | object[] | undefined;
	/** Whether a change is told; each by default. */
	tells?(change: Change, round: 'first' | 'later'): boolean;
	/** IDs are the objects' keys. */
	byKey?: boolean;
	/** Rows of a page, where the caller prefers none. */
	pageSize: number;
	/** Rows of the first round, where there is an end of them. */
	most?: number;
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
	const parts = delta.parts?.() ?? [];
	const own = delta.byKey ?? false;
	const given = round.page && feeds.rounds[round.page.round];
	let rows: Change[];
	let since: number;
	let until: number;
	if (given) ({ rows, since, until } = given);
	else {
		feed.log.look(delta.list());
		until = reached(feed, feed.parts.look(parts), settings.delta.lag);
		since = round.since === 'latest' ? until : round.since;
		const whole = withParts(feed.log.since(since, until, own), feed.parts.since(since, until, true));
		const kept = whole.filter((change) => delta.tells?.(change, since === -1 ? 'first' : 'later') ?? true);
		rows = since === -1 ? kept.slice(0, delta.most) : kept;
		if (settings.delta.repeat) rows = [...rows, ...rows.slice(0, 1)];
	}
	const offset = round.page?.offset ?? 0;
	const wanted = Number(preferences(call.headers).get('odata.maxpagesize') ?? call.query.get('$top'));
	// Negative where the page before the first one of its rows is told, which is empty.
	const isEmpty = settings.delta.emptyPages && offset >= 0;
	const from = offset < 0 ? -offset - 1 : offset;
	const end = isEmpty ? -offset - 1 : from + (wanted > 0 ? wanted : delta.pageSize);
	const changedParts = delta.parts ? feed.parts.since(since, until, true) : [];
	const shown = rows.slice(from, isEmpty ? from : end).flatMap((row) => {
		const ofRow = changedParts.filter(({ key }) => key.startsWith(`${row.key} `));
		return delta.show(row, ofRow) ?? [];
	});
	const isFiles = style === 'files';
	const link = (name: string, token: string) => {
		// SharePoint's links carry the query of the first round too; Outlook's have keys in parentheses.
		const asked = isFiles ? [...call.query].filter(([option, value]) => option !== '' && value !== '') : [];
		// Recorded answers have both spellings.
		const sign = call.segments[0] === 'drives' ? '%24' : '$';
		const given = asked
			.map(([option, value]) => `${option.replace('$', sign)}=${encodeURIComponent(value)}&`)
			.join('');
		const path = isFiles || call.segments.length < 3 ? call.path : outlookPath(call.path);
		return `${call.base}${path}?${given}${name}=${Buffer.from(token).toString('base64url')}`;
	};
	let next: Record<string, string>;
	if (isEmpty || end < rows.length) {
		const number = round.page?.round ?? feeds.rounds.push({ feed, rows, since, until }) - 1;
		const token = `page ${feeds.era} ${number} ${end}`;
		next = { '@odata.nextLink': link(isFiles ? 'token' : '$skiptoken', token) };
	} else {
		const token = `changes ${feeds.era} ${feed.number} ${until}`;
		next = { '@odata.deltaLink': link(isFiles ? 'token' : '$deltatoken', token) };
	}
	const context = `${call.base}/${call.version}/$metadata#${delta.context}`;
	return { status: 200, body: { '@odata.context': context, ...next, value: shown } };
}

/** An object is changed when a part of it came or went. */
function withParts(changes: Change[], parts: readonly Change[]): Change[] {
	const named = new Set(changes.map(({ key }) => key));
	const owners = new Set(parts.map(({ key }) => key.split(' ')[0] ?? ''));
	const others = [...owners].filter((key) => !named.has(key));
	return [...changes, ...others.map((key): Change => ({ kind: 'updated', key, id: key }))];
}

/** The last position that may be told: at first all, and then what was reached before the lag. */
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
