import { randomUUID } from 'node:crypto';
import type { CallContext, GraphAnswer } from '../call';
import { badRequest, GraphError } from '../errors';
import { checkUrl, isCalled, validateUrl } from '../handshake';
import { readObject } from '../messageBody';
import { outlookPreferences } from '../outlook';
import { entityAnswer, listAnswer } from '../paging';
import { mayCall } from '../permissions';
import { route } from '../rest';
import type { Collection } from '../rest';
import type { Entity } from '../entity';
import { readCertificate } from '../richNotification';
import type { Route } from '../router';
import { seededApp, subscription, subscriptionsOf } from '../state/subscriptions';
import { watchedBy } from '../watched';
import type { Watched } from '../watched';
import type { GraphWorld } from '../world';

export { subscription } from '../state/subscriptions';

/** The subscriptions as a collection, for those that add some. */
export const subscriptions: Pick<Collection, 'path' | 'service' | 'seed'> = {
	path: '/subscriptions',
	service: 'directory',
	seed: (world) => [...subscriptionsOf(world.state).values()],
};

const minute = 60_000;

/** Maximum lifetime in minutes where the resource has no limit of its own here. Source: "Subscription lifetime". */
const longestByName = (resource: string): number =>
	/\/(messages|events|contacts)/.test(resource) ? 10_080 : /drive|\/lists\//.test(resource) ? 42_300 : 41_760;

const unprocessed = (status: number, reason: string) =>
	new GraphError(
		status,
		'ExtensionError',
		`Operation: Create; Exception: [Status Code: ${status === 403 ? 'Forbidden' : 'NotFound'}; Reason: ${reason}]`,
	);

/** When it expires: as requested, or earlier. @throws GraphError 400 */
function expirationOf(world: GraphWorld, asked: unknown, longest: number): string {
	const end = Date.parse(String(asked));
	const minutes = (end - Date.now()) / minute;
	// Some time is allowed for the network.
	if (!(minutes > 0) || minutes > longest + 1) {
		const text = `Subscription expiration can only be ${longest} minutes in the future.`;
		throw new GraphError(400, 'ExtensionError', text);
	}
	const { longestLifeMinutes } = world.settings.subscriptions;
	const most = longestLifeMinutes === null ? end : Date.now() + longestLifeMinutes * minute;
	return new Date(Math.min(end, most)).toISOString();
}

/** What is watched, where someone is notified of it. @throws GraphError 404 for what doesn't exist */
function watchedIn(
	world: GraphWorld,
	resource: string,
	url: string,
	immutable: boolean,
): Watched | undefined {
	if (!isCalled(url, world.settings.subscriptions)) return undefined;
	try {
		return watchedBy(world, { resource, immutable });
	} catch (error) {
		if (error instanceof GraphError && error.status === 404) throw unprocessed(404, error.message);
		throw error;
	}
}

/** @throws GraphError 400 or 403 for what Graph wouldn't watch this way */
function checkWatch(watched: Watched, body: Record<string, unknown>, { token }: CallContext): void {
	const { changeType, includeResourceData, encryptionCertificate, encryptionCertificateId, resource } = body;
	const unknown = String(changeType)
		.toLowerCase()
		.split(',')
		.find((one) => !watched.changeTypes.some((known) => known === one.trim()));
	if (unknown !== undefined)
		throw badRequest(`The changeType '${unknown}' is not supported for the resource '${String(resource)}'.`);
	if (!mayCall(token.roles, watched.permissions)) throw unprocessed(403, 'Access denied');
	const soon = Date.parse(String(body.expirationDateTime)) - Date.now() <= 61 * minute;
	if (watched.needsLifecycleUrl && !soon && typeof body.lifecycleNotificationUrl !== 'string') {
		throw badRequest(
			"'lifecycleNotificationUrl' is a required property for subscription creation on this resource when the 'expirationDateTime' value is set to greater than 1 hour.",
		);
	}
	if (includeResourceData !== true) return;
	if (watched.longestWithData === undefined)
		throw badRequest('This resource does not support notifications with resource data.');
	if (typeof encryptionCertificateId !== 'string' || encryptionCertificateId === '')
		throw badRequest("'encryptionCertificateId' is required when 'includeResourceData' is set.");
	readCertificate(encryptionCertificate);
	if (/Message$|Event$|Contact$/.test(watched.type) && !String(resource).includes('$select='))
		if (watched.type !== '#Microsoft.Graph.chatMessage')
			throw badRequest('Notifications with resource data need a $select in the resource.');
}

