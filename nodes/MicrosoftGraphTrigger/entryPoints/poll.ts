import { sleep, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';

import { collectItems } from '../changes/collectItems';
import { isResuming, staticDataOf } from '../context';
import { tagEmission } from '../deduplication/emission';
import { openTrigger, type Trigger } from '../openTrigger';
import { activationOf, type PendingPoll } from '../state/activation';
import { maintainSubscription } from '../subscriptions/maintainSubscription';
import { triggerError } from '../triggerError';
import { restoreState } from './restoreState';
import { withTimeout } from './withTimeout';

/**
 * How long, in ms, changes are left to the notifications about them where these come to other processes of n8n: the
 * executions that those begin are known then.
 */
const notificationLeadMs = 5_000;

/**
 * How long, in ms, n8n waits for a poll: the activation, which the first poll belongs to, fails after 84 s, and a poll after
 * five minutes.
 */
const maxFirstPollMs = 45_000;
const maxPollMs = 240_000;

/**
 * One poll: maintains the subscription, and finds changes, also those without a notification.
 * @returns the changes as items; `null` when there are none, or when reading takes long: then the next poll has them
 */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const activation = activationOf(staticDataOf(this));
	const { poll: pending, isFirst } = activation.joinPoll(() => startPoll(this));
	try {
		const [items] = await withTimeout(pending.items, isFirst ? maxFirstPollMs : maxPollMs);
		if (items === undefined) {
			this.logger.info('Reading is taking a while; a later poll emits the changes.');
			return null;
		}
		if (!activation.takePoll(pending) || items.length === 0) return null;
		const { state } = await pending.trigger;
		return [tagEmission(items, state.subscription.isPollsOnly)];
	} catch (error) {
		if (!activation.takePoll(pending)) return null;
		const trigger = await pending.trigger.catch(() => undefined);
		const shown = triggerError(this, error, trigger);
		if (!isFirst || !isResuming(this)) throw shown;
		// n8n gives a trigger up after some failed seconds, and doesn't activate it again by itself.
		this.logger.warn(`The next poll retries: ${shown.message}`);
		return null;
	}
}

function startPoll(context: IPollFunctions): PendingPoll {
	const trigger = openTrigger(context);
	return { trigger, items: trigger.then(pollOnce) };
}

async function pollOnce(trigger: Trigger): Promise<INodeExecutionData[]> {
	const { context, state, mode } = trigger;
	state.markPolling();
	const items = await state.runExclusive(async () =>
		restoreState(trigger) ? await collectItems(trigger) : undefined,
	);
	if (items === undefined) return [];
	if (mode !== 'instant') return items;
	// No notification came for them so far.
	if (items.length > 0) state.subscription.doubt();
	const refusal = await maintainSubscription(trigger).then(
		() => undefined,
		(error: unknown) => ({ error }),
	);
	// What was found isn't lost to a subscription that Graph refuses.
	if (refusal !== undefined && items.length === 0) throw refusal.error;
	if (refusal !== undefined) {
		context.logger.warn("The subscription couldn't be renewed; the next poll retries.");
	}
	if (items.length > 0 && !state.subscription.isPollsOnly && !state.isNotified) {
		await sleep(notificationLeadMs);
	}
	return items;
}
