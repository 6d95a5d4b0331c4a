import type { INodeParameters } from 'n8n-workflow';
import type { Entity } from '../../../simulator/graph/entity';
import { byId, type Product } from '../harness/product';
import { emittedOf, type TriggerWorkflow } from '../harness/trigger';

export const adele = 'adelev@contoso.example';

/** A trigger that gives each new message of hers at once. */
export const newMessages = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'instant',
	resource: 'message',
	event: ['created'],
	mailbox: byId(adele),
	...parameters,
});

/** What all executions of a workflow passed on. */
export const emitted = ({ executions }: TriggerWorkflow): string[] =>
	executions.flatMap(({ items }) => emittedOf(items));

/** Her mailbox, and the subscriptions to it, in the simulator of a test. */
export function mailOfAdele(product: Product) {
	const subscriptionsAt = (url: string): Entity[] =>
		product.simulator.notifier.subscriptions().filter(({ notificationUrl }) => notificationUrl === url);
	return {
		deliver: (subject: string) => product.simulator.events.deliverMessage(adele, { subject }),
		/** @param drop 1 has all notifications get lost, 0 none */
		lose: (drop: 0 | 1) => product.simulator.set({ notifications: { drop } }),
		subscriptionsAt,
		/** The only one of a workflow. */
		subscriptionOf({ webhookUrl }: TriggerWorkflow): Entity {
			const [subscription, ...others] = subscriptionsAt(webhookUrl);
			if (subscription === undefined || others.length > 0) throw new Error('Not one subscription');
			return subscription;
		},
	};
}