/**
 * Exceeding a quota gives 403, with the quota in the message. Source: "Set up notifications for changes in resource data",
 * subscription limits.
 * @throws GraphError 403
 */
function checkQuota(
	{ settings: { subscriptions: rules }, state }: GraphWorld,
	{ quota }: Watched,
	resource: string,
	{ token }: CallContext,
	watchedOf: (one: Entity) => Watched | undefined,
): void {
	if (quota === undefined) return;
	const all = [...subscriptionsOf(state).values()];
	const own = all.filter((one) => one.applicationId === token.clientId);
	const past = (what: string) =>
		new GraphError(
			403,
			'Forbidden',
			`Operation: Create; Exception: [Status Code: Forbidden; Reason: ${what}]`,
		);
	if (quota.of === 'channel' && own.some((one) => sameAs(one.resource) === sameAs(resource)))
		throw past("TooManySubscriptions: The app has reached its limit of '1' subscription for this resource.");
	if (quota.of === 'directory') {
		const count = own.filter((one) => watchedOf(one)?.quota?.of === 'directory').length;
		if (count >= rules.directoryQuota)
			throw past(
				`The maximum number of subscriptions for this app and tenant (${rules.directoryQuota}) has been reached.`,
			);
	}
	if (quota.of === 'mailbox') {
		const isHere = (other: Watched['quota']) => other?.of === 'mailbox' && other.mailbox === quota.mailbox;
		if (all.filter((one) => isHere(watchedOf(one)?.quota)).length >= rules.mailboxQuota)
			throw past(`Subscription limit of ${rules.mailboxQuota} has been exceeded for the mailbox.`);
	}
}

/** The resource in normal form: without a leading slash, case, or query. */
const sameAs = (resource: unknown) =>
	String(resource)
		.replace(/^\/+/, '')
		.replace(/\('([^']*)'\)/g, '/$1')
		.toLowerCase();
const kindsOf = (changeType: unknown) =>
	String(changeType)
		.toLowerCase()
		.split(',')
		.map((one) => one.trim())
		.sort()
		.join();

const belongsTo = ({ token }: CallContext, { applicationId }: Entity) =>
	applicationId === token.clientId || applicationId === seededApp;

async function validateUrls(world: GraphWorld, urls: readonly unknown[]): Promise<void> {
	const { subscriptions: rules } = world.settings;
	for (const url of urls) {
		if (typeof url !== 'string') continue;
		checkUrl(url, rules);
		if (url.includes('unreachable')) {
			throw new GraphError(
				400,
				'ValidationError',
				'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.',
			);
		}
		if (rules.validate !== 'never' && isCalled(url, rules))
			await validateUrl(url, rules, world.notifier.dispatcher);
	}
}

async function create(world: GraphWorld, context: CallContext): Promise<GraphAnswer> {
	const { call, token } = context;
	const body = readObject(call.body, 'subscription');
	const { resource, changeType, notificationUrl, lifecycleNotificationUrl, clientState } = body;
	if (typeof resource !== 'string' || typeof changeType !== 'string' || typeof notificationUrl !== 'string')
		throw badRequest('A required property is missing.');
	if (typeof clientState === 'string' && clientState.length > 128)
		throw badRequest("The value of 'clientState' is longer than 128 characters.");
	const { immutable } = outlookPreferences(call.headers);
	const watched = watchedIn(world, resource, notificationUrl, immutable);
	if (watched) checkWatch(watched, body, context);
	const withData = body.includeResourceData === true ? watched?.longestWithData : undefined;
	const longest = withData ?? watched?.longest ?? longestByName(resource);
	const expirationDateTime = expirationOf(world, body.expirationDateTime, longest);
	await validateUrls(world, [notificationUrl, lifecycleNotificationUrl]);
	const all = subscriptionsOf(world.state);
	if (watched) {
		const watchedOf = (one: Entity) =>
			watchedIn(world, String(one.resource), String(one.notificationUrl), one.immutable === true);
		checkQuota(world, watched, resource, context, watchedOf);
	}
	const twin = [...all.values()].some(
		(one) =>
			one.applicationId === token.clientId &&
			sameAs(one.resource) === sameAs(resource) &&
			kindsOf(one.changeType) === kindsOf(changeType),
	);
	if (twin && !watched?.severalAllowed)
		throw new GraphError(409, 'Conflict', 'A subscription with the same changeType and resource exists.');
	const made = subscription(randomUUID(), {
		applicationId: token.clientId,
		creatorId: token.clientId,
		...body,
		expirationDateTime,
		immutable,
	});
	all.set(made.id, made);
	world.notifier.begin(made);
	return entityAnswer(call, 'subscriptions', view(made), 201);
}

