import type { IHookFunctions, WebhookSetupMethodNames } from 'n8n-workflow';

import { graphUrlOf, readFields } from '../../../credentials/auth/core/settings';
import { RequestError, requestError } from '../../graph/errors/requestError';
import { inTime } from './withTimeout';
import { atSubscription, subscribeOrPoll } from '../subscriptions/maintainSubscription';
import { inTurn, lookForItems } from '../changes/collectItems';
import { forget, load, memoryOf, store } from '../state/triggerState';
import { checkNotificationUrl } from '../subscriptions/notificationUrl';
import { longestGap } from '../changes/pollTimes';
import { isAlive, unsubscribe, wantedLife } from '../subscriptions/subscription';
import { isTakenUp, isTest, keyOf, openTrigger, triggerError, type Trigger } from '../openTrigger';
import { isAsWanted, wantedSubscription } from '../subscriptions/subscriptionSpec';
import { wakeTest } from '../subscriptions/callTestWebhook';

/** The longest that a request waits for Graph here, in ms. */
const quick = 5_000;
/** So long, in ms, n8n waits for the subscription when it begins. */
const longestStart = 15_000;

type SetupMethods = Record<WebhookSetupMethodNames, (this: IHookFunctions) => Promise<boolean>>;

/** What n8n calls to have Graph notify the trigger's webhook, and to end that. */
export const webhookMethods: { default: SetupMethods } = {
	default: {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			const check = async (trigger: Trigger) => {
				const { memory, send, watched, staticData } = trigger;
				load(memory, staticData, watched);
				memory.notificationUrl = urlOf(this);
				const wanted = await wantedSubscription(trigger, memory.notificationUrl);
				return await atSubscription(trigger, async () => {
					const { subscription } = memory;
					if (subscription === undefined) return false;
					if (isAsWanted(subscription, wanted) && (await isAlive(subscription, send))) return true;
					await unsubscribe(subscription.id, send);
					// It is made anew in a moment, not by a poll meanwhile.
					memory.subscription = undefined;
					delete staticData.subscription;
					return false;
				});
			};
			return await takingUp(this, async () => await withTrigger(this, check));
		},

		async create(this: IHookFunctions): Promise<boolean> {
			const make = async (trigger: Trigger) => {
				const { memory, credentials, staticData } = trigger;
				const notificationUrl = urlOf(this);
				memory.notificationUrl = notificationUrl;
				memory.polls = true;
				checkNotificationUrl(notificationUrl, graphUrlOf(readFields(credentials)));
				if (!isTest(this)) checkPollTimes(this);
				// A poll begins the reading of an active workflow, at the same time as this. A test has no polls.
				if (isTest(this)) await inTurn(memory, async () => await lookForItems(trigger));
				const wanted = await wantedSubscription(trigger, notificationUrl);
				const refused = await atSubscription(trigger, async () => {
					const made = await subscribeOrPoll(trigger, wanted).catch(refusal);
					if (made !== undefined && 'error' in made) return made;
					memory.subscription = made;
					return undefined;
				});
				if (memory.pollsOnly === true && isTest(this)) void wakeTest(trigger, notificationUrl);
				if (refused !== undefined) {
					if (!isTest(this) || !isRequestError(refused.error)) throw refused.error;
					// Beside an active workflow that watches the same, a test looks by itself.
					void wakeTest(trigger, notificationUrl);
				}
				store(memory, staticData, Date.now());
				return true;
			};
			return await takingUp(this, async () => await withTrigger(this, make));
		},

		async delete(this: IHookFunctions): Promise<boolean> {
			return await withTrigger(this, async ({ send, watched }) => {
				const key = keyByUrl(this);
				if (key === undefined) return true;
				const memory = memoryOf(key);
				const staticData = key === keyOf(this, true) ? {} : this.getWorkflowStaticData('node');
				load(memory, staticData, watched);
				if (memory.subscription !== undefined) await unsubscribe(memory.subscription.id, send);
				// A poll that is under way makes none any more.
				Object.assign(memory, { subscription: undefined, notificationUrl: undefined });
				store(memory, staticData, Date.now());
				delete staticData.subscription;
				forget(key);
				return true;
			});
		},
	},
};

/**
 * What was active stays active when n8n begins, also where Graph cannot be asked just then: n8n gives a trigger up after some
 * seconds in vain, and does not begin it again by itself. The next poll sees to the subscription, and tells what is wrong.
 */
async function takingUp(context: IHookFunctions, work: () => Promise<boolean>): Promise<boolean> {
	if (!isTakenUp(context)) return await work();
	try {
		const [done] = await inTime(work(), longestStart);
		if (done !== undefined) return done;
	} catch (error) {
		context.logger.warn(`The next poll sees to the subscription: ${(error as Error).message}`);
	}
	const memory = memoryOf(keyOf(context));
	memory.notificationUrl = urlOf(context);
	memory.isUnsure = true;
	return true;
}

const refusal = (error: unknown) => ({ error });
const isRequestError = (error: unknown) => error instanceof RequestError;

async function withTrigger<T>(context: IHookFunctions, work: (trigger: Trigger) => Promise<T>): Promise<T> {
	let trigger: Trigger | undefined;
	try {
		// n8n's own activation fails where this takes so long that a poll comes in between.
		trigger = await openTrigger(context, quick);
		return await work(trigger);
	} catch (error) {
		const needed = trigger?.watch.subscriptionPermissions ?? trigger?.watch.permissions;
		throw triggerError(context, error, trigger, needed);
	}
}

/**
 * Whose subscription is to end: n8n ends a test in the editor in the same way as an active workflow, but for the URL. Without
 * one of that URL in this process there is nothing to end.
 */
function keyByUrl(context: IHookFunctions): string | undefined {
	const url = context.getNodeWebhookUrl('default');
	const keys = [keyOf(context, true), keyOf(context, false)];
	return keys.find((key) => memoryOf(key).notificationUrl === url);
}

function urlOf(context: IHookFunctions): string {
	const url = context.getNodeWebhookUrl('default');
	if (url !== undefined) return url;
	throw requestError({
		what: 'n8n gives no URL for notifications.',
		fix: 'Choose the mode Instant, save the workflow, and activate it again.',
	});
}

/** A poll renews the subscription: it has to come before that ends. */
function checkPollTimes(context: IHookFunctions): void {
	const gap = longestGap(context.getNodeParameter('pollTimes', {}) as object);
	if (gap <= wantedLife / 2) return;
	throw requestError({
		what: 'The poll times are too rare for the mode Instant.',
		why: `Graph's subscriptions live ${Math.floor(wantedLife / 60)} hours or less, and a poll renews them; with these poll times up to ${Math.round(gap / 60)} hours pass between two.`,
		fix: 'Choose poll times of a day or less, better an hour or less: a poll also finds what Graph did not notify of.',
	});
}
