import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../credentials/auth/core/caught';
import type { Send } from '../../graph/client';
import { GraphError } from '../../graph/errors/graphError';
import { exists } from '../../graph/exists';
import { endedLinkCodes, isGone, readDelta } from '../../graph/lists/delta';
import { readList } from '../../graph/lists/page';
import { digest } from '../digest';
import type { ChangeEvent, ChangeFields, ChangeSource, Feed, FeedChange } from '../watches/watch';
import { changeOf, stateOf, versionOf, type Change } from './change';
import { createStates, type States } from './states';

/** How late a change may be found after it happened, in ms: the directory reports a new object when it's everywhere. */
const maxDelayMs = 60 * 60_000;
/** How far the clock of n8n and Graph's may be apart, in ms. */
const maxClockSkewMs = 60_000;

/** How far a feed was read. n8n stores it, so these names stay. */
export interface FeedCursor {
	/** The delta link; for a feed that is read by time, that time. */
	readonly link: string;
	/** When its round over everything began, ms since the epoch. */
	readonly begunAt: number;
	/** How many entries Graph gave behind a link that begins with a time; -1 where it does not. */
	readonly given?: number;
}

/** What was emitted as created a short time ago, by ID: its version, `''` once it has changed, and when it was created. */
type Created = Record<string, { version: string; at: number }>;

/** How far all that is watched was read. n8n stores it, so these names stay, but for `readAt`: see `TriggerState`. */
export interface SyncState {
	/** ms since the epoch */
	readonly readAt: number;
	/** What was created before that (ms since the epoch) existed at the first read. */
	readonly from?: number;
	readonly feeds: Readonly<Record<string, FeedCursor>>;
	readonly created: Readonly<Created>;
	/** In which state objects were found last, where Graph may repeat a change. */
	readonly states?: Readonly<Record<string, string>>;
}

/** What a read needs to know in addition to the source. */
export interface ReadOptions {
	events: readonly ChangeEvent[];
	changeFields: ChangeFields;
	send: Send;
	/** ms since the epoch */
	now: number;
	/** What a first read gives: all that exists, or only what comes after it. */
	startFrom: 'now' | 'beginning';
}

/** What a read found. */
export interface ChangeSet {
	changes: Change[];
	syncState: SyncState;
	/** Whether a delta link was no longer valid, so that changes were found by timestamp. */
	resynchronized: boolean;
}

/** What was read of one feed. */
interface FeedRound {
	entries: IDataObject[];
	cursor: FeedCursor;
	/** The link that it was read behind. */
	from: string;
	/** Set where the entries are all there are, and only those are changes that are from this time on (ms since the epoch). */
	since?: number;
	isExpired?: boolean;
}

/** What is known while rounds are turned into changes. */
interface Known {
	before: SyncState | undefined;
	options: ReadOptions;
	created: Created;
	states: States;
}

/**
 * Reads what has changed since the last read.
 * @param before how far was read; `undefined` for a first read
 * @throws GraphError, SignInError, RequestError as `Send` does; nothing is lost then, since `before` still holds
 */
export async function readChanges(
	source: ChangeSource,
	before: SyncState | undefined,
	options: ReadOptions,
): Promise<ChangeSet> {
	const { events, now, startFrom } = options;
	const read = await Promise.all(
		source.feeds.map(async (feed) => ({ feed, rounds: await readFeed(feed, before, options) })),
	);
	const maxFeedDelayMs = Math.max(maxDelayMs, ...source.feeds.map((feed) => feed.maxDelayMs ?? 0));
	const oldest = (before?.readAt ?? now) - maxFeedDelayMs;
	const recent = Object.entries(before?.created ?? {}).filter(([, { at }]) => at >= oldest);
	const known: Known = {
		before,
		options,
		created: Object.fromEntries(recent),
		states: createStates(before?.states),
	};
	const changes: Change[] = [];
	for (const { feed, rounds } of read) {
		for (const round of rounds) changes.push(...(await changesOf(feed, round, known)));
	}
	// Each change once: the same object may come on several pages, the last of which counts.
	const distinct = [...new Map(changes.map((change) => [change.id, change])).values()];
	return {
		changes: distinct.filter(
			// What was gone before the first read did not go since.
			({ event }) => events.includes(event) && !(event === 'deleted' && before === undefined),
		),
		syncState: {
			readAt: now,
			from: before === undefined && startFrom === 'now' ? now : before?.from,
			feeds: Object.fromEntries(
				read.map(({ feed, rounds }) => [feed.key, (rounds.at(-1) as FeedRound).cursor]),
			),
			created: known.created,
			states: known.states.kept(),
		},
		resynchronized: read.some(({ rounds }) => rounds.some(({ isExpired }) => isExpired)),
	};
}

