import type { IDataObject } from 'n8n-workflow';

import { looksOf, type Change } from '../changes/change';
import type { Reading } from '../changes/readChanges';
import type { Subscription } from '../subscriptions/subscription';

/** For so long, in ms, what is stored stays behind what was told: n8n stores an execution a moment after it was given its items. */
const behind = 30_000;
/** How many changes that were told are kept in mind, by their ids. */
const mostTold = 10_000;

/** How far was read at a time. */
interface Step {
	reading: Reading;
	/** Ids of changes that were told after it, by what the changes look like, where another process makes other ids. */
	told: Record<string, string>;
	/** When what was found was told, ms since the epoch. */
	at: number;
}

/** What a process knows of one trigger of one workflow. n8n's static data is a copy of it that outlives the process. */
export interface Memory {
	/** How far was read; `undefined` before the first look. */
	reading?: Reading;
	/** What is watched, as a text: a reading is of use for that only. */
	watched: string;
	/** Whether it was ever read: "the beginning" comes once. */
	wasRead: boolean;
	/** Counts the readings, to tell the newer of two. */
	sequence: number;
	/** The readings of the last time, oldest first. */
	steps: Step[];
	/** Ids of changes that this process has told. */
	told: Set<string>;
	/** Ids of changes that executions of this process were given: n8n's queue mode has other processes for these. */
	arrived: Set<string>;
	/** What n8n keeps for the activation that polls belong to now. */
	activation?: object;
	/** Where Graph is to send its notifications, once n8n has said so. */
	notificationUrl?: string;
	subscription?: Subscription;
	/** The path of what is watched as Graph takes it in a subscription, and which one that was. */
	resolved?: { from: string; to: string };
	/** Whether Graph refuses to notify of what is watched, so that only polls find what changes. */
	pollsOnly?: boolean;
	/** Whether Graph has to be asked if it still has the subscription. */
	isUnsure: boolean;
	/** What Graph calls the trigger with; the same as long as the workflow has it. */
	clientState?: string;
	/** Whether polls, and whether notifications come to this process: n8n's queue mode has others for these. */
	polls: boolean;
	isNotified: boolean;
	/** The end of what is being done, and whether something waits for it already. */
	busy: Promise<unknown>;
	waiting: boolean;
	/** The objects that notifications were about for which it waits to look; `undefined` of one that did not say. */
	named: Array<string | undefined>;
}

/** What of it n8n stores. */
interface Stored {
	watched?: string;
	sequence?: number;
	reading?: Reading;
	/** Ids of changes that were told after that reading, by what the changes look like. */
	told?: Record<string, string>;
	subscription?: Subscription;
	clientState?: string;
}

const memories = new Map<string, Memory>();

/** What this process knows of a trigger. */
export function memoryOf(key: string): Memory {
	const known = memories.get(key);
	if (known !== undefined) return known;
	const memory: Memory = {
		watched: '',
		wasRead: false,
		sequence: 0,
		steps: [],
		told: new Set(),
		arrived: new Set(),
		isUnsure: false,
		polls: false,
		isNotified: false,
		busy: Promise.resolve(),
		waiting: false,
		named: [],
	};
	memories.set(key, memory);
	return memory;
}

/** Forgets a trigger that is no longer active. */
export function forget(key: string): void {
	memories.delete(key);
}

/** Takes over from n8n's static data what is newer there than what this process knows. */
export function load(memory: Memory, staticData: IDataObject, watched: string): void {
	const stored = staticData as Stored;
	memory.clientState ??= stored.clientState;
	const newer = stored.subscription && stored.subscription.madeAt > (memory.subscription?.madeAt ?? 0);
	if (newer) memory.subscription = stored.subscription;
	if (memory.watched !== watched)
		Object.assign(memory, { watched, wasRead: false, reading: undefined, steps: [], sequence: 0 });
	const { reading, told = {}, sequence = 0 } = stored;
	memory.wasRead ||= stored.watched === watched && reading !== undefined;
	if (reading === undefined || stored.watched !== watched || sequence <= memory.sequence) return;
	Object.assign(memory, { reading, sequence, steps: [{ reading, told, at: reading.lookedAt }] });
}

