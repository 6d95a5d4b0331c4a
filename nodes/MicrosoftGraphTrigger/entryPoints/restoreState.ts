import type { IPollFunctions } from 'n8n-workflow';

import { maxGapMinutes } from '../changes/pollTimes';
import { isResuming } from '../context';
import type { Trigger } from '../openTrigger';
import { activationOf } from '../state/activation';

/** A workflow that is activated more than so many minutes after its last read was paused. */
const pauseMinutes = 10;
/** How far apart polls by a cron expression may be, in minutes. */
const cronGapMinutes = 24 * 60;

/**
 * Restores the state when an activation begins, once for each. After a pause what changed meanwhile is skipped, unless the
 * person wants it; n8n's own restart and an edit of the active workflow are no pause.
 * @returns whether the activation is the newest: n8n drops what a poll of an older one finds
 */
export function restoreState({ context, state, options, watched, staticData }: Trigger): boolean {
	return state.begin(activationOf(staticData), () => {
		state.load(staticData, watched);
		const { syncState } = state;
		if (syncState === undefined) return;
		state.rollBack();
		const poll = context as IPollFunctions;
		const goesOn = isResuming(poll) || poll.getActivationMode() === 'update';
		// Where n8n keeps the static data of polls itself, each poll looks like a new activation.
		const gap = maxGapMinutes(poll.getNodeParameter('pollTimes', {}) as object, cronGapMinutes);
		const wasPaused = Date.now() - syncState.readAt > Math.max(pauseMinutes, 2 * gap) * 60_000;
		if (wasPaused && !goesOn && options.catchUp !== true) state.reset(staticData);
	});
}
