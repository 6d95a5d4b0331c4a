import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../credentials/auth/core/caught';
import { isNotFound } from '../../graph/errors/graphError';
import { requestError } from '../../graph/errors/requestError';
import { isGone } from '../../graph/lists/delta';
import { digest } from '../digest';
import type { ChangeFields, ChangeSource, Feed, FeedChange } from '../watches/watch';
import { changeOf, stateOf, versionOf, type Change } from './change';
import { readContainers } from './readContainers';
import {
	maxDelayMs,
	newSince,
	readFeed,
	type Created,
	type FeedRead,
	type FeedRound,
	type ReadOptions,
	type SyncState,
} from './readFeed';
import { createStates, maxStates, type States } from './states';

export type { SyncState } from './readFeed';

/** What a read found. */
export interface ChangeSet {
	changes: Change[];
	syncState: SyncState;
	/** Whether a delta link was no longer valid, so that changes were found by timestamp. */
	resynchronized: boolean;
	/** Set where a part wasn't read, which the next read makes up for: the error. */
	failure?: Error;
}

/** What is known while rounds are turned into changes. */
interface Known {
	before: SyncState | undefined;
	options: ReadOptions;
	created: Created;
	states: States;
	/** Whether what one feed reports as created may have been moved there from another. */
	hasContainers: boolean;
}

/**
 * Reads what has changed since the last read.
 * @param before how far was read; `undefined` for a first read
 * @throws GraphError, SignInError, RequestError as `Send` does; nothing is lost then, since `before` still holds. Where
 * some of several containers were read, that isn't thrown, but returned as `failure`
 */
export async function readChanges(
	source: ChangeSource,
	before: SyncState | undefined,
	given: ReadOptions,
): Promise<ChangeSet> {
	const { created = given.changeFields.created } = source.containers ?? {};
	const options = { ...given, changeFields: { ...given.changeFields, created } };
	const { events, now, startFrom } = options;
	const { read, state, failure, isPart } = await readSource(source, before, options);
	const maxFeedDelayMs = Math.max(maxDelayMs, ...source.feeds.map((feed) => feed.maxDelayMs ?? 0));
	const oldest = (before?.readAt ?? now) - maxFeedDelayMs;
	const recent = Object.entries(before?.created ?? {}).filter(([, { at }]) => at >= oldest);
	const known: Known = {
		before,
		options,
		created: Object.fromEntries(recent),
		states: createStates(before?.states),
		hasContainers: source.containers !== undefined,
	};
	const changes: Change[] = [];
	for (const { feed, rounds, before: own = before } of read) {
		for (const round of rounds) changes.push(...(await changesOf(feed, round, { ...known, before: own })));
	}
	// Each change once: the same object may come on several pages, the last of which counts.
	const distinct = [...new Map(changes.map((change) => [change.id, change])).values()];
	const wanted = distinct.filter(({ event }) => events.includes(event));
	return {
		changes: source.containers === undefined ? wanted : inOrder(wanted, options.changeFields),
		syncState: {
			readAt: isPart ? (before?.readAt ?? now) : now,
			from: before === undefined && startFrom === 'now' ? now : before?.from,
			created: known.created,
			states: known.states.kept(),
			...state,
		},
		resynchronized: read.some(({ rounds }) => rounds.some(({ isExpired }) => isExpired)),
		failure,
	};
}

/** What was read of a source. */
interface SourceRead {
	read: FeedRead[];
	state: Pick<SyncState, 'feeds' | 'containers'>;
	failure?: Error;
	/** Whether some feeds weren't read. */
	isPart: boolean;
}

async function readSource(
	{ feeds, containers }: ChangeSource,
	before: SyncState | undefined,
	options: ReadOptions,
): Promise<SourceRead> {
	if (containers !== undefined) return await readContainers(containers, before, options);
	const read = await Promise.all(
		feeds.map(async (feed) => ({ feed, rounds: await readFeed(feed, before, options) })),
	);
	const cursors = read.map(({ feed, rounds }) => [feed.key, (rounds.at(-1) as FeedRound).cursor] as const);
	return { read, state: { feeds: Object.fromEntries(cursors) }, isPart: false };
}

/**
 * Changes of several containers in the order of their times. Graph doesn't say when something was deleted: that comes last,
 * and once, since more than one container may report it.
 */
