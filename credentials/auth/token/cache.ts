import { caught } from '../core/caught';
import { unlessCancelled, type CancelSignal } from '../core/cancelled';
import { recentMap } from '../core/recentMap';
import { failureMemory } from '../core/retryAfter';
import { SignInError } from '../core/signInError';
import type { Token } from '../core/accessToken';
import type { Challenge } from '../core/claims';

/** What is known of one sign-in: the same settings and the same resource. */
interface Entry {
	token?: Token;
	/** The request on its way, which all callers wait for. */
	pending?: Pending;
	/** The last refusal, and until when it answers for the token endpoint (ms since the epoch). */
	failure?: { error: unknown; until: number };
	/** When a token was last given up because of a 401 or 403 from Graph (ms since the epoch). */
	refusedAt?: number;
	forbiddenAt?: number;
	/** What Graph requires of the next token, until there is one; and when it last said so (ms since the epoch). */
	challenge?: Challenge;
	challengedAt?: number;
	/** How many challenges there were: a request that was on its way before the last one does not answer it. */
	challenges: number;
	/** When the current token was first answered with 403 (ms since the epoch). */
	firstForbiddenAt?: number;
}

/** A token request on its way. */
interface Pending {
	token: Promise<Token>;
	/** How many wait for it. */
	waiting: number;
	/** Cancels it when no one waits anymore. */
	stop: AbortController;
}

/** No token is given up for a 401 more often than this, in ms. */
const refusalPause = 30_000;
/** A token of this age, in ms, may be older than a consent that was given since. */
const consentAge = 60_000;
/** A second 403 after this time, in ms, is a person who tries again, not the same burst of requests. */
const secondTry = 5_000;
/**
 * So many sign-ins are kept, with some 3 kB each: credentials with expressions can make any number. Beyond them the one
 * that was used least recently is forgotten, unless its token is under way.
 */
const maxEntries = 5_000;

const entries = recentMap<Entry>(maxEntries, ({ pending }) => pending !== undefined);

type FetchToken = (signal: AbortSignal, challenge?: Challenge) => Promise<Token>;

/**
 * A token for a sign-in: the kept one while it lives, else one that is fetched, by one request at a time. A refusal is
 * remembered for some seconds. While renewing fails, a token that still lives is used.
 * @param key what decides the token, hashed
 * @param fetchToken requests a new token, until its signal cancels it: when all who waited for it were cancelled; what Graph
 * requires of it comes along, where it has challenged the one before
 * @param options `fresh`: use neither a kept token nor a remembered refusal; `signal` ends the waiting of this caller
 * alone; `now` in ms since the epoch
 * @throws what `fetchToken` throws; an `AbortError` when `signal` ends the waiting
 */
export async function cachedToken(
	key: string,
	fetchToken: FetchToken,
	{
		fresh = false,
		signal,
		now = Date.now,
	}: { fresh?: boolean; signal?: CancelSignal; now?: () => number } = {},
): Promise<Token> {
	const entry = entryFor(key);
	if (!fresh) {
		const { token, failure, pending } = entry;
		if (token !== undefined && now() < token.renewAt) return token;
		const alive = token !== undefined && now() < token.expiresAt;
		// One request waits for the renewal; a login host that is slow to answer does not hold up the others.
		if (alive && pending !== undefined) return token;
		if (failure !== undefined && now() < failure.until) {
			if (alive) return token;
			throw failure.error;
		}
	}
	entry.pending ??= begin(entry, fetchToken, now);
	try {
		return await waitFor(entry, entry.pending, signal);
	} catch (error) {
		const { token } = entry;
		if (!fresh && !signal?.aborted && token !== undefined && now() < token.expiresAt) return token;
		throw caught(error);
	}
}

function begin(entry: Entry, fetchToken: FetchToken, now: () => number): Pending {
	const stop = new AbortController();
	const { challenge } = entry;
	return {
		token: fetchInto(entry, async () => await fetchToken(stop.signal, challenge), stop.signal, now),
		waiting: 0,
		stop,
	};
}

