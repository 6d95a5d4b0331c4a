import type { INodeExecutionData } from 'n8n-workflow';

import type { Trigger } from '../openTrigger';
import type { Change } from './change';
import { itemOf, wantedChanges } from './items';
import { readChanges } from './readChanges';

/**
 * Reads changes, marks them as emitted, and stores how far was read.
 * @param filter which of them may be emitted; the others are left to a later read
 * @returns the new changes as items, in the order in which Graph gave them
 * @throws what `readChanges` throws
 */
export async function collectItems(
	trigger: Trigger,
	filter: (change: Change) => boolean = () => true,
): Promise<INodeExecutionData[]> {
	const { context, state, source, events, watch, options, send, watched, staticData } = trigger;
	state.load(staticData, watched);
	const { changes, syncState, resynchronized } = await readChanges(source, state.syncState, {
		events,
		changeFields: watch.changeFields,
		send,
		now: Date.now(),
		startFrom: options.startFrom === 'beginning' && !state.hasRead ? 'beginning' : 'now',
	});
	const emittedAt = Date.now();
	const fresh = state.advance(wantedChanges(trigger, changes).filter(filter), syncState, emittedAt);
	if (state.isPolling) state.store(staticData, emittedAt);
	if (resynchronized) {
		context.logger.info('The delta link was no longer valid, so the changes were found by timestamp.');
	}
	return fresh.map((change) => itemOf(change, resynchronized ? { resynchronized } : {}));
}
