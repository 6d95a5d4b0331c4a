import { requestError } from '../../graph/errors/requestError';
import { certificateFor } from '../notifications/notificationCertificate';
import type { Trigger } from '../openTrigger';
import type { Subscription, SubscriptionSpec } from './subscription';

/**
 * The subscription that a trigger needs.
 * @throws what `certificateFor` throws; GraphError, SignInError where the path of what is watched is looked up
 */
export async function subscriptionSpec(trigger: Trigger, notificationUrl: string): Promise<SubscriptionSpec> {
	const { subscription } = trigger.state;
	const { notify } = trigger.source;
	if (notify === undefined) {
		throw requestError({
			what: `Graph doesn't send notifications for ${trigger.watch.name}.`,
			why: trigger.watch.pollsOnly,
			fix: 'Choose Polling delivery.',
		});
	}
	const clientState = subscription.ensureClientState();
	const certificate = certificateFor(trigger);
	const resource = notify.resolve
		? await subscription.resolve(notify.resource, notify.resolve)
		: notify.resource;
	const { resourceWithData = resource } = notify;
	return {
		notificationUrl,
		notify: { ...notify, resource: certificate === undefined ? resource : resourceWithData },
		clientState,
		certificate,
	};
}

/** Whether a subscription matches: n8n's URL may have changed, what is watched, or the certificate. */
export function matchesSpec(subscription: Subscription, spec: SubscriptionSpec): boolean {
	return (
		subscription.notificationUrl === spec.notificationUrl &&
		subscription.resource === spec.notify.resource &&
		spec.notify.changes.every((event) => subscription.changeType.split(',').includes(event)) &&
		subscription.certificateId === spec.certificate?.id
	);
}
