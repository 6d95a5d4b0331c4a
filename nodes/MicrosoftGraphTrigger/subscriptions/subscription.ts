import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../credentials/auth/core/caught';
import type { Send } from '../../graph/client';
import { GraphError, isNotFound } from '../../graph/errors/graphError';
import { readList } from '../../graph/lists/page';
import { requestError } from '../../graph/errors/requestError';
import { mailHeaders } from '../../shared/fields/mail';
import { expirationOf } from '../../shared/resources/subscriptionLifetime';
import { isQuota, quotas } from '../../shared/resources/subscriptionQuota';
import type { ChangeEvent, Notify } from '../watches/watch';

/** The lifetime that is requested for a subscription, in minutes; Graph grants less where its maximum is lower. */
export const lifetimeMinutes = 4_200;

/** A subscription of this trigger. */
export interface Subscription {
	id: string;
	notificationUrl: string;
	resource: string;
	changeType: string;
	/** ISO 8601, UTC */
	expirationDateTime: string;
	/** When it was made or renewed last, ms since the epoch. */
	renewedAt: number;
	/** When it was made, ms since the epoch. */
	madeAt: number;
	/** The ID of the certificate that the data are encrypted for, where notifications carry them. */
	certificateId?: string;
}

/** The subscription that a trigger needs. */
export interface SubscriptionSpec {
	notificationUrl: string;
	notify: Notify;
	clientState: string;
	/** Where notifications carry the changed object: base64 of the certificate (DER), and its ID. */
	certificate?: { certificate: string; id: string };
}

/**
 * Has Graph notify of changes; a subscription that was left over from this very trigger is replaced.
 * @throws RequestError when another subscription conflicts, which it names; GraphError, SignInError as `Send` does
 * Source: "Create subscription", "Change notifications for resources: lifecycle notifications".
 */
export async function subscribe(spec: SubscriptionSpec, send: Send): Promise<Subscription> {
	for (const { id } of await ownSubscriptions(spec.notificationUrl, send)) await unsubscribe(id, send);
	const taken: string[] = [];
	for (const changeType of changeTypes(spec.notify)) {
		try {
			return await create(spec, changeType, send);
		} catch (error) {
			if (!(error instanceof GraphError)) throw caught(error);
			if (isQuota(error)) throw quotaError(spec, error, await allSubscriptions(send));
			if (error.parts.status !== 409) throw caught(error);
			taken.push(changeType);
		}
	}
	throw conflictError(spec, taken, await allSubscriptions(send));
}

async function create(spec: SubscriptionSpec, changeType: string, send: Send): Promise<Subscription> {
	const { notificationUrl, clientState, certificate } = spec;
	const { resource } = spec.notify;
	const { body } = await send({
		method: 'POST',
		path: ['subscriptions'],
		// Notifications of mail name their objects by the same kind of IDs as the delta functions.
		headers: mailHeaders(),
		body: {
			changeType,
			resource,
			notificationUrl,
			lifecycleNotificationUrl: notificationUrl,
			expirationDateTime: expirationOf(lifetimeMinutes, resource, certificate !== undefined),
			clientState,
			...(certificate && {
				includeResourceData: true,
				encryptionCertificate: certificate.certificate,
				encryptionCertificateId: certificate.id,
			}),
		},
	});
	const { id, expirationDateTime } = body as { id: string; expirationDateTime: string };
	const now = Date.now();
	return {
		id,
		notificationUrl,
		resource,
		changeType,
		expirationDateTime,
		madeAt: now,
		renewedAt: now,
		certificateId: certificate?.id,
	};
}

/**
 * Graph takes no second subscription of an app for the same resource and changes. Notifications of more do no harm:
 * the delta function says what has changed.
 */
function changeTypes({ changes, possible }: Notify): string[] {
	const more = possible.filter((event) => !changes.includes(event));
	const extras = more.reduce<ChangeEvent[][]>(
		(sets, event) => [...sets, ...sets.map((set) => [...set, event])],
		[[]],
	);
	const fewestFirst = extras.sort((a, b) => a.length - b.length);
	return fewestFirst.map((extra) =>
		possible.filter((event) => [...changes, ...extra].includes(event)).join(','),
	);
}

