import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Change } from '../changes/change';
import { renewNow, resubscribe } from '../subscriptions/maintainSubscription';
import { inTurn, lookForItems } from '../changes/collectItems';
import { load, memoryOf, type Memory } from '../state/triggerState';
import { readCall, type Call, type Notification } from '../notifications/parseNotification';
import { itemsFromData } from '../notifications/resourceData';
import { isAlive } from '../subscriptions/subscription';
import { telling } from '../deduplication/emission';
import { keyOf, openTrigger, staticDataOf, type Trigger } from '../openTrigger';

/** n8n answers nothing more, and begins no execution. */
const answered: IWebhookResponseData = { noWebhookResponse: true };

/**
 * A call of Graph: the check of the URL, or notifications. These are answered at once, since Graph waits three seconds; they
 * only say that there is something to look for.
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
		return items.length > 0 ? { ...answered, workflowData: [telling(items)] } : answered;
	} catch (error) {
		// Graph has its answer; the next poll looks again, and tells what is wrong.
		this.logger.warn(`A notification of Microsoft Graph was not followed: ${(error as Error).message}`);
		return answered;
	}
}

async function itemsOfCall(context: IWebhookFunctions): Promise<INodeExecutionData[]> {
	// Anybody can call the URL: nothing is done before it is known that Graph did.
	const known = memoryOf(keyOf(context));
	const clientState = known.clientState ?? staticDataOf(context).clientState;
	const call = readCall(context.getBodyData(), clientState);
	if (call.notifications.length === 0 || joinsLook(known, call.notifications)) return [];

	const trigger = await openTrigger(context);
	const { memory, watched, staticData } = trigger;
	load(memory, staticData, watched);
	const notifications = await ownOf(call.notifications, trigger);
	if (notifications.length === 0) return [];
	memory.isNotified = true;
	for (const event of new Set(notifications.map(({ lifecycleEvent }) => lifecycleEvent))) {
		if (event === 'reauthorizationRequired') await renewNow(trigger);
		if (event === 'subscriptionRemoved') await resubscribe(trigger);
	}
	const ofChanges = notifications.filter(({ lifecycleEvent }) => lifecycleEvent === undefined);
	const items =
		ofChanges.length === notifications.length
			? await fromData(trigger, { ...call, notifications })
			: undefined;
	return items ?? (await lookOnce(trigger, notifications));
}

/** What the notifications carry; where they cannot be opened, the changes are read. */
async function fromData(trigger: Trigger, call: Call): Promise<INodeExecutionData[] | undefined> {
	try {
		return await itemsFromData(trigger, call);
	} catch (error) {
		trigger.context.logger.warn(`${(error as Error).message} The changes are read instead.`);
		return undefined;
	}
}

/** Those of the trigger's own subscription; one made by another process of n8n is looked up. */
async function ownOf(notifications: Notification[], trigger: Trigger): Promise<Notification[]> {
	const { memory, send } = trigger;
	const own: Notification[] = [];
	for (const notification of notifications) {
		const { subscriptionId } = notification;
		const { subscription } = memory;
		if (subscription === undefined || subscription.id === subscriptionId) own.push(notification);
		else if (await isAlive({ ...subscription, id: subscriptionId }, send)) {
			memory.subscription = { ...subscription, id: subscriptionId };
			own.push(notification);
		}
	}
	return own;
}

/** Leaves notifications to a look that waits already, where they ask for no more. @returns whether there is one */
function joinsLook({ waiting, subscription, named }: Memory, notifications: Notification[]): boolean {
	const askForNoMore = notifications.every(
		({ subscriptionId, lifecycleEvent, encryptedContent }) =>
			subscriptionId === subscription?.id && lifecycleEvent === undefined && encryptedContent === undefined,
	);
	if (!waiting || !askForNoMore) return false;
	named.push(...notifications.map(({ objectId }) => objectId));
	return true;
}

/** Looks for what has changed; when somebody waits to look already, that look finds it. */
async function lookOnce(trigger: Trigger, notifications: Notification[]): Promise<INodeExecutionData[]> {
	const { memory } = trigger;
	memory.named.push(...notifications.map(({ objectId }) => objectId));
	if (memory.waiting) return [];
	memory.waiting = true;
	return await inTurn(memory, async () => {
		memory.waiting = false;
		const named = memory.named.splice(0);
		// Another process polls and keeps the readings: this one tells what its own notifications are about.
		return memory.polls ? await lookForItems(trigger) : await lookElsewhere(trigger, named);
	});
}

/**
 * Changes that another process finds, too: with readings of its own, since those of the polls leave nothing out.
 * @param named the objects that notifications are about; `undefined` of a notification that does not say
 */
async function lookElsewhere(
	trigger: Trigger,
	named: ReadonlyArray<string | undefined>,
): Promise<INodeExecutionData[]> {
	const { context, staticData, watched } = trigger;
	const memory = memoryOf(`${keyOf(context)}/elsewhere`);
	load(memory, staticData, watched);
	if (memory.reading === undefined) return [];
	const concerned = ({ entry, sameEverywhere }: Change) =>
		sameEverywhere && (named.includes(undefined) || named.includes(String(entry.id)));
	return await lookForItems({ ...trigger, memory }, concerned);
}