/** Begins without what was read before. */
export function startAnew(memory: Memory, staticData: IDataObject): void {
	Object.assign(memory, { reading: undefined, steps: [], told: new Set() });
	delete staticData.reading;
}

/**
 * Goes back to before what was told last: n8n leaves out what a poll finds while the workflow is edited. What executions of
 * this process were given stays told.
 */
export function goBack(memory: Memory): void {
	const last = behindOf(memory);
	if (last === undefined) return;
	const steps = [{ ...last, at: last.reading.lookedAt }];
	Object.assign(memory, { reading: last.reading, steps, told: new Set(memory.arrived) });
}

/** The oldest reading that is kept, and what was told since. */
function behindOf({ steps, reading }: Memory): Pick<Step, 'reading' | 'told'> | undefined {
	const [oldest] = steps;
	if (oldest === undefined) return undefined;
	const told = Object.assign({}, ...steps.map((step) => step.told)) as Record<string, string>;
	return { reading: { ...oldest.reading, created: reading?.created ?? {} }, told };
}

/**
 * Keeps what a look has found in mind.
 * @param at when it is told, ms since the epoch
 * @returns the changes that this process has not told yet
 */
export function remember(memory: Memory, found: readonly Change[], reading: Reading, at: number): Change[] {
	const last = memory.steps.at(-1);
	const told = { ...last?.told };
	// After a restart the same changes are found behind an older link: they go by the ids they were told with.
	const changes = found.map((change) =>
		change.sameEverywhere ? change : { ...change, id: repeated(memory, change) ?? change.id },
	);
	const fresh: Change[] = [];
	for (const one of changes) {
		const change = changedSince(memory, one);
		if (memory.told.has(change.id)) continue;
		tell(memory, change);
		if (!change.sameEverywhere) told[looksOf(change)] = change.id;
		fresh.push(change);
	}
	if (last !== undefined) last.told = told;
	memory.wasRead = true;
	memory.reading = reading;
	memory.sequence += 1;
	memory.steps.push({ reading, told: {}, at });
	return fresh;
}

/** Keeps in mind that a change was told, and in which state what is created was. */
export function tell({ told }: Memory, { id, state }: Pick<Change, 'id' | 'state'>): void {
	keepInMind(told, state === undefined ? [id] : [id, state]);
}

/** Keeps in mind which changes an execution was given. */
export const arrive = ({ arrived }: Memory, ids: readonly string[]): void => keepInMind(arrived, ids);

function keepInMind(known: Set<string>, ids: readonly string[]): void {
	for (const id of ids) {
		known.add(id);
		if (known.size > mostTold) known.delete(known.values().next().value as string);
	}
}

/** What a notification told as created, with its data, is found by a look for the first time: it may have changed since. */
function changedSince({ told }: Memory, change: Change): Change {
	const { id, state } = change;
	if (state === undefined || !told.has(id) || told.has(state)) return change;
	return { ...change, event: 'updated', id: state, state: undefined };
}

/** Whether any process that has not told a change before would know that. */
function repeated({ steps }: Memory, change: Change): string | undefined {
	// Only the first step after a restart: later, what looks the same has come again.
	return steps.length === 1 ? steps[0]?.told[looksOf(change)] : undefined;
}

/**
 * Writes to n8n's static data: a reading from before what was told last, since that may get lost in a crash. What is read
 * again then is known as told. Only the process that polls keeps the readings: others skip changes, which its next poll
 * finds.
 */
export function store(memory: Memory, staticData: IDataObject, now: number): void {
	const { watched, sequence, subscription, clientState } = memory;
	const stored: Stored = { subscription, clientState };
	trim(memory, now);
	if (memory.polls) Object.assign(stored, { watched, sequence, ...behindOf(memory) });
	Object.assign(staticData, JSON.parse(JSON.stringify(stored)) as IDataObject);
}

/** Lets go of readings that what was told since is behind, too. */
export function trim({ steps }: Memory, now: number): void {
	while (steps.length > 1 && (steps[1]?.at ?? now) <= now - behind) steps.shift();
}
