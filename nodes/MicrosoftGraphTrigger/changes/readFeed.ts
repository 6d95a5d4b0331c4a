import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../credentials/auth/core/caught';
import type { Send } from '../../graph/client';
import { isLinkExpired, readDelta } from '../../graph/lists/delta';
import { readList } from '../../graph/lists/page';
import type { ChangeEvent, ChangeFields, Feed } from '../watches/watch';

/** How late a change may be found after it happened, in ms: the directory reports a new object when it's everywhere. */
export const maxDelayMs = 60 * 60_000;
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
	/** When it was read last, ms since the epoch, where some feeds of a source may not be read each time. */
	readonly readAt?: number;
}

/** What was emitted as created a short time ago, by ID: its version, `''` once it has changed, and when it was created. */
export type Created = Record<string, { version: string; at: number }>;

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
	/** Where what is watched is in containers that come and go. */
	readonly containers?: ContainersState;
}

/** What is known of containers such as folders. n8n stores it, so these names stay. */
export interface ContainersState {
	/** What the next search for them needs. */
	readonly state?: IDataObject;
	/** Where a first read begins, as long as it hasn't got to all of them. */
	readonly starting?: 'now' | 'beginning';
	/** The ID of the one that couldn't be read: it comes last, so that it doesn't keep the others from being read. */
	readonly failed?: string;
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
	/** IDs of the objects that notifications name: then only their containers are read, where a source has some. */
	objects?: ReadonlyArray<string | undefined>;
}

/** What was read of one feed. */
export interface FeedRound {
	entries: IDataObject[];
	cursor: FeedCursor;
	/** The link that it was read behind. */
	from: string;
	/** Set where the entries are all there are, and only those are changes that are from this time on (ms since the epoch). */
	since?: number;
	isExpired?: boolean;
	/** Whether it only shows how things are, to be compared with later. */
	isBaseline?: boolean;
	/** Whether it gives all that exists as created. */
	isBeginning?: boolean;
}

/** What was read of a feed: a round, or two where it starts again. */
export interface FeedRead {
	feed: Feed;
	rounds: FeedRound[];
	/** How far this feed was read before, where that differs from the others. */
	before?: SyncState;
}

/** @returns the round behind the last link, and a full one where that link has expired, or is of no more use */
export async function readFeed(
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
export async function startFeed(feed: Feed, { now, send, startFrom }: ReadOptions): Promise<FeedRound> {
	if (startFrom === 'beginning') {
		return { ...(await readFrom(feed, 'all', now, send)), isBeginning: true };
	}
	if (feed.overlapMs !== undefined) {
		// Read all the same, so that a refusal is reported when the workflow is activated.
		const { entries, cursor } = await readFrom(feed, new Date(now).toISOString(), now, send);
		if (feed.compares !== undefined) return { entries, cursor, from: '', isBaseline: true };
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
export async function resync(
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
export function newSince(before: SyncState | undefined, now: number, delayMs = maxDelayMs): number {
	return Math.max((before?.readAt ?? now) - delayMs, (before?.from ?? 0) - maxClockSkewMs);
}
