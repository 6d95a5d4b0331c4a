import type { Dispatcher } from 'undici';

import type { Entity } from './entity';

export type LifecycleEvent = 'missed' | 'reauthorizationRequired' | 'subscriptionRemoved';

/** One request to a notification URL, with all its retries. */
export interface Delivery {
	url: string;
	kind: 'change' | 'lifecycle';
	body: { value: Array<Record<string, unknown>>; validationTokens?: string[] };
	/** Epoch milliseconds of the first attempt. */
	at: number;
	/** Each attempt: its status, 0 for none, and how long the response took, milliseconds. */
	attempts: Array<{ status: number; took: number }>;
}

export interface NotificationCounters {
	/** Notifications to send, before any fault. */
	due: number;
	/** Sent notifications: each copy of a duplicate counts, retries don't. */
	sent: number;
	dropped: number;
	doubled: number;
	/** Requests with a 2xx response in time. */
	answered: number;
	/** Requests without. */
	failed: number;
	/** Deliveries that were given up. */
	givenUp: number;
	/** Sent lifecycle notifications. */
	lifecycle: number;
	/** Duration of each request with a response, milliseconds. */
	took: number[];
}

/** What watches for subscriptions and notifies. */
export interface Notifier {
	readonly counters: NotificationCounters;
	/** Every request that was sent, the latest 1,000. */
	readonly deliveries: Delivery[];
	/** For calls to notification URLs. */
	readonly dispatcher: Dispatcher;
	/** Checks everything that is watched, and notifies of what changed since the last check. */
	look(): void;
	/** Begins to watch for a subscription: earlier changes aren't notified. */
	begin(subscription: Entity): void;
	/** All active subscriptions, with their `clientState`. */
	subscriptions(): Entity[];
	/**
	 * Ends a subscription as Graph may at any time.
	 * @param tells whether `subscriptionRemoved` is sent; as the settings say by default
	 * @returns false where there is none with this id
	 */
	remove(id: string, tells?: boolean): boolean;
	/** Sends a lifecycle notification; `false` where there is no such subscription, or it has no URL for them. */
	tell(id: string, event: LifecycleEvent): boolean;
	/** Resolves when nothing is in flight any more, including pending retries. */
	idle(): Promise<void>;
	reset(): void;
	close(): Promise<void>;
}
