import { sleep, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';

import { beginActivation, inTurn, lookForItems } from './looking';
import { keepSubscribed } from './keepSubscribed';
import { telling } from './telling';
import { openTrigger, triggerError, type Trigger } from './trigger';

/**
 * For so long, in ms, changes are left to the notifications about them where these come to other processes of n8n: the
 * executions that those begin are known then.
 */
const leftToNotifications = 5_000;

/**
 * One poll: keeps the subscription alive, and looks for changes, also those that no notification told of.
 * @returns the changes as items; `null` when there are none
 */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	let trigger: Trigger | undefined;
	try {
		trigger = await openTrigger(this);
		const opened = trigger;
		const { memory, mode } = opened;
		memory.polls = true;
		const items = await inTurn(memory, async () => {
			if (!beginActivation(opened)) return undefined;
			return await lookForItems(opened);
		});
		if (items === undefined) return null;
		const refusal = mode === 'instant' ? await keepSubscribed(opened).then(none, told) : undefined;
		// What was found is not lost to a subscription that Graph refuses.
		if (refusal !== undefined && items.length === 0) throw refusal.error;
		if (refusal !== undefined)
			this.logger.warn('The subscription could not be renewed; the next poll tries again.');
		if (items.length === 0) return null;
		if (mode === 'instant' && !memory.isNotified) await sleep(leftToNotifications);
		return [telling(items)];
	} catch (error) {
		throw triggerError(this, error, trigger);
	}
}

const none = () => undefined;
const told = (error: unknown) => ({ error });