/**
 * Extends a subscription.
 * @returns it as it is then; `undefined` when Graph no longer has it
 * Source: "Update subscription".
 */
export async function renew(subscription: Subscription, send: Send): Promise<Subscription | undefined> {
	const { id, resource, certificateId } = subscription;
	try {
		const { body } = await send({
			method: 'PATCH',
			path: ['subscriptions', id],
			body: { expirationDateTime: expirationOf(lifetimeMinutes, resource, certificateId !== undefined) },
			idempotent: true,
		});
		const { expirationDateTime } = body as { expirationDateTime: string };
		return { ...subscription, expirationDateTime, renewedAt: Date.now() };
	} catch (error) {
		if (isNotFound(error)) return undefined;
		throw caught(error);
	}
}

/** Whether half of a subscription's lifetime is over. */
export function needsRenewal({ expirationDateTime, renewedAt }: Subscription, now: number): boolean {
	return now >= (renewedAt + Date.parse(expirationDateTime)) / 2;
}

/** Whether Graph still has a subscription, and it notifies this URL. */
export async function isAlive({ id, notificationUrl }: Subscription, send: Send): Promise<boolean> {
	try {
		const { body } = await send({ method: 'GET', path: ['subscriptions', id] });
		return (body as IDataObject).notificationUrl === notificationUrl;
	} catch (error) {
		if (isNotFound(error)) return false;
		throw caught(error);
	}
}

/** Deletes a subscription, unless it's gone. Source: "Delete subscription". */
export async function unsubscribe(id: string, send: Send): Promise<void> {
	try {
		await send({ method: 'DELETE', path: ['subscriptions', id] });
	} catch (error) {
		if (!isNotFound(error)) throw caught(error);
	}
}

/** Those of the app that notify this very trigger: its URL is its own. */
async function ownSubscriptions(notificationUrl: string, send: Send): Promise<Array<{ id: string }>> {
	const all = await allSubscriptions(send);
	return all.filter((one) => one.notificationUrl === notificationUrl) as Array<{ id: string }>;
}

async function allSubscriptions(send: Send): Promise<IDataObject[]> {
	return await readList({ method: 'GET', path: ['subscriptions'] }, { limit: Infinity }, send);
}

/** Source: "Set up notifications for changes in resource data", subscription limits. */
function quotaError(
	{ notify: { resource } }: SubscriptionSpec,
	{ message }: GraphError,
	all: readonly IDataObject[],
) {
	const same = all.filter((one) => one.resource === resource);
	const whose =
		same.length > 0 ? `This app has it for ${named(same)}.` : `This app has ${all.length} subscriptions.`;
	return requestError({
		what: `Graph creates no more subscriptions because a quota is reached: ${message}`,
		why: `No permission is missing. ${quotas} ${whose}`,
		fix: 'Deactivate other workflows that use the quota, delete unused subscriptions (Subscription: Get Many lists them), use another app registration here, or choose Polling delivery, which needs no subscription.',
	});
}

const named = (subscriptions: readonly IDataObject[]): string =>
	subscriptions
		.map((one) => `${String(one.notificationUrl)} (until ${String(one.expirationDateTime)})`)
		.join(', ');

/**
 * Whether Graph doesn't notify of something at all, or not in this way: not because of the URL, a quota, or another
 * subscription.
 */
export const isUnsupported = (error: unknown): boolean =>
	error instanceof GraphError &&
	[400, 403, 404, 405, 501].includes(error.parts.status) &&
	!/validat/i.test(error.message);

function conflictError(
	{ notify: { resource } }: SubscriptionSpec,
	taken: readonly string[],
	all: readonly IDataObject[],
) {
	const others = all.filter((one) => one.resource === resource && taken.includes(String(one.changeType)));
	return requestError({
		what: `This app already has a subscription for these changes: ${named(others) || "Graph doesn't say which"}.`,
		why: 'Graph allows an app one subscription for the same resource and kinds of changes. Existing subscriptions were left alone.',
		fix: 'Deactivate the other workflow, let it handle both, use another app registration here, or choose Polling delivery, which needs no subscription.',
	});
}
