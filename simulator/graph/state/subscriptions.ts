import { guidOf } from '../../random';
import type { Entity } from '../entity';
import type { GraphState } from '.';

/** The app that owns the initial subscription: it stands for the calling app. */
export const seededApp = guidOf('n8n');

/** A subscription as it is kept. */
export const subscription = (id: string, own: Partial<Entity> = {}): Entity => ({
	id,
	resource: 'users',
	applicationId: seededApp,
	changeType: 'updated,deleted',
	clientState: null,
	notificationUrl: 'https://n8n.contoso.example/webhook/users',
	lifecycleNotificationUrl: null,
	expirationDateTime: new Date(Date.now() + 60 * 60_000).toISOString(),
	creatorId: seededApp,
	includeResourceData: false,
	latestSupportedTlsVersion: 'v1_2',
	encryptionCertificate: null,
	encryptionCertificateId: null,
	notificationQueryOptions: null,
	notificationUrlAppId: null,
	...own,
});

const path = '/subscriptions';

/** The active subscriptions, one for users at the start; expired ones are removed silently. */
export function subscriptionsOf(state: GraphState): Map<string, Entity> {
	const id = guidOf('subscription of users');
	const key = [path, ''].join('|');
	const known = state.collections.get(key) ?? new Map([[id, subscription(id)]]);
	state.collections.set(key, known);
	for (const [one, { expirationDateTime }] of known)
		if (Date.parse(String(expirationDateTime)) <= Date.now()) known.delete(one);
	return known;
}
