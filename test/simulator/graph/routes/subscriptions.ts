import { randomUUID } from 'node:crypto';
import { guidOf } from '../../random';
import { badRequest, GraphError } from '../errors';
import { collectionRoutes, entitiesAt } from '../rest';
import type { Collection, Entity } from '../rest';
import type { Route } from '../router';

/** Longest life in minutes (graph reference: "Subscription lifetime"); a little is granted for the way. */
const longest = (resource: string): number =>
	/\/(messages|events|contacts)/.test(resource) ? 10_080 : /drive|\/lists\//.test(resource) ? 42_300 : 41_760;

function checkExpiration(resource: string, expiration: unknown): void {
	const minutes = (Date.parse(String(expiration)) - Date.now()) / 60_000;
	if (!(minutes > 0) || minutes > longest(resource) + 1) {
		const text = 'Subscription expiration can only be so many minutes in the future.';
		throw new GraphError(400, 'ExtensionError', text);
	}
}

/** A subscription as it is kept. */
export const subscription = (id: string, own: Partial<Entity> = {}): Entity => ({
	id,
	resource: 'users',
	applicationId: guidOf('n8n'),
	changeType: 'updated,deleted',
	clientState: null,
	notificationUrl: 'https://n8n.contoso.example/webhook/users',
	lifecycleNotificationUrl: null,
	expirationDateTime: new Date(Date.now() + 60 * 60_000).toISOString(),
	creatorId: guidOf('n8n'),
	includeResourceData: false,
	latestSupportedTlsVersion: 'v1_2',
	encryptionCertificate: null,
	encryptionCertificateId: null,
	notificationQueryOptions: null,
	notificationUrlAppId: null,
	...own,
});

/** Subscriptions are kept; nobody is notified, and the URL is not validated unless it says `unreachable`. */
export const subscriptions: Collection = {
	path: '/subscriptions',
	service: 'directory',
	// What is watched decides: here any app may.
	read: [],
	write: ['any app'],
	seed: () => [subscription(guidOf('subscription of users'))],
	create: (body, { token }, world) => {
		const { resource, changeType, notificationUrl, expirationDateTime } = body as Record<string, string>;
		if (!resource || !changeType || !notificationUrl) throw badRequest('A required property is missing.');
		checkExpiration(resource, expirationDateTime);
		if (notificationUrl.includes('unreachable')) {
			throw new GraphError(
				400,
				'ValidationError',
				'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.',
			);
		}
		const others = [...entitiesAt(world, subscriptions, []).values()];
		if (others.some((one) => one.resource === resource && one.changeType === changeType)) {
			throw new GraphError(409, 'Conflict', 'A subscription with the same changeType and resource exists.');
		}
		return subscription(randomUUID(), { applicationId: token.clientId, creatorId: token.clientId, ...body });
	},
	change: ({ resource }, { expirationDateTime }) => checkExpiration(String(resource), expirationDateTime),
	view: (entity) => ({ ...entity, clientState: null }),
};

export const subscriptionRoutes: readonly Route[] = collectionRoutes(subscriptions).map((route) => ({
	...route,
	permissions: [],
	handle: (world, context) => {
		if (route.path === '/subscriptions' && context.call.method === 'GET' && context.call.query.size > 0) {
			// "This method does not support OData query parameters."
			const own = [...context.call.query.keys()].filter((name) => name !== '$skiptoken');
			if (own.length > 0) throw badRequest(`Query option '${own[0]}' is not supported.`);
		}
		return route.handle(world, context);
	},
}));
