import { randomBytes } from 'node:crypto';
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

/** For how long a subscription is asked for, in minutes; Graph grants less where it lives no longer. */
export const wantedLife = 4_200;

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

/** What a subscription is to be like. */
export interface Wanted {
	notificationUrl: string;
	notify: Notify;
	clientState: string;
	/** Where notifications are to carry the changed object: base64 of the certificate (DER), and its ID. */
	certificate?: { certificate: string; id: string };
}

/** A secret that Graph sends with each notification. */
export const newClientState = (): string => randomBytes(32).toString('base64url');

/**
 * Has Graph notify of changes; a subscription that was left over of this very trigger is replaced.
 * @throws RequestError when another one is in the way, which it names; GraphError, SignInError as `Send` does
 * Source: "Create subscription", "Change notifications for resources: lifecycle notifications".
 */
export async function subscribe(wanted: Wanted, send: Send): Promise<Subscription> {
	for (const { id } of await ownSubscriptions(wanted.notificationUrl, send)) await unsubscribe(id, send);
	const taken: string[] = [];
	for (const changeType of changeTypes(wanted.notify)) {
		try {
			return await create(wanted, changeType, send);
		} catch (error) {
			if (!(error instanceof GraphError)) throw caught(error);
			if (isQuota(error)) throw quotaReached(wanted, error, await allSubscriptions(send));
			if (error.parts.status !== 409) throw caught(error);
			taken.push(changeType);
		}
	}
	throw inTheWay(wanted, taken, await allSubscriptions(send));
}

async function create(wanted: Wanted, changeType: string, send: Send): Promise<Subscription> {
	const { notificationUrl, clientState, certificate } = wanted;
	const { resource } = wanted.notify;
	const { body } = await send({
		method: 'POST',
		path: ['subscriptions'],
		// Notifications of mail name their objects by the same IDs as the delta functions are asked for.
		headers: mailHeaders(),
		body: {
			changeType,
			resource,
			notificationUrl,
			lifecycleNotificationUrl: notificationUrl,
			expirationDateTime: expirationOf(wantedLife, resource, certificate !== undefined),
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
 * Graph takes no second subscription of an app for the same resource and changes. To be notified of more does no harm:
 * what counts is what the delta function says.
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
 * Lets a subscription live on.
 * @returns it as it is then; `undefined` when Graph no longer has it
 * Source: "Update subscription".
 */
export async function renew(subscription: Subscription, send: Send): Promise<Subscription | undefined> {
	const { id, resource, certificateId } = subscription;
	try {
		const { body } = await send({
			method: 'PATCH',
			path: ['subscriptions', id],
			body: { expirationDateTime: expirationOf(wantedLife, resource, certificateId !== undefined) },
			idempotent: true,
		});
		const { expirationDateTime } = body as { expirationDateTime: string };
		return { ...subscription, expirationDateTime, renewedAt: Date.now() };
	} catch (error) {
		if (isNotFound(error)) return undefined;
		throw caught(error);
	}
}

/** Whether half of a subscription's life is over. */
export function isDue({ expirationDateTime, renewedAt }: Subscription, now: number): boolean {
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

/** Ends a subscription, unless it has ended. Source: "Delete subscription". */
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
function quotaReached(
	{ notify: { resource } }: Wanted,
	{ message }: GraphError,
	all: readonly IDataObject[],
) {
	const same = all.filter((one) => one.resource === resource);
	const whose =
		same.length > 0 ? `This app has it for ${named(same)}.` : `This app has ${all.length} subscriptions.`;
	return requestError({
		what: `Graph makes no further subscription, since a quota is reached: ${message}`,
		why: `No permission is missing. ${quotas} ${whose}`,
		fix: 'Deactivate what else uses it, delete subscriptions that nobody needs (Subscription: Get Many lists them), use another app registration here, or choose the mode Polling, which needs no subscription.',
	});
}

const named = (subscriptions: readonly IDataObject[]): string =>
	subscriptions
		.map((one) => `${String(one.notificationUrl)} (until ${String(one.expirationDateTime)})`)
		.join(', ');

/**
 * Whether Graph refuses to notify of something at all, or of it in this way: no fault of the URL, of a quota, or of another
 * subscription.
 */
export const isNoResource = (error: unknown): boolean =>
	error instanceof GraphError &&
	[400, 403, 404, 405, 501].includes(error.parts.status) &&
	!/validat/i.test(error.message);

function inTheWay({ notify: { resource } }: Wanted, taken: readonly string[], all: readonly IDataObject[]) {
	const others = all.filter((one) => one.resource === resource && taken.includes(String(one.changeType)));
	return requestError({
		what: `Graph already notifies others of the same changes, for this app: ${named(others) || 'it does not say whom'}.`,
		why: 'It takes one subscription of an app for the same resource and kinds of changes. Those of others were not touched.',
		fix: 'Deactivate the other workflow, have it do both, use another app registration here, or choose the mode Polling, which needs no subscription.',
	});
}