function inOrder(changes: readonly Change[], { created, modified }: ChangeFields): Change[] {
	const timeOf = ({ event, entry }: Change) => {
		const time = Date.parse(String(entry[(event === 'updated' && modified) || created]));
		return Number.isNaN(time) ? Infinity : time;
	};
	const gone = new Set<string>();
	return changes
		.filter(({ event, entry }) => {
			if (event !== 'deleted') return true;
			const isFirst = !gone.has(String(entry.id));
			gone.add(String(entry.id));
			return isFirst;
		})
		.map((change) => ({ change, time: timeOf(change) }))
		.sort((one, other) => (one.time === other.time ? 0 : one.time - other.time))
		.map(({ change }) => change);
}

/** The changes among the entries of a round. */
async function changesOf(feed: Feed, round: FeedRound, all: Known): Promise<Change[]> {
	// What gives all that exists is read as if nothing had been read before.
	const known = round.isBeginning === true ? { ...all, before: undefined } : all;
	const { states, options, before } = known;
	const { changeFields } = options;
	const isFull = round.since !== undefined;
	if (isFull && feed.mayRepeat === true) states.clear();
	const existing = isFull ? new Set<string>() : await findExisting(feed, round.entries, known);
	const isRepeat = (object: unknown, state: string) =>
		feed.mayRepeat === true && states.isSame(`${feed.key} ${String(object)}`, state);
	if (feed.compares !== undefined && round.entries.length > maxStates) {
		throw requestError({
			what: `There are ${round.entries.length} objects to compare, more than ${maxStates}.`,
			why: 'Graph reports no changes of them, so the trigger compares each with how it found it last, and remembers no more.',
			fix: feed.compares,
		});
	}
	const changes: Change[] = [];
	for (const entry of round.entries) {
		if (isGone(entry) && existing.has(String(entry.id))) continue;
		if ((await feed.concerns?.(entry)) === false) continue;
		const parts = feed.split?.(entry);
		if (parts === undefined) {
			if (isRepeat(entry.id, stateOf(entry, changeFields)) || round.isBaseline === true) continue;
			// What a full round calls gone may have gone at any time.
			if (isFull && isGone(entry)) continue;
		}
		for (const change of parts ?? classify(feed, entry, round, known)) {
			if (parts !== undefined && isRepeat(change.entry.id, change.event)) continue;
			if (change.canRecur === true && isFull) continue;
			// What was gone before the first read did not go since.
			if (change.event === 'deleted' && before === undefined) continue;
			changes.push(changeOf(change.event, change.entry, changeFields, round.from, change.canRecur));
		}
	}
	return changes;
}

/** The IDs of what is called gone in a round, and exists all the same. */
async function findExisting(
	{ objectRequest, isWatched = () => true }: Feed,
	entries: readonly IDataObject[],
	{ before, options: { events, send } }: Known,
): Promise<Set<string>> {
	if (objectRequest === undefined || before === undefined || !events.includes('deleted')) return new Set();
	const gone = new Map(entries.filter(isGone).map((entry) => [String(entry.id), entry]));
	const find = async (id: string, entry: IDataObject): Promise<string[]> => {
		try {
			const { body } = await send({ ...objectRequest(entry), method: 'GET' });
			return isWatched(Object(body) as IDataObject) ? [id] : [];
		} catch (error) {
			if (isNotFound(error)) return [];
			throw caught(error);
		}
	};
	// At the same time, so that the requests go together.
	const found = await Promise.all([...gone].map(async ([id, entry]) => await find(id, entry)));
	return new Set(found.flat());
}

/**
 * What an entry says. Where it isn't sure whether something new was emitted before it changed, both: one of them is a repeat.
 */
function classify(
	feed: Feed,
	entry: IDataObject,
	{ since, isBeginning = false }: FeedRound,
	{ before, created, hasContainers, options: { changeFields, now } }: Known,
): FeedChange[] {
	const gone = isGone(entry);
	if (feed.event !== undefined) {
		const time = entry[(feed.event === 'updated' && changeFields.modified) || changeFields.created];
		const mayBeMoved = hasContainers && feed.event === 'created' && before !== undefined;
		const from = since ?? (mayBeMoved ? newSince(before, now) : undefined);
		const isOld = from !== undefined && !gone && !(Date.parse(String(time)) >= from);
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
	if (at >= newest || isBeginning) {
		if (at >= now - 2 * Math.max(maxDelayMs, feed.maxDelayMs ?? 0)) created[id] = { version, at };
		return [{ event: 'created', entry }];
	}
	const oldest =
		since ?? (first || feed.maxDelayMs === undefined ? undefined : before.readAt - feed.maxDelayMs);
	if (oldest !== undefined && !(Date.parse(String(entry[changeFields.modified ?? ''])) >= oldest)) return [];
	return [{ event: 'updated', entry }];
}
