import { sleep, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';

import { inTime } from './withTimeout';
import { beginActivation, inTurn, lookForItems } from '../changes/collectItems';
import { keepSubscribed } from '../subscriptions/maintainSubscription';
import { telling } from '../deduplication/emission';
import { isTakenUp, openTrigger, staticDataOf, triggerError, type Trigger } from '../openTrigger';

/**
 * For so long, in ms, changes are left to the notifications about them where these come to other processes of n8n: the
 * executions that those begin are known then.
 */
const leftToNotifications = 5_000;

/**
 * So long, in ms, n8n waits for a look: the activation, which the first poll belongs to, fails after 84 s, and a poll after
 * five minutes.
 */
const longestFirst = 45_000;
const longest = 240_000;

/** A look, and the trigger that it is for. */
interface Looking {
	opened: Promise<Trigger>;
	items: Promise<INodeExecutionData[]>;
}

/** The looks that are under way, by what n8n keeps for the activation that they belong to. */
const underWay = new WeakMap<object, Looking>();
/** What n8n keeps for the activations that had a poll. */
const begun = new WeakSet<object>();

/**
 * One poll: keeps the subscription alive, and looks for changes, also those that no notification told of.
 * @returns the changes as items; `null` when there are none, or when the look takes long: then the next poll has them
 */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const activation = staticDataOf(this);
	const isFirst = !begun.has(activation);
	begun.add(activation);
	const looking = underWay.get(activation) ?? look(this);
	underWay.set(activation, looking);
	// Of several polls that wait for the same look, the first one tells of it.
	const takes = () => underWay.get(activation) === looking && underWay.delete(activation);
	try {
		const [items] = await inTime(looking.items, isFirst ? longestFirst : longest);
		if (items === undefined) {
			this.logger.info('There is much to read: it goes on, and a later poll tells what was found.');
			return null;
		}
		if (!takes() || items.length === 0) return null;
		const { memory } = await looking.opened;
		return [telling(items, memory.pollsOnly)];
	} catch (error) {
		if (!takes()) return null;
		const trigger = await looking.opened.catch(() => undefined);
		const shown = triggerError(this, error, trigger);
		if (!isFirst || !isTakenUp(this)) throw shown;
		// n8n gives a trigger up after some seconds in vain, and does not begin it again by itself.
		this.logger.warn(`The next poll looks again: ${shown.message}`);
		return null;
	}
}

function look(context: IPollFunctions): Looking {
	const opened = openTrigger(context);
	return { opened, items: opened.then(lookAndKeep) };
}

async function lookAndKeep(trigger: Trigger): Promise<INodeExecutionData[]> {
	const { context, memory, mode } = trigger;
	memory.polls = true;
	const items = await inTurn(memory, async () =>
		beginActivation(trigger) ? await lookForItems(trigger) : undefined,
	);
	if (items === undefined) return [];
	// No notification told of them so far.
	memory.isUnsure ||= items.length > 0;
	const refusal = mode === 'instant' ? await keepSubscribed(trigger).then(none, told) : undefined;
	// What was found is not lost to a subscription that Graph refuses.
	if (refusal !== undefined && items.length === 0) throw refusal.error;
	if (refusal !== undefined)
		context.logger.warn('The subscription could not be renewed; the next poll tries again.');
	const mayBeNotified = mode === 'instant' && memory.pollsOnly !== true && !memory.isNotified;
	if (items.length > 0 && mayBeNotified) await sleep(leftToNotifications);
	return items;
}

const none = () => undefined;
const told = (error: unknown) => ({ error });
