import { caught } from '../../../credentials/auth/core/caught';
import { GraphError, isNotFound } from '../../graph/errors/graphError';
import { requestError } from '../../graph/errors/requestError';
import type { Containers, Feed } from '../watches/watch';
import {
	readFeed,
	resync,
	startFeed,
	type FeedCursor,
	type FeedRead,
	type FeedRound,
	type ReadOptions,
	type SyncState,
} from './readFeed';

/** How many containers are watched at most: n8n stores a delta link of each. */
const maxContainers = 500;
/** How many are read at the same time: as many as a batch has room for. */
const readAtOnce = 20;
/** How many of them where all that exists is read: pages of a batch are in memory together. */
const readInFullAtOnce = 4;

/** What was read of several containers. */
export interface ContainersRead {
	read: FeedRead[];
	state: Required<Pick<SyncState, 'feeds' | 'containers'>>;
	/** The first error. */
	failure?: Error;
	/** Whether some containers weren't read. */
	isPart: boolean;
}

interface Target {
	id: string;
	feed: Feed;
}

/**
 * Reads the containers that there are now. A new one is read from its beginning: what is new in it is found by timestamp.
 * One that Graph doesn't find is left out, and dropped once the search doesn't find it either. Those that weren't read keep
 * their cursors, so that the next read goes on where this one ended.
 * @throws what `find` throws; RequestError for too many containers; the error where not one container was read
 */
export async function readContainers(
	containers: Containers,
	before: SyncState | undefined,
	options: ReadOptions,
): Promise<ContainersRead> {
	const stored = before?.containers;
	const starting = before === undefined ? options.startFrom : stored?.starting;
	// At the same time, so that the requests go together.
	const [found, objects] = await Promise.all([
		containers.find(stored?.state),
		starting === undefined ? objectContainers(containers, options) : undefined,
	]);
	const { noun, fix } = containers;
	if (found.ids.length > maxContainers) {
		throw requestError({
			what: `There are ${found.ids.length} ${noun} to watch, more than ${maxContainers}.`,
			fix,
		});
	}
	const all = new Set(found.ids);
	const targets = found.ids.map((id): Target => ({ id, feed: containers.feed(id, all) }));
	const lastOne = stored?.failed;
	const chosen = targets
		.filter(({ id }) => objects?.has(id) ?? true)
		.sort((one, other) => Number(one.id === lastOne) - Number(other.id === lastOne));

	const readOne = async ({ id, feed }: Target): Promise<FeedRound[]> => {
		try {
			return await readContainer(feed, beforeOf(feed, before), starting, options);
		} catch (error) {
			if (isNotFound(error) && found.named?.includes(id) !== true) return [];
			throw caught(error);
		}
	};
	const { done, failure, failed } = await readInTurn(chosen, readOne, widthFor(chosen, before));
	const read = done.filter(({ rounds }) => rounds.length > 0);
	if (failure !== undefined && read.length === 0) throw failure;

	const fresh = new Map(
		read.map(({ feed, rounds }) => {
			const { cursor } = rounds.at(-1) as FeedRound;
			return [feed.key, { ...cursor, readAt: options.now }];
		}),
	);
	const cursors = targets.flatMap(({ feed: { key } }): Array<[string, FeedCursor]> => {
		const cursor = fresh.get(key) ?? before?.feeds[key];
		return cursor === undefined ? [] : [[key, cursor]];
	});
	return {
		read: read.map((one) => ({ ...one, before: beforeOf(one.feed, before) })),
		state: {
			feeds: Object.fromEntries(cursors),
			containers: {
				...(found.state !== undefined && { state: found.state }),
				...(failure !== undefined && starting !== undefined && { starting }),
				...(failed !== undefined && { failed: failed.id }),
			},
		},
		failure,
		isPart: failure !== undefined || objects !== undefined,
	};
}

/** How far a feed was read: it may be one that the last reads left out. */
function beforeOf({ key }: Feed, before: SyncState | undefined): SyncState | undefined {
	const readAt = before?.feeds[key]?.readAt;
	return before === undefined || readAt === undefined ? before : { ...before, readAt };
}

/** The containers of the objects that notifications name; `undefined` for all. */
async function objectContainers(
	{ containersOf }: Containers,
	{ objects }: ReadOptions,
): Promise<ReadonlySet<string> | undefined> {
	if (containersOf === undefined || objects === undefined || objects.length === 0) return undefined;
	const named = objects.filter((object) => object !== undefined);
	if (named.length < objects.length) return undefined;
	const ids = await containersOf([...new Set(named)]);
	return ids && new Set(ids);
}

/** @param starting where a first read begins that hasn't got to all containers yet */
async function readContainer(
	feed: Feed,
	before: SyncState | undefined,
	starting: 'now' | 'beginning' | undefined,
	options: ReadOptions,
): Promise<FeedRound[]> {
	if (before?.feeds[feed.key] !== undefined) return await readFeed(feed, before, options);
	if (before === undefined || starting === 'beginning') {
		return [await startFeed(feed, { ...options, startFrom: starting ?? 'now' })];
	}
	return [await resync(feed, before, options)];
}

/** How many feeds to read at the same time. */
function widthFor(targets: readonly Target[], before: SyncState | undefined): number {
	const isShort = ({ feed }: Target) => before?.feeds[feed.key] !== undefined || feed.since !== undefined;
	return targets.every(isShort) ? readAtOnce : readInFullAtOnce;
}

/**
 * Reads feeds, so many at the same time. Where Graph refuses one, the others are read all the same; after any other error no
 * further one is begun, since it would fail in the same way.
 */
async function readInTurn(
	targets: readonly Target[],
	readOne: (target: Target) => Promise<FeedRound[]>,
	width: number,
): Promise<{ done: FeedRead[]; failure?: Error; failed?: Target }> {
	const done = new Map<Target, FeedRead>();
	const waiting = [...targets];
	let failure: Error | undefined;
	let failed: Target | undefined;
	const work = async () => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			try {
				done.set(next, { feed: next.feed, rounds: await readOne(next) });
			} catch (error) {
				failure ??= error as Error;
				failed ??= next;
				if (!isRefusal(error)) waiting.length = 0;
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, targets.length) }, work));
	// In the order of the containers, whichever was read first.
	return { done: targets.flatMap((target) => done.get(target) ?? []), failure, failed };
}

/** Whether Graph has refused this one request, whatever it says to others. */
const isRefusal = (error: unknown): boolean =>
	error instanceof GraphError &&
	error.parts.status >= 400 &&
	error.parts.status < 500 &&
	![401, 408, 429].includes(error.parts.status);
