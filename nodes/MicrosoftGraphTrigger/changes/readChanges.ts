import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../credentials/auth/core/caught';
import { endedLinkCodes, isGone, readDelta } from '../../graph/lists/delta';
import { exists } from '../../graph/exists';
import { GraphError } from '../../graph/errors/graphError';
import { readList } from '../../graph/lists/page';
import type { Send } from '../../graph/client';
import { changeOf, digest, versionOf, type Change } from './change';
import { createStates, stateOf } from './states';
import type { ChangeEvent, Feed, Source, TellBy, Told } from '../watches/watch';

/** How late a change may be found after it happened, in ms: the directory tells of a new object when it is everywhere. */
const mostLate = 60 * 60_000;
/** How far the clock of n8n and Graph's may be apart, in ms. */
const clocksApart = 60_000;

/** How far the changes of a feed were read. */
export interface Position {
	/** The delta link; for a feed that is asked by time, that time. */
	link: string;
	/** When its round over everything began, ms since the epoch. */
	begunAt: number;
	/** How many entries Graph gave behind a link that begins with a time; -1 where it does not. */
	given?: number;
}

/** How far all that is watched was read. */
export interface Reading {
	/** ms since the epoch */
	lookedAt: number;
	/** What was created before that (ms since the epoch) was there already at the first look. */
	from?: number;
	feeds: Readonly<Record<string, Position>>;
	/**
	 * What was told as created a short time ago, by ID: its version, `''` once it has changed, and when it was created (ms
	 * since the epoch).
	 */
	created: Readonly<Record<string, { version: string; at: number }>>;
	/** In which state objects were found last, where Graph may tell the same change again. */
	states?: Readonly<Record<string, string>>;
}

/** What a look needs to know beside the source. */
export interface LookOptions {
	events: readonly ChangeEvent[];
	tellBy: TellBy;
	send: Send;
	/** ms since the epoch */
	now: number;
	/** With what a first look begins: everything that is there, or only what comes. */
	startFrom: 'now' | 'beginning';
}

/** What a look found. */
export interface Look {
	changes: Change[];
	reading: Reading;
	/** Whether Graph no longer knew a delta link, so that what changed was told from times. */
	resynchronized: boolean;
}

/** What was read of one feed. */
interface Round {
	entries: IDataObject[];
	position: Position;
	/** The link that it was read behind. */
	from: string;
	/** Set where the entries are all there are, and only those are changes that are from this time on (ms since the epoch). */
	since?: number;
	ended?: boolean;
}

/**
 * Looks for what has changed since the last look.
 * @param before how far was read; `undefined` for a first look
 * @throws GraphError, SignInError, RequestError as `Send` does; nothing is lost then, since `before` still holds
 */
export async function look(source: Source, before: Reading | undefined, options: LookOptions): Promise<Look> {
	const rounds = await Promise.all(
		source.feeds.map(async (feed) => ({ feed, rounds: await readFeed(feed, before, options) })),
	);
	const created: Record<string, { version: string; at: number }> = {};
	const latest = Math.max(mostLate, ...source.feeds.map(({ late = 0 }) => late));
	const oldest = (before?.lookedAt ?? options.now) - latest;
	for (const [id, one] of Object.entries(before?.created ?? {})) if (one.at >= oldest) created[id] = one;

	const states = createStates(before?.states);
	const changes: Change[] = [];
	for (const { feed, rounds: read } of rounds) {
		for (const round of read) {
			const isAnew = round.since !== undefined;
			if (isAnew && feed.repeats === true) states.clear();
			const stillThere = isAnew ? new Set<string>() : await notGone(feed, round.entries, before, options);
			const isSame = (object: unknown, state: string) =>
				feed.repeats === true && states.isSame(`${feed.key} ${String(object)}`, state);
			for (const entry of round.entries) {
				if (stillThere.has(String(entry.id)) && isGone(entry)) continue;
				if ((await feed.concerns?.(entry)) === false) continue;
				const parts = feed.split?.(entry);
				if (parts === undefined) {
					if (isSame(entry.id, stateOf(entry, options.tellBy))) continue;
					// What a round over everything calls gone may have gone at any time.
					if (isAnew && isGone(entry)) continue;
				}
				for (const told of parts ?? tell(feed, entry, round, before, created, options)) {
					if (parts !== undefined && isSame(told.entry.id, told.event)) continue;
					if (told.again === true && isAnew) continue;
					changes.push(changeOf(told.event, told.entry, options.tellBy, round.from, told.again));
				}
			}
		}
	}
	return {
		changes: distinct(changes).filter(
			// What was gone before the first look did not go since.
			({ event }) => options.events.includes(event) && !(event === 'deleted' && before === undefined),
		),
		reading: {
			lookedAt: options.now,
			from: before === undefined && options.startFrom === 'now' ? options.now : before?.from,
			feeds: Object.fromEntries(
				rounds.map(({ feed, rounds: read }) => [feed.key, (read.at(-1) as Round).position]),
			),
			created,
			states: states.kept(),
		},
		resynchronized: rounds.some(({ rounds: read }) => read.some(({ ended }) => ended)),
	};
}

