import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { Change } from './change';
import { look } from './readChanges';
import { goBack, load, remember, startAnew, store, trim, type Memory } from '../state/triggerState';
import { longestGap } from './pollTimes';
import { isTakenUp, itemOf, passes, type Trigger } from '../openTrigger';

/** Static data of the activations that have begun; n8n has a new object for each. */
const begun = new WeakSet<object>();
/** A workflow that is activated after so many minutes without a look was paused. */
const pause = 10;
/** How far apart polls by a cron expression may be, in minutes. */
const day = 24 * 60;

/** One after the other, for one trigger in this process. */
export async function inTurn<T>(memory: Memory, work: () => Promise<T>): Promise<T> {
	const mine = memory.busy.then(work, work);
	memory.busy = mine.catch(() => undefined);
	return await mine;
}

/**
 * Begins an activation, once for each. After a pause what came meanwhile is left out, unless the person wants it; n8n's own
 * restart and an edit of the active workflow are no pause.
 * @returns whether the activation is the newest: n8n leaves out what a poll of an older one finds
 */
export function beginActivation(trigger: Trigger): boolean {
	const { memory, staticData } = trigger;
	if (begun.has(staticData)) return memory.activation === staticData;
	begun.add(staticData);
	memory.activation = staticData;
	takeUp(trigger);
	return true;
}

/** Takes up what was read before, unless the workflow was paused. */
function takeUp({ context, memory, options, watched, staticData }: Trigger): void {
	load(memory, staticData, watched);
	if (memory.reading === undefined) return;
	const { lookedAt } = memory.reading;
	goBack(memory);
	const poll = context as IPollFunctions;
	const goesOn = isTakenUp(poll) || poll.getActivationMode() === 'update';
	// Where n8n keeps the readings of polls itself, each poll looks like a new activation.
	const gap = longestGap(poll.getNodeParameter('pollTimes', {}) as object, day);
	const paused = Date.now() - lookedAt > Math.max(pause, 2 * gap) * 60_000;
	if (paused && !goesOn && options.catchUp !== true) startAnew(memory, staticData);
}

/**
 * Looks for changes, keeps in mind that they are told, and stores how far was read.
 * @param filter which of them may be told; those that may not are left to a later look
 * @returns the new changes as items, in the order in which Graph gave them
 */
export async function lookForItems(
	trigger: Trigger,
	filter: (change: Change) => boolean = () => true,
): Promise<INodeExecutionData[]> {
	const { context, memory, source, events, watch, options, send, watched, staticData } = trigger;
	load(memory, staticData, watched);
	const now = Date.now();
	// What another process passes on may be named by a notification that is still on its way.
	const before = memory.polls ? memory.reading : memory.steps[0]?.reading;
	const startFrom = options.startFrom === 'beginning' && !memory.wasRead ? 'beginning' : 'now';
	const found = await look(source, before, { events, tellBy: watch.tellBy, send, now, startFrom });
	const toldAt = Date.now();
	const told = remember(
		memory,
		found.changes
			.filter((change) => passes(trigger, change) && filter(change))
			.map((change) => asWanted(trigger, change)),
		found.reading,
		toldAt,
	);
	if (memory.polls) store(memory, staticData, toldAt);
	else trim(memory, toldAt);
	if (found.resynchronized) {
		context.logger.info('Graph no longer knew the delta link: the changes were told from their times.');
	}
	const more = found.resynchronized ? { resynchronized: true } : {};
	return told.map((change) => itemOf(change, more));
}

/** Where Graph keeps the events apart itself, or updates are not wanted, what is created says nothing of updates. */
export function asWanted({ source, events }: Trigger, change: Change): Change {
	const apart = source.feeds.every(({ event }) => event !== undefined) || !events.includes('updated');
	return apart ? { ...change, state: undefined } : change;
}