/** The changes among the entries of a round. */
async function changesOf(feed: Feed, round: FeedRound, known: Known): Promise<Change[]> {
	const { states, options } = known;
	const { changeFields } = options;
	const isFull = round.since !== undefined;
	if (isFull && feed.mayRepeat === true) states.clear();
	const existing = isFull ? new Set<string>() : await findExisting(feed, round.entries, known);
	const isRepeat = (object: unknown, state: string) =>
		feed.mayRepeat === true && states.isSame(`${feed.key} ${String(object)}`, state);
	const changes: Change[] = [];
	for (const entry of round.entries) {
		if (isGone(entry) && existing.has(String(entry.id))) continue;
		if ((await feed.concerns?.(entry)) === false) continue;
		const parts = feed.split?.(entry);
		if (parts === undefined) {
			if (isRepeat(entry.id, stateOf(entry, changeFields))) continue;
			// What a full round calls gone may have gone at any time.
			if (isFull && isGone(entry)) continue;
		}
		for (const change of parts ?? classify(feed, entry, round, known)) {
			if (parts !== undefined && isRepeat(change.entry.id, change.event)) continue;
			if (change.canRecur === true && isFull) continue;
			changes.push(changeOf(change.event, change.entry, changeFields, round.from, change.canRecur));
		}
	}
	return changes;
}

/** The IDs of what is called gone in a round, and exists all the same. */
async function findExisting(
	{ objectRequest }: Feed,
	entries: readonly IDataObject[],
	{ before, options: { events, send } }: Known,
): Promise<Set<string>> {
	if (objectRequest === undefined || before === undefined || !events.includes('deleted')) return new Set();
	const gone = new Map(entries.filter(isGone).map((entry) => [String(entry.id), entry]));
	// At the same time, so that the requests go together.
	const found = await Promise.all(
		[...gone].map(async ([id, entry]) => ((await exists(objectRequest(entry), send)) ? [id] : [])),
	);
	return new Set(found.flat());
}

/** @returns the round behind the last link, and a full one where that link has expired, or is of no more use */
async function readFeed(
	feed: Feed,
	before: SyncState | undefined,
	options: ReadOptions,
): Promise<FeedRound[]> {
	const { now } = options;
	const cursor = before?.feeds[feed.key];
	if (cursor === undefined) return [await startFeed(feed, options)];
	try {
		const rounds = [await readOn(feed, cursor, options)];
		const isOld = now - cursor.begunAt >= (feed.renewAfterMs ?? Infinity);
		// A link that has given so much may give nothing more soon: what comes meanwhile has room in the other half.
		const isSpent = (rounds[0]?.cursor.given ?? 0) >= (feed.maxSince ?? Infinity) / 2;
		if (isOld || isSpent) rounds.push(await resync(feed, before, options));
		return rounds;
	} catch (error) {
		if (!isLinkExpired(error)) throw caught(error);
		return [{ ...(await resync(feed, before, options)), isExpired: true }];
	}
}

/** The first read of a feed. */
async function startFeed(feed: Feed, { now, send, startFrom }: ReadOptions): Promise<FeedRound> {
	if (startFrom === 'beginning') return await readFrom(feed, 'all', now, send);
	if (feed.overlapMs !== undefined) {
		// Read all the same, so that a refusal is reported when the workflow is activated.
		const { cursor } = await readFrom(feed, new Date(now).toISOString(), now, send);
		return { entries: [], cursor, from: '' };
	}
	// Times are of whole seconds, and clocks differ: what exists is skipped here, not by its timestamp.
	const from = feed.since === undefined ? 'all' : new Date(now - maxDelayMs).toISOString();
	const { cursor } = await readFrom(feed, from, now, send, { isFirst: true });
	return { entries: [], cursor, from: '' };
}