/** The IDs of what is called gone in a round, and is there all the same. */
async function notGone(
	{ lookUp }: Feed,
	entries: readonly IDataObject[],
	before: Reading | undefined,
	{ events, send }: LookOptions,
): Promise<Set<string>> {
	if (lookUp === undefined || before === undefined || !events.includes('deleted')) return new Set();
	const gone = new Map(entries.filter(isGone).map((entry) => [String(entry.id), entry]));
	// At the same time, so that the requests go together.
	const found = await Promise.all(
		[...gone].map(async ([id, entry]) => ((await exists(lookUp(entry), send)) ? [id] : [])),
	);
	return new Set(found.flat());
}

async function readFeed(feed: Feed, before: Reading | undefined, options: LookOptions): Promise<Round[]> {
	const { now } = options;
	const position = before?.feeds[feed.key];
	if (position === undefined) return [await begin(feed, options)];
	try {
		const rounds = [await goOn(feed, position, options)];
		const isOld = now - position.begunAt >= (feed.renewAfter ?? Infinity);
		if (isOld || isSpent(feed, rounds[0]?.position)) rounds.push(await beginAgain(feed, before, options));
		return rounds;
	} catch (error) {
		if (!hasEnded(error)) throw caught(error);
		return [{ ...(await beginAgain(feed, before, options)), ended: true }];
	}
}

/** Whether a link has given so much that it may give nothing more soon: what comes meanwhile has room in the other half. */
const isSpent = ({ mostSince = Infinity }: Feed, position: Position | undefined) =>
	(position?.given ?? 0) >= mostSince / 2;

/** The first look at a feed. */
async function begin(feed: Feed, { now, send, startFrom }: LookOptions): Promise<Round> {
	if (startFrom === 'beginning') return await readFrom(feed, 'all', now, send);
	if (feed.overlap !== undefined) {
		// Asked all the same, so that a refusal is told when the workflow is activated.
		const { position } = await readFrom(feed, new Date(now).toISOString(), now, send);
		return { entries: [], position, from: '' };
	}
	// Times are of whole seconds, and clocks differ: what there is already is passed over, not told from its time.
	const from = feed.since === undefined ? 'all' : new Date(now - mostLate).toISOString();
	const { position } = await readFrom(feed, from, now, send, { isFirst: true });
	return { entries: [], position, from: '' };
}

async function goOn(feed: Feed, position: Position, { now, send }: LookOptions): Promise<Round> {
	if (feed.overlap !== undefined) {
		const since = Math.max(Date.parse(position.link) - feed.overlap, position.begunAt);
		const { entries, position: next } = await readFrom(feed, new Date(since).toISOString(), now, send);
		return { entries, position: { ...next, begunAt: position.begunAt }, from: '' };
	}
	const first = feed.all(now);
	const { changes, deltaLink, count } = await readDelta({ ...first, link: position.link }, send);
	const { given = 0 } = position;
	const next = { ...position, link: deltaLink, given: given < 0 ? given : given + count };
	return { entries: changes, position: next, from: position.link };
}

