import type { IDataObject } from 'n8n-workflow';

import { contentIdOf, type Change } from '../changes/change';
import type { SyncState } from '../changes/readChanges';
import { Mutex } from './mutex';
import { RecentIds } from './recentIds';
import { SubscriptionState, type StoredSubscription } from './subscriptionState';

/** What an activation does once: `Activation` in activation.ts. */
interface Beginning {
	/** @returns whether the activation begins now */
	begin(): boolean;
}

/**
 * How far, in ms, what is stored stays behind what was emitted: n8n stores an execution a moment after it was given its items.
 */
const storeLagMs = 30_000;

/** How far was read at a time. */
interface Checkpoint {
	sync: SyncState;
	/** Ids of changes that were emitted after it, by their content, where another process makes other ids. */
	emitted: Record<string, string>;
	/** When what was found was emitted, ms since the epoch. */
	at: number;
}

/**
 * What n8n stores of it, in the node's static data. Workflows that run have stored it under these names since the first
 * version, so they stay: `reading` is the sync state, with `lookedAt` for its `readAt`; `told` are the ids of changes that
 * were emitted after it, by their content.
 */
interface StoredState extends StoredSubscription {
	watched?: string;
	sequence?: number;
	reading?: Omit<SyncState, 'readAt'> & { lookedAt: number };
	told?: Record<string, string>;
}

/**
 * What a process knows of one trigger of one workflow. n8n's static data is a copy of it that outlives the process. Its
 * fields are changed by its methods alone.
 */
export class TriggerState {
	readonly subscription = new SubscriptionState();
	/** What is watched, as a text: a sync state is of use for that only. */
	private watched = '';
	/** How far was read; `undefined` before the first read. */
	private sync?: SyncState;
	/** Whether it was ever read: "the beginning" comes once. */
	private wasRead = false;
	/** Counts the sync states, to know the newer of two. */
	private sequence = 0;
	/** The latest, oldest first. */
	private checkpoints: Checkpoint[] = [];
	/** Changes that this process has emitted. */
	private emitted = new RecentIds();
	/** Changes that executions of this process were given: n8n's queue mode has other processes for these. */
	private readonly received = new RecentIds();
	/** The newest activation. */
	private activation?: Beginning;
	/** Whether polls, and whether notifications come to this process: n8n's queue mode has others for these. */
	private polls = false;
	private notified = false;
	private readonly mutex = new Mutex();
	/** Whether a read waits for its turn, and the objects that it's about; `undefined` of a notification without one. */
	private isReadWaiting = false;
	private namedObjects: Array<string | undefined> = [];

	/** Where the next read starts; `undefined` for a first one. */
	get syncState(): SyncState | undefined {
		// Where another process polls, what it passes on may be named by a notification that is still on its way.
		return this.polls ? this.sync : this.checkpoints[0]?.sync;
	}

	/** Whether changes were ever read. */
	get hasRead(): boolean {
		return this.wasRead;
	}

	get isPolling(): boolean {
		return this.polls;
	}

	get isNotified(): boolean {
		return this.notified;
	}

	/** Polls come to this process, so it keeps the sync state. */
	markPolling(): void {
		this.polls = true;
	}

	/** Notifications come to this process. */
	markNotified(): void {
		this.notified = true;
	}

	/**
	 * Begins an activation, once.
	 * @param restore what is done then
	 * @returns whether the activation is the newest: n8n drops what a poll of an older one finds
	 */
	begin(activation: Beginning, restore: () => void): boolean {
		if (!activation.begin()) return this.activation === activation;
		this.activation = activation;
		restore();
		return true;
	}

	/** Reads and emits one after the other. */
	async runExclusive<T>(work: () => Promise<T>): Promise<T> {
		return await this.mutex.runExclusive(work);
	}

	/** Adds objects to a read that waits for its turn. @returns whether there's one */
	joinRead(objectIds: ReadonlyArray<string | undefined>): boolean {
		if (this.isReadWaiting) this.namedObjects.push(...objectIds);
		return this.isReadWaiting;
	}

	/**
	 * Reads in its turn; notifications that come meanwhile join.
	 * @param work is given the objects that all the notifications name
	 */
	async readExclusive<T>(
		objectIds: ReadonlyArray<string | undefined>,
		work: (named: ReadonlyArray<string | undefined>) => Promise<T>,
	): Promise<T> {
		this.namedObjects.push(...objectIds);
		this.isReadWaiting = true;
		return await this.mutex.runExclusive(async () => {
			this.isReadWaiting = false;
			return await work(this.namedObjects.splice(0));
		});
	}

	/** Takes over from n8n's static data what is newer there than what this process knows. */
	load(staticData: IDataObject, watched: string): void {
		const stored = staticData as StoredState;
		this.subscription.load(stored);
		if (this.watched !== watched) {
			this.watched = watched;
			this.wasRead = false;
			this.sync = undefined;
			this.checkpoints = [];
			this.sequence = 0;
		}
		const { reading, told = {}, sequence = 0 } = stored;
		if (reading === undefined || stored.watched !== watched) return;
		this.wasRead = true;
		if (sequence <= this.sequence) return;
		const { lookedAt, ...rest } = reading;
		this.sync = { ...rest, readAt: lookedAt };
		this.sequence = sequence;
		this.checkpoints = [{ sync: this.sync, emitted: told, at: lookedAt }];
	}