/** @throws GraphError 404 for one that has expired, or is another app's */
function find(world: GraphWorld, context: CallContext): Entity {
	const found = subscriptionsOf(world.state).get(context.params[0] ?? '');
	if (found && belongsTo(context, found)) return found;
	throw new GraphError(404, 'ResourceNotFound', 'The object was not found.');
}

async function renew(world: GraphWorld, context: CallContext): Promise<GraphAnswer> {
	const { call } = context;
	const found = find(world, context);
	const body = readObject(call.body, 'subscription');
	const { expirationDateTime, notificationUrl, ...others } = body;
	const [other] = Object.keys(others).filter((name) => !name.startsWith('@odata.'));
	if (other !== undefined) throw badRequest(`The property '${other}' cannot be changed.`);
	if (expirationDateTime === undefined && notificationUrl === undefined)
		throw badRequest("A value for 'expirationDateTime' or 'notificationUrl' is required.");
	const changes: Partial<Entity> = { reauthorization: undefined };
	const url = String(notificationUrl ?? found.notificationUrl);
	if (expirationDateTime !== undefined) {
		const watched = watchedIn(world, String(found.resource), url, found.immutable === true);
		const withData = found.includeResourceData === true ? watched?.longestWithData : undefined;
		const longest = withData ?? watched?.longest ?? longestByName(String(found.resource));
		changes.expirationDateTime = expirationOf(world, expirationDateTime, longest);
	}
	if (notificationUrl !== undefined) {
		await validateUrls(world, [notificationUrl]);
		changes.notificationUrl = notificationUrl;
	}
	Object.assign(found, changes);
	return entityAnswer(call, 'subscriptions', view(found));
}

/** No one can read the secret back; what only the simulator knows isn't shown. */
function view(entity: Entity): object {
	const own = ['immutable', 'reauthorization'];
	return {
		...Object.fromEntries(Object.entries(entity).filter(([name]) => !own.includes(name))),
		clientState: null,
	};
}

const service = 'directory';

/** Subscriptions; what is watched decides which permission is needed. */
export const subscriptionRoutes: readonly Route[] = [
	route('GET', '/subscriptions', service, [], (world, context) => {
		// "This method does not support OData query parameters."
		const [option] = [...context.call.query.keys()].filter((name) => name !== '$skiptoken');
		if (option !== undefined) throw badRequest(`Query option '${option}' is not supported.`);
		const own = [...subscriptionsOf(world.state).values()].filter((one) => belongsTo(context, one));
		return listAnswer(context.call, 'subscriptions', { items: own.map(view) });
	}),
	route('POST', '/subscriptions', service, [], create),
	route('GET', '/subscriptions/{id}', service, [], (world, context) =>
		entityAnswer(context.call, 'subscriptions', view(find(world, context))),
	),
	route('PATCH', '/subscriptions/{id}', service, [], renew),
	route('DELETE', '/subscriptions/{id}', service, [], (world, context) => {
		subscriptionsOf(world.state).delete(find(world, context).id);
		return { status: 204 };
	}),
	route('POST', '/subscriptions/{id}/reauthorize', service, [], (world, context) => {
		find(world, context).reauthorization = undefined;
		return { status: 204 };
	}),
];
