import { sleep, type IHookFunctions } from 'n8n-workflow';

import { memoryOf } from '../state/triggerState';
import { keyOf, type Trigger } from '../openTrigger';

/** How often a test in the editor looks for changes where Graph does not notify it, in ms. */
const interval = 2_000;
/** n8n ends a test in the editor after two minutes. */
const longest = 150_000;

/**
 * Wakes the webhook of a test in the editor as Graph would, again and again until the test ends: Graph takes no second
 * subscription for what an active workflow is subscribed to, whose own is not touched.
 */
export async function wakeTest({ context, memory }: Trigger, notificationUrl: string): Promise<void> {
	const endsAt = Date.now() + longest;
	const isOn = () => memoryOf(keyOf(context, true)) === memory && Date.now() < endsAt;
	const body = { value: [{ subscriptionId: '', clientState: memory.clientState, changeType: 'updated' }] };
	while (isOn()) {
		await sleep(interval);
		if (!isOn()) return;
		await (context as IHookFunctions).helpers
			.httpRequest({ method: 'POST', url: notificationUrl, body, timeout: interval })
			.catch(() => undefined);
	}
}
