import { recentMap } from '../../../credentials/auth/core/recentMap';
import { requestsAtOnce } from './throttleScope';

/**
 * What all requests of one credential in this process share: Graph's throttling, and the number of requests in flight
 * for each mailbox or workbook. Other executions and nodes with the same credential use the same rate limiter.
 */
export interface RateLimiter {
	/** Until when a scope is throttled, in ms since the epoch; 0 if it isn't. */
	throttledUntil(scope: string): number;
	/**
	 * Throttles a scope for a time in ms, at most `maxThrottleMs`.
	 * @param why the reason in words, for errors
	 */
	throttle(scope: string, wait: number, why?: string): void;
	/** Why a scope is throttled; `undefined` if it isn't, or without a reason. */
	whyThrottled(scope: string): string | undefined;
	/** Acquires a call and its places in mailboxes and workbooks. `false` if one of them isn't free. */
	acquire(places: Places): boolean;
	release(places: Places): void;
	/** Acquires a slot for an upload or download. `false` if none is free. */
	acquireTransfer(): boolean;
	releaseTransfer(): void;
	/** Transfers in progress. */
	transfers(): number;
	/** Whether a mailbox or workbook has places for that many more requests. */
	hasRoom(scope: string, requests: number): boolean;
	/** The main name of a scope: for a mailbox, its object ID. */
	nameOf(scope: string): string;
	/** Adds a second name of a mailbox: from now on, both share places and throttling. */
	addAlias(alias: string, name: string): void;
	/** Allows only one call at a time for some seconds, because Graph warns that a limit is near. */
	slowDown(): void;
	/** Whether a call or transfer is in progress: then the rate limiter can't be replaced. */
	inUse(): boolean;
	/** Calls back once, at the next change that may free places. */
	onChange(listener: () => void): void;
}

/** Scope → how many of its places a call needs. */
export type Places = ReadonlyMap<string, number>;

/** How many concurrent requests a scope supports. */
function placesOf(scope: string): number {
	return scope.startsWith('workbook ') ? requestsAtOnce.workbook : requestsAtOnce.mailbox;
}

/** The most mailbox names to keep; the oldest are dropped. */
const maxNames = 5_000;

/**
 * The longest throttling of a scope, in ms, whatever `Retry-After` says: a proxy may request days, and would stop a
 * credential for the life of the process. Microsoft's MSAL also limits it to an hour.
 */
export const maxThrottleMs = 3_600_000;

/** The most concurrent calls of one credential. */
const maxCalls = 10;
/** The most concurrent transfers of one credential: each holds a part of its file in memory. */
const maxTransfers = 4;
/** How long Graph's warning applies, in ms: Graph measures in windows of 10 s. */
const slowDownMs = 10_000;

/**
 * The most rate limiters, because credentials with expressions can create any number. Beyond it, the least recently
 * used one is dropped, unless it's in use.
 */
const maxRateLimiters = 5_000;

const rateLimiters = recentMap<RateLimiter>(maxRateLimiters, (rateLimiter) => rateLimiter.inUse());

/** The rate limiter of a sign-in, created on first use. */
export function rateLimiterOf(signInId: string): RateLimiter {
	const known = rateLimiters.get(signInId);
	if (known !== undefined) return known;
	const rateLimiter = createRateLimiter();
	rateLimiters.set(signInId, rateLimiter);
	return rateLimiter;
}

/** A new rate limiter, with `now` in ms since the epoch. */
export function createRateLimiter(now: () => number = Date.now): RateLimiter {
	const throttles = new Map<string, { until: number; why?: string }>();
	const acquired = new Map<string, number>();
	/** Alias → main name. */
	const names = new Map<string, string>();
	let listeners: Array<() => void> = [];
	let calls = 0;
	let files = 0;
	let slowUntil = 0;

	const nameOf = (scope: string) => names.get(scope) ?? scope;
	const acquiredOf = (scope: string) => acquired.get(nameOf(scope)) ?? 0;
	const add = (scope: string, requests: number) => {
		const count = acquiredOf(scope) + requests;
		if (count > 0) acquired.set(nameOf(scope), count);
		else acquired.delete(nameOf(scope));
	};
	const hasRoom = (scope: string, requests: number) => acquiredOf(scope) + requests <= placesOf(scope);
	const changed = () => {
		const waiting = listeners;
		listeners = [];
		for (const listener of waiting) {
			try {
				listener();
			} catch {
				// An error of one listener must not keep the others from being called.
			}
		}
	};
	const throttleOf = (scope: string) => {
		const hold = throttles.get(nameOf(scope));
		if (hold === undefined || hold.until > now()) return hold;
		throttles.delete(nameOf(scope));
		return undefined;
	};

	return {
		throttledUntil: (scope) => throttleOf(scope)?.until ?? 0,
		whyThrottled: (scope) => throttleOf(scope)?.why,
		throttle: (scope, wait, why) => {
			if (!(wait > 0)) return;
			const until = now() + Math.min(wait, maxThrottleMs);
			if (until > (throttleOf(scope)?.until ?? 0)) throttles.set(nameOf(scope), { until, why });
		},
		acquire: (places) => {
			const allowed = now() < slowUntil ? 1 : maxCalls;
			if (calls >= allowed || ![...places].every(([scope, requests]) => hasRoom(scope, requests)))
				return false;
			calls += 1;
			for (const [scope, requests] of places) add(scope, requests);
			return true;
		},
		release: (places) => {
			calls -= 1;
			for (const [scope, requests] of places) add(scope, -requests);
			changed();
		},
		acquireTransfer: () => {
			if (files >= maxTransfers) return false;
			files += 1;
			return true;
		},
		releaseTransfer: () => {
			files -= 1;
			changed();
		},
		transfers: () => files,
		hasRoom,
		nameOf,
		addAlias: (alias, name) => {
			if (alias === name || names.get(alias) === name || names.has(name)) return;
			// Acquired places must be released under the same name.
			if (names.has(alias) && acquiredOf(alias) > 0) return;
			const before = { places: acquiredOf(alias), hold: throttleOf(alias) };
			add(alias, -before.places);
			throttles.delete(nameOf(alias));
			const [oldest] = names.keys();
			if (names.size >= maxNames && oldest !== undefined && acquiredOf(oldest) === 0) names.delete(oldest);
			names.set(alias, name);
			add(alias, before.places);
			if (before.hold !== undefined && before.hold.until > (throttleOf(name)?.until ?? 0))
				throttles.set(name, before.hold);
		},
		slowDown: () => {
			slowUntil = now() + slowDownMs;
		},
		inUse: () => calls + files > 0,
		onChange: (listener) => {
			listeners.push(listener);
		},
	};
}
