import { recentMap } from '../../../credentials/auth/core/recentMap';
import { requestsAtOnce } from './throttleScope';

/**
 * What all requests of one credential in this process share: the waits that Graph has asked for, and how many requests a
 * mailbox or workbook has on the way. Other executions and nodes with the same credential see the same rate limiter.
 */
export interface RateLimiter {
	/** Until when a scope is to be left alone, in ms since the epoch; 0 when it is not. */
	throttledUntil(scope: string): number;
	/**
	 * Leaves a scope alone for a time in ms, `maxHoldMs` at most.
	 * @param why what Graph said, in words, for errors
	 */
	throttle(scope: string, wait: number, why?: string): void;
	/** Why a scope is to be left alone; `undefined` when it is not, or when no reason was given. */
	whyThrottled(scope: string): string | undefined;
	/** Takes what a call needs: a place among the calls, and places in its mailboxes and workbooks. `false` when there is none free. */
	acquire(places: Places): boolean;
	release(places: Places): void;
	/** Takes a place for a file that is sent or fetched. `false` when there is none free. */
	acquireTransfer(): boolean;
	releaseTransfer(): void;
	/** Files on the way. */
	transfers(): number;
	/** Whether a mailbox or workbook has room for that many requests more. */
	hasRoom(scope: string, requests: number): boolean;
	/** The name by which a scope is known that has several: a mailbox by its object ID. */
	nameOf(scope: string): string;
	/** Learns that two names are one mailbox's: from now on they share places and waits. */
	addAlias(alias: string, name: string): void;
	/** Graph warns that a limit is near: one call at a time for some seconds. */
	slowDown(): void;
	/** Whether a call or a file is on the way: such a rate limiter can't be made anew. */
	inUse(): boolean;
	/** Calls back once, at the next change that may give room. */
	onChange(listener: () => void): void;
}

/** Scope → how many of its places a call takes. */
export type Places = ReadonlyMap<string, number>;

/** How many requests one scope takes at a time. */
function placesOf(scope: string): number {
	return scope.startsWith('workbook ') ? requestsAtOnce.workbook : requestsAtOnce.mailbox;
}

/** The most names of mailboxes that are kept; the oldest go. */
const maxNames = 5_000;

/**
 * The longest that a scope is left alone, in ms, whatever is asked for: what stands between n8n and Graph asks for days at
 * times, and would stop a credential for the life of the process. Microsoft's own MSAL heeds an hour, too.
 */
export const maxThrottleMs = 3_600_000;

/** Calls on the way at once for one credential. */
const maxCalls = 10;
/** Files on the way at once for one credential: each holds a part of itself in memory. */
const maxTransfers = 4;
/** How long Graph's warning counts, in ms: Graph measures in windows of 10 s. */
const slowDownMs = 10_000;

/**
 * So many sign-ins have a rate limiter: credentials with expressions can make any number. Beyond them the rate limiter that was used least
 * recently is forgotten, unless something of it is on the way.
 */
const maxRateLimiters = 5_000;

const rateLimiters = recentMap<RateLimiter>(maxRateLimiters, (rateLimiter) => rateLimiter.inUse());

/** The rate limiter of a sign-in, made at its first use. */
export function rateLimiterOf(signInId: string): RateLimiter {
	const known = rateLimiters.get(signInId);
	if (known !== undefined) return known;
	const rateLimiter = createRateLimiter();
	rateLimiters.set(signInId, rateLimiter);
	return rateLimiter;
}

/** A rate limiter of its own, with `now` in ms since the epoch. */
export function createRateLimiter(now: () => number = Date.now): RateLimiter {
	const throttles = new Map<string, { until: number; why?: string }>();
	const acquired = new Map<string, number>();
	/** Alias → the name that counts. */
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
				// What goes wrong with one of them is its own: the others are to hear of the room all the same.
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
			// What is on the way is to be given back where it was taken.
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
