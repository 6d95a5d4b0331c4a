import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Change } from '../changes/change';
import { collectItems } from '../changes/collectItems';
import { keyOf, staticDataOf } from '../context';
import { tagEmission } from '../deduplication/emission';
import { parseNotifications, type Call, type Notification } from '../notifications/parseNotification';
import { itemsFromData } from '../notifications/resourceData';
import { openTrigger, type Trigger } from '../openTrigger';
import { triggerStateOf, type TriggerState } from '../state/triggerState';
import { renewNow, resubscribe } from '../subscriptions/maintainSubscription';
import { isAlive } from '../subscriptions/subscription';

/** n8n answers nothing more, and begins no execution. */
const answered: IWebhookResponseData = { noWebhookResponse: true };

/**
 * A call of Graph: the check of the URL, or notifications. These are answered at once, since Graph waits three seconds; they
 * only prompt a read of what has changed.
 * @returns the changes as items, which begin one execution
 */
export async function webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = this.getResponseObject();
	const { validationToken } = this.getQueryData() as { validationToken?: unknown };
	if (typeof validationToken === 'string') {
		response.status(200).set('X-Content-Type-Options', 'nosniff').type('text/plain').send(validationToken);
		return answered;
	}
	response.status(202).end();
	try {
		const items = await itemsOfCall(this);
		return items.length > 0 ? { ...answered, workflowData: [tagEmission(items)] } : answered;
	} catch (error) {
		// Graph has its answer; the next poll finds the change, and reports what is wrong.
		this.logger.warn(`A change notification couldn't be processed: ${(error as Error).message}`);
		return answered;
	}
}

async function itemsOfCall(context: IWebhookFunctions): Promise<INodeExecutionData[]> {
	// Anyone can call the URL: nothing is done before the secret shows that Graph did.
	const known = triggerStateOf(keyOf(context));
	const clientState = known.subscription.clientState ?? staticDataOf(context).clientState;
	const call = parseNotifications(context.getBodyData(), clientState);
	if (call.notifications.length === 0 || joinsWaitingRead(known, call.notifications)) return [];

	const trigger = await openTrigger(context);
	const { state, watched, staticData } = trigger;
	state.load(staticData, watched);
	const notifications = await ownNotifications(trigger, call.notifications);
	if (notifications.length === 0) return [];
	state.markNotified();
	for (const event of new Set(notifications.map(({ lifecycleEvent }) => lifecycleEvent))) {
		if (event === 'reauthorizationRequired') await renewNow(trigger);
		if (event === 'subscriptionRemoved') await resubscribe(trigger);
	}
	const carryData = notifications.every(
		({ lifecycleEvent, encryptedContent }) => lifecycleEvent === undefined && encryptedContent !== undefined,
	);
	const items = carryData ? await tryData(trigger, { ...call, notifications }) : undefined;
	if (items !== undefined) return items;
	const named = notifications.map(({ objectId }) => objectId);
	if (state.joinRead(named)) return [];
	return await state.readExclusive(named, async (all) =>
		// Another process polls and keeps the sync state: this one emits what its own notifications are about.
		state.isPolling ? await collectItems(trigger, undefined, all) : await collectNamed(trigger, all),
	);
}

/** Adds notifications to a read that waits already, where a read is all they prompt. @returns whether there's one */
function joinsWaitingRead(state: TriggerState, notifications: Notification[]): boolean {
	const promptRead = notifications.every(
		({ subscriptionId, lifecycleEvent, encryptedContent }) =>
			subscriptionId === state.subscription.current?.id &&
			lifecycleEvent === undefined &&
			encryptedContent === undefined,
	);
	return promptRead && state.joinRead(notifications.map(({ objectId }) => objectId));
}

/** Those of the trigger's own subscription; one made by another process of n8n is checked with Graph. */
async function ownNotifications(
	{ state: { subscription }, send }: Trigger,
	notifications: Notification[],
): Promise<Notification[]> {
	const own: Notification[] = [];
	for (const notification of notifications) {
		const { subscriptionId } = notification;
		const { current } = subscription;
		if (current === undefined || current.id === subscriptionId) own.push(notification);
		else if (await isAlive({ ...current, id: subscriptionId }, send)) {
			subscription.adopt(subscriptionId);
			own.push(notification);
		}
	}
	return own;
}

/** The changes that the notifications carry; `undefined` where they can't be opened, so that the changes are read. */
async function tryData(trigger: Trigger, call: Call): Promise<INodeExecutionData[] | undefined> {
	try {
		return await itemsFromData(trigger, call);
	} catch (error) {
		trigger.context.logger.warn(`${(error as Error).message} The changes are read instead.`);
		return undefined;
	}
}

/**
 * Changes that another process finds, too: with a sync state of its own, since that of the polls skips nothing.
 * @param named the objects that notifications are about; `undefined` of a notification that doesn't name one
 */
async function collectNamed(
	trigger: Trigger,
	named: ReadonlyArray<string | undefined>,
): Promise<INodeExecutionData[]> {
	const { context, staticData, watched } = trigger;
	const state = triggerStateOf(`${keyOf(context)}/elsewhere`);
	state.load(staticData, watched);
	if (state.syncState === undefined) return [];
	const isNamed = ({ entry, hasStableId }: Change) =>
		hasStableId && (named.includes(undefined) || named.includes(String(entry.id)));
	return await collectItems({ ...trigger, state }, isNamed, named);
}
