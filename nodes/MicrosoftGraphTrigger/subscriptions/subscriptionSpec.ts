import { certificateFor } from '../notifications/resourceData';
import { newClientState, type Subscription, type Wanted } from './subscription';
import type { Trigger } from '../openTrigger';

/**
 * What the trigger's subscription is to be like.
 * @throws what `certificateFor` throws; GraphError, SignInError where the path of what is watched is looked up
 */
export async function wantedSubscription(trigger: Trigger, notificationUrl: string): Promise<Wanted> {
	const { memory, source } = trigger;
	memory.clientState ??= newClientState();
	const certificate = certificateFor(trigger);
	const resource = await resourceOf(trigger);
	const { resourceWithData = resource } = source.notify;
	return {
		notificationUrl,
		notify: { ...source.notify, resource: certificate === undefined ? resource : resourceWithData },
		clientState: memory.clientState,
		certificate,
	};
}

/** The path that Graph takes, which is looked up once. */
async function resourceOf({ memory, source: { notify } }: Trigger): Promise<string> {
	const { resource, resolve } = notify;
	if (resolve === undefined) return resource;
	if (memory.resolved?.from !== resource) memory.resolved = { from: resource, to: await resolve() };
	return memory.resolved.to;
}

/** Whether a subscription is as it is wanted: n8n's URL may have changed, what is watched, or the certificate. */
export function isAsWanted(subscription: Subscription, wanted: Wanted): boolean {
	return (
		subscription.notificationUrl === wanted.notificationUrl &&
		subscription.resource === wanted.notify.resource &&
		wanted.notify.changes.every((event) => subscription.changeType.split(',').includes(event)) &&
		subscription.certificateId === wanted.certificate?.id
	);
}