/** Waits for a token request; the last one that leaves it unanswered ends it. */
async function waitFor(entry: Entry, pending: Pending, signal: CancelSignal): Promise<Token> {
	pending.waiting += 1;
	try {
		return await unlessCancelled(pending.token, signal);
	} finally {
		pending.waiting -= 1;
		if (pending.waiting === 0 && entry.pending === pending) {
			entry.pending = undefined;
			pending.stop.abort();
		}
	}
}

async function fetchInto(
	entry: Entry,
	fetchToken: () => Promise<Token>,
	stopped: AbortSignal,
	now: () => number,
): Promise<Token> {
	const { challenges } = entry;
	// Another request handles what was challenged meanwhile.
	const isOutdated = () => entry.challenges !== challenges;
	try {
		const token = await fetchToken();
		if (isOutdated()) return token;
		if (!stopped.aborted) entry.pending = undefined;
		entry.challenge = undefined;
		entry.token = token;
		entry.failure = undefined;
		entry.firstForbiddenAt = undefined;
		return token;
	} catch (error) {
		// A request that was canceled because no one waited says nothing about the sign-in; another request may be under way by now.
		if (stopped.aborted || isOutdated()) throw caught(error);
		entry.pending = undefined;
		const requestedPause = error instanceof SignInError ? error.parts.retryAfter : undefined;
		entry.failure = { error, until: now() + Math.max(failureMemory, requestedPause ?? 0) };
		throw caught(error);
	}
}

/**
 * Gives up a token that Graph refused with 401, so that the next request signs in again.
 * @returns whether it was given up: not when it has been replaced, nor twice within half a minute
 */
export function giveUpRefused(key: string, refused: Token, now = Date.now()): boolean {
	const entry = entries.peek(key);
	if (entry?.token?.value !== refused.value) return true;
	if (entry.refusedAt !== undefined && now - entry.refusedAt < refusalPause) return false;
	entry.refusedAt = now;
	entry.token = undefined;
	return true;
}

/**
 * Gives up a token that Graph refused with a claims challenge, so that the next request signs in again with those claims.
 * @param claims of the access token, by name
 * @returns whether it was given up: not when the last challenge was less than half a minute ago, since then the token that
 * answered it is challenged again. A token that was replaced already counts as given up.
 */
export function giveUpChallenged(
	key: string,
	refused: Token,
	claims: Challenge['claims'],
	now = Date.now(),
): boolean {
	const entry = entries.peek(key);
	if (entry?.token?.value !== refused.value) return true;
	if (entry.challengedAt !== undefined && now - entry.challengedAt < refusalPause) return false;
	entry.challengedAt = now;
	entry.challenges += 1;
	entry.challenge = { claims, token: refused.value };
	entry.token = undefined;
	entry.pending = undefined;
	return true;
}

/**
 * Gives up a token after a 403 from Graph when consent may have been given since it was issued: it is older than
 * a minute, or this is a later try with it. Not more than once a minute.
 * @returns whether another token than the forbidden one will be used now
 */
export function giveUpForbidden(key: string, forbidden: Token, now = Date.now()): boolean {
	const entry = entries.peek(key);
	if (entry === undefined) return false;
	if (entry.token?.value !== forbidden.value) return true;
	entry.firstForbiddenAt ??= now;
	const mayBeOutdated = now - forbidden.obtainedAt >= consentAge || now - entry.firstForbiddenAt >= secondTry;
	const paused = entry.forbiddenAt !== undefined && now - entry.forbiddenAt < consentAge;
	if (!mayBeOutdated || paused) return false;
	entry.forbiddenAt = now;
	entry.token = undefined;
	return true;
}

/** The token that is kept for a sign-in, alive or not. */
export function keptToken(key: string): Token | undefined {
	return entries.peek(key)?.token;
}

/** Forgets every token and refusal (tests start from nothing). */
export function forgetAllTokens(): void {
	entries.clear();
}

function entryFor(key: string): Entry {
	const known = entries.get(key);
	if (known !== undefined) return known;
	const entry: Entry = { challenges: 0 };
	entries.set(key, entry);
	return entry;
}
