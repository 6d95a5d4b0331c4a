import type { INodeExecutionData } from 'n8n-workflow';

import type { Trigger } from '../openTrigger';
import type { Change } from './change';
import { itemOf, wantedChanges } from './items';
import { readChanges } from './readChanges';

/**
 * Reads changes, marks them as emitted, and stores how far was read.
 * @param filter which of them may be emitted; the others are left to a later read
 * @param objects IDs of the objects that notifications name; `undefined` of one that names none, and of a poll
 * @returns the new changes as items, in the order in which Graph gave them; those of several containers by time
 * @throws what `readChanges` throws; its `failure`, unless something was found: what was read stays read
 */
export async function collectItems(
	trigger: Trigger,
	filter: (change: Change) => boolean = () => true,
	objects?: ReadonlyArray<string | undefined>,
): Promise<INodeExecutionData[]> {
	const { context, state, source, events, watch, options, send, watched, staticData } = trigger;
	state.load(staticData, watched);
	const { changes, syncState, resynchronized, failure } = await readChanges(source, state.syncState, {
		events,
		changeFields: watch.changeFields,
		send,
		now: Date.now(),
		startFrom: options.startFrom === 'beginning' && !state.hasRead ? 'beginning' : 'now',
		objects,
	});
	const emittedAt = Date.now();
	const fresh = state.advance(wantedChanges(trigger, changes).filter(filter), syncState, emittedAt);
	if (state.isPolling) state.store(staticData, emittedAt);
	if (failure !== undefined) {
		if (fresh.length === 0) throw failure;
		context.logger.warn(`A part wasn't read; the next poll reads it: ${failure.message}`);
	}
	if (resynchronized) {
		context.logger.info('The delta link was no longer valid, so the changes were found by timestamp.');
	}
	return fresh.map((change) => itemOf(trigger, change, resynchronized ? { resynchronized } : {}));
}
