import { Agent, request } from 'undici';
import { lanes } from '../lanes';
import { seededRandom } from '../random';
import { GraphError } from './errors';
import { isCalled } from './handshake';
import type { Entity } from './entity';
import { encrypted, readCertificate, validationToken } from './richNotification';
import { subscriptionsOf } from './state/subscriptions';
import { watchedBy } from './watched';
import type { ChangeType, Watched, WatchedItem } from './watched';
import type { GraphWorld } from './world';
import type { Delivery, LifecycleEvent, NotificationCounters, Notifier } from './notifier';

interface Watch {
	watched: Watched;
	known: Map<string, WatchedItem>;
	/** When its lifetime began, to tell when a quarter is left; epoch milliseconds. */
	since: number;
	/** The end for which `reauthorizationRequired` was sent. */
	warned?: string;
}

const freshCounters = (): NotificationCounters => ({
	due: 0,
	sent: 0,
	dropped: 0,
	doubled: 0,
	answered: 0,
	failed: 0,
	givenUp: 0,
	lifecycle: 0,
	took: [],
});

/** Added and removed members, as directory notifications name them. */
function memberChanges(before: WatchedItem | undefined, now: WatchedItem | undefined) {
	const [old, current] = [before?.members, now?.members];
	if (!current) return {};
	const came = [...current].filter((id) => !old?.has(id)).map((id) => ({ id }));
	const went = [...(old ?? [])].filter((id) => !current.has(id)).map((id) => ({ id, '@removed': 'deleted' }));
	return came.length + went.length > 0 ? { 'members@delta': [...came, ...went] } : {};
}

/**
 * Watches what subscriptions name, by comparing it with what was there before: after every request that may have
 * changed something, and periodically for changes without a request.
 */