async function readOn(feed: Feed, cursor: FeedCursor, { now, send }: ReadOptions): Promise<FeedRound> {
	if (feed.overlapMs !== undefined) {
		const since = Math.max(Date.parse(cursor.link) - feed.overlapMs, cursor.begunAt);
		const { entries, cursor: next } = await readFrom(feed, new Date(since).toISOString(), now, send);
		return { entries, cursor: { ...next, begunAt: cursor.begunAt }, from: '' };
	}
	const first = feed.all(now);
	const { changes, deltaLink, count } = await readDelta({ ...first, link: cursor.link }, send);
	const { given = 0 } = cursor;
	const next = { ...cursor, link: deltaLink, given: given < 0 ? given : given + count };
	return { entries: changes, cursor: next, from: cursor.link };
}

/** A full round where the old link is of no more use: what is new in it is found by timestamp. */
async function resync(
	feed: Feed,
	before: SyncState | undefined,
	{ now, send }: ReadOptions,
): Promise<FeedRound> {
	const since = newSince(before, now);
	const from = feed.since === undefined ? 'all' : new Date(since).toISOString();
	return { ...(await readFrom(feed, from, now, send)), since };
}

/** @param isFirst whether only the link is wanted, not what exists */
async function readFrom(
	feed: Feed,
	from: string,
	now: number,
	send: Send,
	{ isFirst = false } = {},
): Promise<FeedRound> {
	const since = from === 'all' ? undefined : feed.since?.(from);
	const request = (isFirst ? feed.latest : undefined) ?? since ?? feed.all(now);
	if (feed.overlapMs !== undefined) {
		const entries = await readList(request, { limit: Infinity }, send);
		return { entries, cursor: { link: new Date(now).toISOString(), begunAt: now }, from: '' };
	}
	const { changes, deltaLink, count } = await readDelta(request, send, () => !isFirst);
	// With so many since that time, Graph may have left some out; without a time it leaves out nothing.
	if (since !== undefined && count >= (feed.maxSince ?? Infinity))
		return await readFrom(feed, 'all', now, send, { isFirst });
	const cursor = { link: deltaLink, begunAt: now, given: since === undefined ? -1 : count };
	return { entries: changes, cursor, from: '' };
}

/** From when on, in ms since the epoch, what happened may be found only now; what existed at the first read isn't new. */
function newSince(before: SyncState | undefined, now: number, delayMs = maxDelayMs): number {
	return Math.max((before?.readAt ?? now) - delayMs, (before?.from ?? 0) - maxClockSkewMs);
}

/**
 * What an entry says. Where it isn't sure whether something new was emitted before it changed, both: one of them is a repeat.
 */
function classify(
	feed: Feed,
	entry: IDataObject,
	{ since }: FeedRound,
	{ before, created, options: { changeFields, now, startFrom } }: Known,
): FeedChange[] {
	const gone = isGone(entry);
	if (feed.event !== undefined) {
		const time = entry[(feed.event === 'updated' && changeFields.modified) || changeFields.created];
		const isOld = since !== undefined && !gone && !(Date.parse(String(time)) >= since);
		return gone === (feed.event === 'deleted') && !isOld ? [{ event: feed.event, entry }] : [];
	}
	if (gone) return [{ event: 'deleted', entry }];

	const id = String(entry.id);
	const version = versionOf(entry, changeFields) || digest([JSON.stringify(entry)]);
	const at = Date.parse(String(entry[changeFields.created]));
	const earlier = created[id];
	if (earlier !== undefined) {
		if (earlier.version === version) return [{ event: 'created', entry }];
		// From now on it may be as it was when it was new, and have changed all the same.
		created[id] = { ...earlier, version: '' };
		return [
			{ event: 'created', entry },
			{ event: 'updated', entry },
		];
	}
	const first = before === undefined;
	const newest = first ? now : newSince(before, now, feed.maxDelayMs);
	if (at >= newest || (first && startFrom === 'beginning')) {
		if (at >= now - 2 * Math.max(maxDelayMs, feed.maxDelayMs ?? 0)) created[id] = { version, at };
		return [{ event: 'created', entry }];
	}
	const oldest =
		since ?? (first || feed.maxDelayMs === undefined ? undefined : before.readAt - feed.maxDelayMs);
	if (oldest !== undefined && !(Date.parse(String(entry[changeFields.modified ?? ''])) >= oldest)) return [];
	return [{ event: 'updated', entry }];
}

function isLinkExpired(error: unknown): boolean {
	if (!(error instanceof GraphError)) return false;
	return error.parts.status === 410 || endedLinkCodes.includes(error.parts.code ?? '');
}
