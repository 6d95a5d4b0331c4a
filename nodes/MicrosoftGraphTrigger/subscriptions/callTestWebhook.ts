import { sleep, type IHookFunctions } from 'n8n-workflow';

import { keyOf } from '../context';
import type { Trigger } from '../openTrigger';
import { triggerStateOf } from '../state/triggerState';

/** How often a test in the editor polls where Graph does not notify it, in ms. */
const intervalMs = 2_000;
/** n8n ends a test in the editor after two minutes. */
const maxTestMs = 150_000;

/**
 * Calls the webhook of a test in the editor as Graph would, again and again until the test ends: Graph takes no second
 * subscription for what an active workflow is subscribed to, whose own is left alone.
 */
export async function callTestWebhook({ context, state }: Trigger, notificationUrl: string): Promise<void> {
	const endsAt = Date.now() + maxTestMs;
	const isOn = () => triggerStateOf(keyOf(context, true)) === state && Date.now() < endsAt;
	const { clientState } = state.subscription;
	const body = { value: [{ subscriptionId: '', clientState, changeType: 'updated' }] };
	while (isOn()) {
		await sleep(intervalMs);
		if (!isOn()) return;
		await (context as IHookFunctions).helpers
			.httpRequest({ method: 'POST', url: notificationUrl, body, timeout: intervalMs })
			.catch(() => undefined);
	}
}