	/** Starts without what was read before. */
	reset(staticData: IDataObject): void {
		this.sync = undefined;
		this.checkpoints = [];
		this.emitted = new RecentIds();
		delete staticData.reading;
	}

	/**
	 * Goes back to before what was emitted last: n8n drops what a poll finds while the workflow is edited. What executions of
	 * this process were given stays emitted.
	 */
	rollBack(): void {
		const oldest = this.oldestCheckpoint();
		if (oldest === undefined) return;
		this.sync = oldest.sync;
		this.checkpoints = [{ ...oldest, at: oldest.sync.readAt }];
		this.emitted = new RecentIds(this.received);
	}

	/**
	 * Moves on to what was just read.
	 * @param at when it's emitted, ms since the epoch
	 * @returns the changes that this process hasn't emitted yet
	 */
	advance(found: readonly Change[], sync: SyncState, at: number): Change[] {
		const last = this.checkpoints.at(-1);
		const emitted = { ...last?.emitted };
		// After a restart the same changes are found behind an older link: they go by the ids they were emitted with.
		const changes = found.map((change) =>
			change.hasStableId ? change : { ...change, id: this.earlierIdOf(change) ?? change.id },
		);
		const fresh: Change[] = [];
		for (const one of changes) {
			const change = this.changedSince(one);
			if (!this.markNew(change)) continue;
			if (!change.hasStableId) emitted[contentIdOf(change)] = change.id;
			fresh.push(change);
		}
		if (last !== undefined) last.emitted = emitted;
		this.wasRead = true;
		this.sync = sync;
		this.sequence += 1;
		this.checkpoints.push({ sync, emitted: {}, at });
		this.trim(at);
		return fresh;
	}

	/** Marks changes as emitted. @returns those that weren't yet */
	markEmitted(changes: readonly Change[]): Change[] {
		return changes.filter((change) => this.markNew(change));
	}

	hasEmitted(id: string): boolean {
		return this.emitted.has(id);
	}

	/** Marks the changes that an execution was given. */
	markReceived(ids: readonly string[]): void {
		this.received.add(ids);
	}

	/**
	 * Writes to n8n's static data: a sync state from before what was emitted last, since that may get lost in a crash. What is
	 * read again then is known as emitted. Only the process that polls keeps the sync state: others skip changes, which its
	 * next poll finds.
	 * @param now ms since the epoch
	 */
	store(staticData: IDataObject, now: number): void {
		this.trim(now);
		const stored: StoredState = this.subscription.stored();
		if (this.polls) Object.assign(stored, { watched: this.watched, sequence: this.sequence });
		const oldest = this.polls ? this.oldestCheckpoint() : undefined;
		if (oldest !== undefined) {
			const { readAt, ...rest } = oldest.sync;
			Object.assign(stored, { reading: { ...rest, lookedAt: readAt }, told: oldest.emitted });
		}
		if (stored.subscription === undefined) delete staticData.subscription;
		Object.assign(staticData, JSON.parse(JSON.stringify(stored)) as IDataObject);
	}

	/** The oldest sync state that is kept, and what was emitted since. */
	private oldestCheckpoint(): Pick<Checkpoint, 'sync' | 'emitted'> | undefined {
		const [oldest] = this.checkpoints;
		if (oldest === undefined) return undefined;
		const emitted = Object.assign({}, ...this.checkpoints.map((one) => one.emitted)) as Record<
			string,
			string
		>;
		return { sync: { ...oldest.sync, created: this.sync?.created ?? {} }, emitted };
	}

	/** Marks a change as emitted, and the state in which something was created. @returns whether it's new */
	private markNew({ id, state }: Change): boolean {
		if (this.emitted.has(id)) return false;
		this.emitted.add(state === undefined ? [id] : [id, state]);
		return true;
	}

	/** What a notification had emitted as created, with its data, is read for the first time: it may have changed since. */
	private changedSince(change: Change): Change {
		const { id, state } = change;
		if (state === undefined || !this.emitted.has(id) || this.emitted.has(state)) return change;
		return { ...change, event: 'updated', id: state, state: undefined };
	}

	/** The id that a change was emitted with before a restart, where another process makes another. */
	private earlierIdOf(change: Change): string | undefined {
		// Only the first checkpoint after a restart: later, the same content has come again.
		return this.checkpoints.length === 1 ? this.checkpoints[0]?.emitted[contentIdOf(change)] : undefined;
	}

	/** Drops sync states that what was emitted since is behind, too. */
	private trim(now: number): void {
		const { checkpoints } = this;
		while (checkpoints.length > 1 && (checkpoints[1]?.at ?? now) <= now - storeLagMs) checkpoints.shift();
	}
}

const states = new Map<string, TriggerState>();

/** What this process knows of a trigger. */
export function triggerStateOf(key: string): TriggerState {
	const known = states.get(key) ?? new TriggerState();
	states.set(key, known);
	return known;
}

/** Forgets a trigger that is no longer active. */
export function forgetTrigger(key: string): void {
	states.delete(key);
}