export function createNotifier(world: GraphWorld): Notifier {
	const { settings } = world;
	const dispatcher = new Agent({ pipelining: 1, keepAliveTimeout: 1000 });
	// A burst doesn't open a connection for each notification; the time for a response starts when it's sent.
	const inTurn = lanes(50);
	const watches = new Map<Entity, Watch>();
	const timers = new Set<NodeJS.Timeout>();
	let outbox = new Map<string, Array<{ notification: Record<string, unknown>; clientId?: string }>>();
	let generation = 0;
	let pending = 0;
	let waiting: Array<() => void> = [];
	let clock: NodeJS.Timeout | undefined;
	let seed = settings.notifications.seed;
	let random = seededRandom(seed);

	const begun = () => (pending += 1);
	const ended = () => {
		pending -= 1;
		if (pending > 0) return;
		waiting.forEach((resolve) => resolve());
		waiting = [];
	};
	const after = (ms: number, effect: () => void) => {
		const timer = setTimeout(() => {
			timers.delete(timer);
			effect();
		}, ms);
		timers.add(timer);
	};

	const attempt = async (delivery: Delivery): Promise<boolean> => {
		const start = performance.now();
		let status = 0;
		try {
			const answer = await request(delivery.url, {
				method: 'POST',
				headers: { 'content-type': 'application/json; charset=utf-8' },
				body: JSON.stringify(delivery.body),
				signal: AbortSignal.timeout(settings.notifications.answerTimeout),
				dispatcher,
			});
			status = answer.statusCode;
			await answer.body.dump();
		} catch {
			// No response in time counts as a failure.
			status = 0;
		}
		const took = performance.now() - start;
		const good = status >= 200 && status < 300;
		delivery.attempts.push({ status, took });
		notifier.counters[good ? 'answered' : 'failed'] += 1;
		if (good) notifier.counters.took.push(took);
		return good;
	};

	const deliver = (delivery: Delivery) => {
		const own = generation;
		notifier.deliveries.push(delivery);
		if (notifier.deliveries.length > 1000) notifier.deliveries.shift();
		begun();
		const run = async (): Promise<void> => {
			const good = await inTurn(async () => await attempt(delivery));
			if (own !== generation) return;
			const { retryBase, retryFor } = settings.notifications;
			if (good) return ended();
			const wait = retryBase * 2 ** (delivery.attempts.length - 1);
			if (Date.now() + wait - delivery.at <= retryFor) return after(wait, () => void run());
			notifier.counters.givenUp += 1;
			ended();
		};
		void run();
	};

	const flush = (url: string) => {
		const waitingThere = outbox.get(url) ?? [];
		outbox.delete(url);
		const clientIds = [...new Set(waitingThere.flatMap(({ clientId }) => clientId ?? []))];
		notifier.counters.sent += waitingThere.length;
		deliver({
			url,
			kind: 'change',
			body: {
				value: waitingThere.map(({ notification }) => notification),
				...(clientIds.length > 0
					? { validationTokens: clientIds.map((id) => validationToken(world, id)) }
					: {}),
			},
			at: Date.now(),
			attempts: [],
		});
	};

	/** Sends a notification, or applies a fault to it. The chances are drawn in the order of the changes. */
	const send = (url: string, notification: Record<string, unknown>, clientId?: string) => {
		const { drop, double, delay, seed: wanted, bundle } = settings.notifications;
		if (wanted !== seed) {
			seed = wanted;
			random = seededRandom(seed);
		}
		const { counters } = notifier;
		counters.due += 1;
		const [isDropped, isDoubled] = [random() < drop, random() < double];
		const waits = [random(), random()].map((chance) => delay[0] + chance * (delay[1] - delay[0]));
		if (isDropped) {
			counters.dropped += 1;
			return;
		}
		if (isDoubled) counters.doubled += 1;
		for (const wait of isDoubled ? waits : waits.slice(0, 1)) {
			begun();
			const post = () => {
				const there = outbox.get(url);
				const letter = { notification, clientId };
				if (there) there.push(letter);
				else {
					outbox.set(url, [letter]);
					begun();
					const leave = () => {
						flush(url);
						ended();
					};
					if (bundle > 0) after(bundle, leave);
					else leave();
				}
				ended();
			};
			if (wait > 0) after(wait, post);
			else post();
		}
	};

	const notify = (
		subscription: Entity,
		changeType: ChangeType,
		watch: Watch,
		item: WatchedItem,
		before?: WatchedItem,
	) => {
		const { type } = watch.watched;
		const { organization } = world.state;
		const { includeResourceData, encryptionCertificate, encryptionCertificateId } = subscription;
		const isDirectory = /\.(User|Group)$/.test(type);
		const whole = changeType !== 'deleted' && includeResourceData === true ? item.data?.() : undefined;
		const resourceData = {
			'@odata.type': type,
			...(item.id === undefined ? {} : { '@odata.id': item.path }),
			...(item.etag === undefined ? {} : { '@odata.etag': item.etag }),
			...(item.id === undefined ? {} : { id: item.id }),
			...(isDirectory
				? {
						organizationId: organization.id,
						eventTime: new Date().toISOString(),
						sequenceNumber: Date.now(),
						...memberChanges(before, item),
					}
				: {}),
		};
		const notification = {
			subscriptionId: subscription.id,
			subscriptionExpirationDateTime: subscription.expirationDateTime,
			tenantId: organization.id,
			...(subscription.clientState === null ? {} : { clientState: subscription.clientState }),
			changeType,
			resource: item.path,
			resourceData,
			...(whole
				? {
						encryptedContent: encrypted(
							{ '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#${item.path}`, ...whole },
							readCertificate(encryptionCertificate),
							String(encryptionCertificateId),
						),
					}
				: {}),
		};
		const clientId = whole ? String(subscription.applicationId) : undefined;
		send(String(subscription.notificationUrl), notification, clientId);
	};

	const isHeld = (subscription: Entity) =>
		settings.subscriptions.holdUntilReauthorized && subscription.reauthorization === 'required';

	const compare = (subscription: Entity, watch: Watch) => {
		const { watched, known } = watch;
		const wanted = String(subscription.changeType)
			.toLowerCase()
			.split(',')
			.map((one) => one.trim());
		const tell = (changeType: ChangeType, item: WatchedItem, before?: WatchedItem) => {
			if (wanted.includes(changeType) && !isHeld(subscription))
				notify(subscription, changeType, watch, item, before);
		};
		const now = new Map(watched.items().map((item) => [item.key, item]));
		watch.known = now;
		for (const [key, item] of now) {
			const before = known.get(key);
			if (!before) tell(watched.coming ?? 'created', item);
			else if (before.mark !== item.mark) tell('updated', item, before);
		}
		for (const [key, before] of known) {
			if (!now.has(key)) tell(watched.going?.(key) ?? 'deleted', before);
		}
	};

	const warn = (subscription: Entity, { since }: Watch): boolean => {
		const end = Date.parse(String(subscription.expirationDateTime));
		return settings.subscriptions.reauthorize && (end - Date.now()) * 4 <= end - since;
	};

	const tellTo = (subscription: Entity, lifecycleEvent: LifecycleEvent): boolean => {
		const url = subscription.lifecycleNotificationUrl;
		if (typeof url !== 'string' || !isCalled(url, settings.subscriptions)) return false;
		notifier.counters.lifecycle += 1;
		const value = {
			lifecycleEvent,
			subscriptionId: subscription.id,
			subscriptionExpirationDateTime: subscription.expirationDateTime,
			tenantId: world.state.organization.id,
			organizationId: world.state.organization.id,
			...(subscription.clientState === null ? {} : { clientState: subscription.clientState }),
			...(lifecycleEvent === 'reauthorizationRequired' ? {} : { resource: subscription.resource }),
		};
		deliver({ url, kind: 'lifecycle', body: { value: [value] }, at: Date.now(), attempts: [] });
		return true;
	};

	/** Time of the next check, so that checks never take more than a tenth of the time. */
	const wind = (took: number) => {
		if (clock) return;
		clock = setTimeout(
			() => {
				clock = undefined;
				notifier.look();
			},
			Math.max(settings.subscriptions.lookEvery, took * 10),
		);
		clock.unref();
	};

	const notifier: Notifier = {
		counters: freshCounters(),
		deliveries: [],
		dispatcher,
		begin(subscription) {
			const { resource, immutable, notificationUrl } = subscription;
			if (!isCalled(String(notificationUrl), settings.subscriptions)) return;
			const watched = watchedBy(world, { resource: String(resource), immutable: immutable === true });
			const known = new Map(watched.items().map((item) => [item.key, item]));
			watches.set(subscription, { watched, known, since: Date.now() });
			wind(0);
		},
		look() {
			if (watches.size === 0) return;
			const start = performance.now();
			const live = new Set(subscriptionsOf(world.state).values());
			for (const [subscription, watch] of watches) {
				if (!live.has(subscription)) {
					watches.delete(subscription);
					continue;
				}
				try {
					compare(subscription, watch);
				} catch (error) {
					// The watched object no longer exists: nothing changes in it.
					if (!(error instanceof GraphError)) throw error;
				}
				const end = String(subscription.expirationDateTime);
				if (watch.warned === end) continue;
				// The expiry differs from the one that was warned of: it was renewed, and its lifetime restarted.
				if (watch.warned !== undefined) Object.assign(watch, { since: Date.now(), warned: undefined });
				if (!warn(subscription, watch)) continue;
				watch.warned = end;
				notifier.tell(subscription.id, 'reauthorizationRequired');
			}
			if (watches.size > 0) wind(performance.now() - start);
		},
		subscriptions: () => [...subscriptionsOf(world.state).values()],
		remove(id, tells = settings.subscriptions.tellsRemoval) {
			notifier.look();
			const all = subscriptionsOf(world.state);
			const subscription = all.get(id);
			if (!subscription) return false;
			all.delete(id);
			watches.delete(subscription);
			if (tells) tellTo(subscription, 'subscriptionRemoved');
			return true;
		},
		tell(id, event) {
			const subscription = subscriptionsOf(world.state).get(id);
			if (!subscription) return false;
			if (event === 'reauthorizationRequired') subscription.reauthorization = 'required';
			return tellTo(subscription, event);
		},
		async idle() {
			notifier.look();
			if (pending > 0) await new Promise<void>((resolve) => waiting.push(resolve));
		},
		reset() {
			generation += 1;
			timers.forEach(clearTimeout);
			timers.clear();
			clearTimeout(clock);
			clock = undefined;
			watches.clear();
			outbox = new Map();
			pending = 0;
			waiting.forEach((resolve) => resolve());
			waiting = [];
			Object.assign(notifier.counters, freshCounters());
			notifier.deliveries.length = 0;
			seed = settings.notifications.seed;
			random = seededRandom(seed);
		},
		async close() {
			notifier.reset();
			await dispatcher.destroy();
		},
	};
	return notifier;
}
