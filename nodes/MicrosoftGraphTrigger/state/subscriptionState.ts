import { randomBytes } from 'node:crypto';

import type { Subscription } from '../subscriptions/subscription';

/** What of it is stored, under these names. */
export interface StoredSubscription {
	subscription?: Subscription;
	clientState?: string;
}

/** What a process knows of a trigger's subscription. */
export class SubscriptionState {
	private known?: Subscription;
	private url?: string;
	private secret?: string;
	private resolved?: { from: string; to: string };
	private unsupported = false;
	private unconfirmed = false;

	/** The subscription as this process knows it. */
	get current(): Readonly<Subscription> | undefined {
		return this.known;
	}

	/** Where Graph sends its notifications, once n8n has given the URL. */
	get notificationUrl(): string | undefined {
		return this.url ?? this.known?.notificationUrl;
	}

	/** The URL that n8n gave in this process. */
	get ownUrl(): string | undefined {
		return this.url;
	}

	/** The secret that Graph sends with each notification, if there's one yet. */
	get clientState(): string | undefined {
		return this.secret;
	}

	/** Whether Graph doesn't notify of what is watched, so that only polls find changes. */
	get isPollsOnly(): boolean {
		return this.unsupported;
	}

	/** Whether the next poll checks that Graph still has the subscription. */
	get isUnconfirmed(): boolean {
		return this.unconfirmed;
	}

	useUrl(url: string): void {
		this.url = url;
	}

	/** The secret that Graph sends with each notification: the same as long as the workflow has it. */
	ensureClientState(): string {
		return (this.secret ??= randomBytes(32).toString('base64url'));
	}

	/** The path that Graph takes for a resource; it's resolved once. */
	async resolve(resource: string, resolvePath: () => Promise<string>): Promise<string> {
		if (this.resolved?.from !== resource) this.resolved = { from: resource, to: await resolvePath() };
		return this.resolved.to;
	}

	/** @param subscription the one that Graph has now; `undefined` where it doesn't notify of what is watched */
	set(subscription: Subscription | undefined): void {
		this.known = subscription;
		this.unsupported = subscription === undefined;
	}

	/** Takes over the subscription that another process has created instead of the known one. */
	adopt(id: string): void {
		if (this.known !== undefined) this.known = { ...this.known, id };
	}

	/** The subscription was deleted. */
	clear(): void {
		this.known = undefined;
	}

	/** The trigger is deactivated: a poll that is under way makes no subscription any more. */
	deactivate(): void {
		this.known = undefined;
		this.url = undefined;
	}

	/** Has the next poll check whether Graph still has the subscription. */
	doubt(): void {
		this.unconfirmed = true;
	}

	confirm(): void {
		this.unconfirmed = false;
	}

	/** Takes over what n8n has stored, where it's newer. */
	load({ subscription, clientState }: StoredSubscription): void {
		this.secret ??= clientState;
		if (subscription && subscription.madeAt > (this.known?.madeAt ?? 0)) this.known = subscription;
	}

	stored(): StoredSubscription {
		return { subscription: this.known, clientState: this.secret };
	}
}