/** A new round where the old link is of no more use: what is new in it is told from its times. */
async function beginAgain(
	feed: Feed,
	before: Reading | undefined,
	{ now, send }: LookOptions,
): Promise<Round> {
	const since = newsSince(before, now);
	const from = feed.since === undefined ? 'all' : new Date(since).toISOString();
	return { ...(await readFrom(feed, from, now, send)), since };
}

/** @param isFirst whether only the link is wanted, not what is there already */
async function readFrom(
	feed: Feed,
	from: string,
	now: number,
	send: Send,
	{ isFirst = false } = {},
): Promise<Round> {
	const since = from === 'all' ? undefined : feed.since?.(from);
	const request = (isFirst ? feed.latest : undefined) ?? since ?? feed.all(now);
	if (feed.overlap !== undefined) {
		const entries = await readList(request, { limit: Infinity }, send);
		return { entries, position: { link: new Date(now).toISOString(), begunAt: now }, from: '' };
	}
	const { changes, deltaLink, count } = await readDelta(request, send, () => !isFirst);
	// With so many since that time, Graph may have left some out; without a time it leaves out nothing.
	if (since !== undefined && count >= (feed.mostSince ?? Infinity))
		return await readFrom(feed, 'all', now, send, { isFirst });
	const position = { link: deltaLink, begunAt: now, given: since === undefined ? -1 : count };
	return { entries: changes, position, from: '' };
}

/** From when on, in ms since the epoch, what happened may be found only now; what was there at the first look is no news. */
function newsSince(before: Reading | undefined, now: number, late = mostLate): number {
	return Math.max((before?.lookedAt ?? now) - late, (before?.from ?? 0) - clocksApart);
}

/** What an entry says. Where it is not sure whether something new was told before it changed, both: one of them is a repeat. */
function tell(
	feed: Feed,
	entry: IDataObject,
	{ since }: Round,
	before: Reading | undefined,
	created: Record<string, { version: string; at: number }>,
	{ tellBy, now, startFrom }: LookOptions,
): Told[] {
	const gone = isGone(entry);
	if (feed.event !== undefined) {
		const time = entry[(feed.event === 'updated' && tellBy.modified) || tellBy.created];
		const isOld = since !== undefined && !gone && !(Date.parse(String(time)) >= since);
		return gone === (feed.event === 'deleted') && !isOld ? [{ event: feed.event, entry }] : [];
	}
	if (gone) return [{ event: 'deleted', entry }];

	const id = String(entry.id);
	const version = versionOf(entry, tellBy) || digest([JSON.stringify(entry)]);
	const at = Date.parse(String(entry[tellBy.created]));
	const known = created[id];
	if (known !== undefined) {
		if (known.version === version) return [{ event: 'created', entry }];
		// From now on it may look as it did when it was new, and have changed all the same.
		created[id] = { ...known, version: '' };
		return [
			{ event: 'created', entry },
			{ event: 'updated', entry },
		];
	}
	const first = before === undefined;
	const newest = first ? now : newsSince(before, now, feed.late);
	if (at >= newest || (first && startFrom === 'beginning')) {
		if (at >= now - 2 * Math.max(mostLate, feed.late ?? 0)) created[id] = { version, at };
		return [{ event: 'created', entry }];
	}
	const oldest = since ?? (first || feed.late === undefined ? undefined : before.lookedAt - feed.late);
	if (oldest !== undefined && !(Date.parse(String(entry[tellBy.modified ?? ''])) >= oldest)) return [];
	return [{ event: 'updated', entry }];
}

/** Each change once: the same object may come on several pages, the last of which counts. */
function distinct(changes: readonly Change[]): Change[] {
	return [...new Map(changes.map((change) => [change.id, change])).values()];
}

function hasEnded(error: unknown): boolean {
	if (!(error instanceof GraphError)) return false;
	return error.parts.status === 410 || endedLinkCodes.includes(error.parts.code ?? '');
}
