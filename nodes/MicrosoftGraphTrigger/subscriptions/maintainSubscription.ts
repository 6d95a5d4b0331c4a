import { caught } from '../../../credentials/auth/core/caught';
import { inTurn } from '../changes/collectItems';
import { memoryOf, store } from '../state/triggerState';
import {
	isAlive,
	isDue,
	isNoResource,
	renew,
	subscribe,
	unsubscribe,
	type Subscription,
	type Wanted,
} from './subscription';
import { keyOf, type Trigger } from '../openTrigger';
import { isAsWanted, wantedSubscription } from './subscriptionSpec';

/**
 * Keeps the subscription alive: renews it when half of its life is over, and makes it again when Graph no longer has it.
 * Does nothing before there is one, unless activating the workflow has failed to make it.
 * @throws GraphError, SignInError, RequestError when Graph refuses
 */
export async function keepSubscribed(trigger: Trigger, now = Date.now()): Promise<void> {
	const { memory, send } = trigger;
	await atSubscription(trigger, async () => {
		const { subscription, isUnsure, pollsOnly } = memory;
		if (pollsOnly === true) return;
		const notificationUrl = memory.notificationUrl ?? subscription?.notificationUrl;
		if (notificationUrl === undefined || (subscription === undefined && !isUnsure)) return;
		const wanted = await wantedSubscription(trigger, notificationUrl);
		const isRight = subscription !== undefined && isAsWanted(subscription, wanted);
		if (!isRight || (isUnsure && !(await isAlive(subscription, send)))) {
			// Only those of the same URL are replaced.
			if (subscription !== undefined && subscription.notificationUrl !== notificationUrl)
				await unsubscribe(subscription.id, send);
			keep(trigger, await subscribeOrPoll(trigger, wanted));
		} else if (isDue(subscription, now)) await renewOrMake(trigger, subscription);
		memory.isUnsure = false;
	});
}

/** Renews the subscription at once, or makes it again. */
export async function renewNow(trigger: Trigger): Promise<void> {
	await alone(trigger, async (subscription) => await renewOrMake(trigger, subscription));
}

/** Makes the subscription again that Graph has ended, unless that was done already. */
export async function resubscribe(trigger: Trigger): Promise<void> {
	await alone(trigger, async (subscription) => {
		if (await isAlive(subscription, trigger.send)) return;
		keep(trigger, await subscribeAgain(trigger, subscription));
	});
}

async function alone(trigger: Trigger, work: (subscription: Subscription) => Promise<void>): Promise<void> {
	await atSubscription(trigger, async () => {
		const { subscription } = trigger.memory;
		if (subscription !== undefined) await work(subscription);
	});
}

/** Of what concerns the subscription, one thing at a time: a poll and an activation at once would make two. */
export async function atSubscription<T>({ context }: Trigger, work: () => Promise<T>): Promise<T> {
	return await inTurn(memoryOf(`${keyOf(context)}/subscription`), work);
}

async function renewOrMake(trigger: Trigger, subscription: Subscription): Promise<void> {
	const renewed = await renew(subscription, trigger.send);
	keep(trigger, renewed ?? (await subscribeAgain(trigger, subscription)));
}

async function subscribeAgain(trigger: Trigger, { notificationUrl }: Subscription) {
	return await subscribeOrPoll(trigger, await wantedSubscription(trigger, notificationUrl));
}

/**
 * Has Graph notify the trigger. Where it refuses to notify of such a resource, the polls have to do, and the log says so.
 * @returns `undefined` where only polls find what changes
 * @throws what `subscribe` throws
 */
export async function subscribeOrPoll(
	{ context, memory, send, source, watch }: Trigger,
	wanted: Wanted,
): Promise<Subscription | undefined> {
	try {
		const subscription = await subscribe(wanted, send);
		memory.pollsOnly = false;
		return subscription;
	} catch (error) {
		if (source.notify.mayBeRefused !== true || !isNoResource(error)) throw caught(error);
		memory.pollsOnly = true;
		context.logger.warn(
			`Graph does not notify of changes here (${watch.name}), so they come with the polls, at the Poll Times. ${(error as Error).message}`,
		);
		return undefined;
	}
}

function keep({ memory, staticData }: Trigger, subscription: Subscription | undefined): void {
	memory.subscription = subscription;
	if (subscription === undefined) delete staticData.subscription;
	store(memory, staticData, Date.now());
}
