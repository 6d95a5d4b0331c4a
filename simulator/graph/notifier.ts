import type { Dispatcher } from 'undici';

import type { Entity } from './entity';

export type LifecycleEvent = 'missed' | 'reauthorizationRequired' | 'subscriptionRemoved';

/** One request to a notification URL, with all its repetitions. */
export interface Delivery {
	url: string;
	kind: 'change' | 'lifecycle';
	body: { value: Array<Record<string, unknown>>; validationTokens?: string[] };
	/** Epoch milliseconds of the first attempt. */
	at: number;
	/** Each attempt: its status, 0 for none, and how long the answer took, milliseconds. */
	attempts: Array<{ status: number; took: number }>;
}

export interface NotificationCounters {
	/** Notifications that were due, before any fault. */
	due: number;
	/** Notifications that went out, each copy of a doubled one for itself, repetitions not. */
	sent: number;
	dropped: number;
	doubled: number;
	/** Requests with an answer of 2xx in time. */
	answered: number;
	/** Requests without. */
	failed: number;
	/** Deliveries that were given up. */
	givenUp: number;
	/** Lifecycle notifications that went out. */
	lifecycle: number;
	/** Milliseconds that each answered request took. */
	took: number[];
}

/** What watches for subscriptions and notifies. */
export interface Notifier {
	readonly counters: NotificationCounters;
	/** Every request that was sent, the latest 1,000. */
	readonly deliveries: Delivery[];
	/** For calls to notification URLs. */
	readonly dispatcher: Dispatcher;
	/** Looks at everything that is watched, and notifies of what changed since the last look. */
	look(): void;
	/** Begins to watch for a subscription: what is changed before is not notified. */
	begin(subscription: Entity): void;
	/** All subscriptions that live, with their `clientState`. */
	subscriptions(): Entity[];
	/**
	 * Ends a subscription as Graph may at any time.
	 * @param tells whether `subscriptionRemoved` is sent; as the settings say by default
	 * @returns false where there is none with this id
	 */
	remove(id: string, tells?: boolean): boolean;
	/** Sends a lifecycle notification; `false` where there is no such subscription, or it has no URL for them. */
	tell(id: string, event: LifecycleEvent): boolean;
	/** When nothing is on its way any more, repetitions that wait among it. */
	idle(): Promise<void>;
	reset(): void;
	close(): Promise<void>;
}
