import type { IDataObject, IHookFunctions, WebhookSetupMethodNames } from 'n8n-workflow';

import { caught } from '../../../credentials/auth/core/caught';
import { graphUrlOf, readFields } from '../../../credentials/auth/core/settings';
import { RequestError, requestError } from '../../graph/errors/requestError';
import { collectItems } from '../changes/collectItems';
import { maxGapMinutes } from '../changes/pollTimes';
import { isResuming, isTest, keyOf } from '../context';
import { openTrigger, type Trigger } from '../openTrigger';
import { forgetTrigger, triggerStateOf } from '../state/triggerState';
import { callTestWebhook } from '../subscriptions/callTestWebhook';
import { createSubscription, withSubscription } from '../subscriptions/maintainSubscription';
import { checkNotificationUrl } from '../subscriptions/notificationUrl';
import { isAlive, lifetimeMinutes, unsubscribe } from '../subscriptions/subscription';
import { matchesSpec, subscriptionSpec } from '../subscriptions/subscriptionSpec';
import { triggerError } from '../triggerError';
import { withTimeout } from './withTimeout';

/** How long one request may wait for Graph here, in ms. */
const maxWaitMs = 5_000;
/** How long, in ms, n8n waits for the subscription when it starts. */
const maxResumeMs = 15_000;

type SetupMethods = Record<WebhookSetupMethodNames, (this: IHookFunctions) => Promise<boolean>>;

/** What n8n calls to have Graph notify the trigger's webhook, and to end that. */
export const webhookMethods: { default: SetupMethods } = {
	default: {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			return await resumeSafely(this, async () => await withTrigger(this, checkSubscription));
		},

		async create(this: IHookFunctions): Promise<boolean> {
			return await resumeSafely(
				this,
				async () => await withTrigger(this, async (trigger) => await activate(this, trigger)),
			);
		},

		async delete(this: IHookFunctions): Promise<boolean> {
			return await withTrigger(this, async (trigger) => await deactivate(this, trigger));
		},
	},
};

async function checkSubscription(trigger: Trigger): Promise<boolean> {
	const { context, state, send, watched, staticData } = trigger;
	const { subscription } = state;
	state.load(staticData, watched);
	const notificationUrl = urlOf(context as IHookFunctions);
	subscription.useUrl(notificationUrl);
	const spec = await subscriptionSpec(trigger, notificationUrl);
	return await withSubscription(trigger, async () => {
		const { current } = subscription;
		if (current === undefined) return false;
		if (matchesSpec(current, spec) && (await isAlive(current, send))) return true;
		await unsubscribe(current.id, send);
		// It's created again in a moment, not by a poll meanwhile.
		subscription.clear();
		delete staticData.subscription;
		return false;
	});
}

async function activate(context: IHookFunctions, trigger: Trigger): Promise<boolean> {
	const { state, credentials, staticData } = trigger;
	const notificationUrl = urlOf(context);
	state.subscription.useUrl(notificationUrl);
	state.markPolling();
	checkNotificationUrl(notificationUrl, graphUrlOf(readFields(credentials)));
	if (!isTest(context)) checkPollTimes(context);
	// A poll starts the reading of an active workflow, at the same time as this. A test has no polls.
	if (isTest(context)) await state.runExclusive(async () => await collectItems(trigger));
	const spec = await subscriptionSpec(trigger, notificationUrl);
	try {
		await withSubscription(trigger, async () => await createSubscription(trigger, spec));
	} catch (error) {
		if (!isTest(context) || !(error instanceof RequestError)) throw caught(error);
		// While an active workflow watches the same, a test polls.
		void callTestWebhook(trigger, notificationUrl);
	}
	if (state.subscription.isPollsOnly && isTest(context)) void callTestWebhook(trigger, notificationUrl);
	state.store(staticData, Date.now());
	return true;
}

async function deactivate(context: IHookFunctions, { send, watched }: Trigger): Promise<boolean> {
	const key = keyByUrl(context);
	if (key === undefined) return true;
	const state = triggerStateOf(key);
	const staticData: IDataObject = key === keyOf(context, true) ? {} : context.getWorkflowStaticData('node');
	state.load(staticData, watched);
	const { current } = state.subscription;
	if (current !== undefined) await unsubscribe(current.id, send);
	state.subscription.deactivate();
	state.store(staticData, Date.now());
	forgetTrigger(key);
	return true;
}

/**
 * What was active stays active when n8n starts, also where Graph can't be reached just then: n8n gives a trigger up after
 * some failed seconds, and doesn't activate it again by itself. The next poll retries the subscription, and reports what is
 * wrong.
 */
async function resumeSafely(context: IHookFunctions, work: () => Promise<boolean>): Promise<boolean> {
	if (!isResuming(context)) return await work();
	try {
		const [done] = await withTimeout(work(), maxResumeMs);
		if (done !== undefined) return done;
	} catch (error) {
		context.logger.warn(`The next poll retries the subscription: ${(error as Error).message}`);
	}
	const { subscription } = triggerStateOf(keyOf(context));
	subscription.useUrl(urlOf(context));
	subscription.doubt();
	return true;
}

async function withTrigger<T>(context: IHookFunctions, work: (trigger: Trigger) => Promise<T>): Promise<T> {
	let trigger: Trigger | undefined;
	try {
		// n8n's own activation fails where this takes so long that a poll comes meanwhile.
		trigger = await openTrigger(context, maxWaitMs);
		return await work(trigger);
	} catch (error) {
		const needed = trigger?.watch.subscriptionPermissions ?? trigger?.watch.permissions;
		throw triggerError(context, error, trigger, needed);
	}
}

/**
 * The trigger whose subscription is deleted: n8n ends a test in the editor as it does an active workflow, but for the URL.
 * Without one of that URL in this process there's nothing to delete.
 */
function keyByUrl(context: IHookFunctions): string | undefined {
	const url = context.getNodeWebhookUrl('default');
	const keys = [keyOf(context, true), keyOf(context, false)];
	return keys.find((key) => triggerStateOf(key).subscription.ownUrl === url);
}

function urlOf(context: IHookFunctions): string {
	const url = context.getNodeWebhookUrl('default');
	if (url !== undefined) return url;
	throw requestError({
		what: 'n8n has no URL for notifications.',
		fix: 'Choose Instant delivery, save the workflow, and activate it again.',
	});
}

/** A poll renews the subscription: it has to come before that expires. */
function checkPollTimes(context: IHookFunctions): void {
	const gap = maxGapMinutes(context.getNodeParameter('pollTimes', {}) as object);
	if (gap <= lifetimeMinutes / 2) return;
	throw requestError({
		what: 'The poll times are too far apart for Instant delivery.',
		why: `Graph's subscriptions last ${Math.floor(lifetimeMinutes / 60)} hours or less, and a poll renews them; with these poll times up to ${Math.round(gap / 60)} hours pass between two polls.`,
		fix: 'Choose poll times of a day or less, better an hour or less: polls also find missed changes.',
	});
}
