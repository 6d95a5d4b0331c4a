import { caught } from '../../../credentials/auth/core/caught';
import { keyOf } from '../context';
import type { Trigger } from '../openTrigger';
import { Mutex } from '../state/mutex';
import {
	isAlive,
	isUnsupported,
	needsRenewal,
	renew,
	subscribe,
	unsubscribe,
	type Subscription,
	type SubscriptionSpec,
} from './subscription';
import { matchesSpec, subscriptionSpec } from './subscriptionSpec';

/**
 * Maintains the subscription: renews it when half of its lifetime is over, and creates it again when Graph no longer has it.
 * Does nothing before there is one, unless activating the workflow has failed to create it.
 * @throws GraphError, SignInError, RequestError when Graph refuses
 */
export async function maintainSubscription(trigger: Trigger, now = Date.now()): Promise<void> {
	const { send } = trigger;
	const { subscription } = trigger.state;
	await withSubscription(trigger, async () => {
		const { current, notificationUrl, isUnconfirmed, isPollsOnly } = subscription;
		if (isPollsOnly || notificationUrl === undefined) return;
		if (current === undefined && !isUnconfirmed) return;
		const spec = await subscriptionSpec(trigger, notificationUrl);
		const isRight = current !== undefined && matchesSpec(current, spec);
		if (!isRight || (isUnconfirmed && !(await isAlive(current, send)))) {
			// Only those of the same URL are replaced.
			if (current !== undefined && current.notificationUrl !== notificationUrl) {
				await unsubscribe(current.id, send);
			}
			await createSubscription(trigger, spec);
		} else if (needsRenewal(current, now)) await renewOrCreate(trigger, current);
		subscription.confirm();
	});
}

/** Renews the subscription at once, or creates it again. */
export async function renewNow(trigger: Trigger): Promise<void> {
	await withSubscription(trigger, async () => {
		const { current } = trigger.state.subscription;
		if (current !== undefined) await renewOrCreate(trigger, current);
	});
}

/** Creates the subscription again that Graph has removed, unless that was done already. */
export async function resubscribe(trigger: Trigger): Promise<void> {
	await withSubscription(trigger, async () => {
		const { current } = trigger.state.subscription;
		if (current === undefined || (await isAlive(current, trigger.send))) return;
		await createSubscription(trigger, await subscriptionSpec(trigger, current.notificationUrl));
	});
}

async function renewOrCreate(trigger: Trigger, subscription: Subscription): Promise<void> {
	const renewed = await renew(subscription, trigger.send);
	if (renewed !== undefined) keep(trigger, renewed);
	else await createSubscription(trigger, await subscriptionSpec(trigger, subscription.notificationUrl));
}

/**
 * Has Graph notify the trigger, and stores the subscription. Where Graph doesn't notify of such a resource, only polls find
 * changes, and the log says so.
 * @throws what `subscribe` throws
 */
export async function createSubscription(trigger: Trigger, spec: SubscriptionSpec): Promise<void> {
	const { context, send, source, watch } = trigger;
	try {
		keep(trigger, await subscribe(spec, send));
	} catch (error) {
		if (source.notify?.mayBeRefused !== true || !isUnsupported(error)) throw caught(error);
		keep(trigger, undefined);
		context.logger.warn(
			`Graph doesn't send notifications for ${watch.name}, so polls find the changes, at the Poll Times. ${(error as Error).message}`,
		);
	}
}

function keep({ state, staticData }: Trigger, subscription: Subscription | undefined): void {
	state.subscription.set(subscription);
	state.store(staticData, Date.now());
}

/** By trigger; they outlive a deactivation. */
const mutexes = new Map<string, Mutex>();

/** Runs what concerns the subscription one at a time: a poll and an activation at once would create two. */
export async function withSubscription<T>({ context }: Trigger, work: () => Promise<T>): Promise<T> {
	const key = keyOf(context);
	const mutex = mutexes.get(key) ?? new Mutex();
	mutexes.set(key, mutex);
	return await mutex.runExclusive(work);
}
