import { isUntrustedCertificate } from '../../../credentials/auth/core/network';
import { retryAfterOf } from '../../../credentials/auth/core/retryAfter';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import { maxThrottleMs } from './rateLimiter';
import type { Outcome } from '../transport/outcome';
import { scopeOf } from './throttleScope';

/**
 * Whether to retry a request. If not, `outcomeUnknown` says that it may have been carried out, and that a retry could
 * do harm.
 */
export type Verdict =
	| {
			repeat: true;
			/** How long to wait before the retry, in ms. */
			wait: number;
			/** Whether Graph requested the wait: then it applies to all requests of the same scope. */
			asked: boolean;
	  }
	| {
			repeat: false;
			outcomeUnknown: boolean;
			/** How long other requests of the same scope must wait, in ms. */
			hold?: number;
	  };

/** The part of a request that decides whether it may be retried. */
type Sent = Pick<GraphRequest, 'method' | 'idempotent' | 'mayNeverSucceed'> &
	Partial<Pick<GraphRequest, 'path'>>;

/** The most tries without `Retry-After`. */
const maxTries = 5;
/** The same for requests for which no wait may help. */
const fewTries = 3;
/** The first wait without `Retry-After`, in ms; it doubles with each try. */
const firstPauseMs = 1_000;
/** The longest such wait, in ms. */
const maxPauseMs = 30_000;

/** Idempotent methods (RFC 9110, section 9.2.2). */
const idempotentMethods = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'];

/** Codes of Node.js for a request that never left: nothing was processed. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
/** The message of such a failure on an existing connection: something may have been sent. */
const onConnection = /^(read|write) /;

/**
 * Whether a retry of a request is harmless.
 * @param request its own setting, or else its method
 */
export function isIdempotent({ method, idempotent }: Sent): boolean {
	return idempotent ?? idempotentMethods.includes(method);
}

/**
 * Decides what to do after an outcome. A processed request is never retried; one that certainly wasn't processed always
 * may be; in between, only if a retry is harmless. For other requests, Microsoft's description of the status decides
 * what is certain:
 * - 429: "throttled", "the request fails", "retry the request".
 * - 409 `Directory_ConcurrencyViolation`: "you can repeat the request". From a mailbox, it's contradictory.
 * - 401: according to RFC 9110, the request wasn't applied; n8n's helper retries it with a new token.
 * - 503 and 509: Microsoft allows a retry, but doesn't say that nothing was done, so the outcome is unknown.
 * Source: "Microsoft Graph throttling guidance", "Microsoft Graph error responses and resource types".
 * @param tries how often the request was sent, 1 or more
 * @param random a number from 0 up to 1, for the jitter
 */
export function decide(
	outcome: Outcome,
	request: Sent,
	tries: number,
	random: number = Math.random(),
): Verdict {
	const idempotent = isIdempotent(request);
	switch (outcome.kind) {
		case 'signInFailed':
			return { repeat: false, outcomeUnknown: false };
		case 'cancelled':
			// It had already been sent.
			return { repeat: false, outcomeUnknown: !idempotent };
		case 'noAnswer':
			// Nothing was sent, and a retry wouldn't be either.
			if (isUntrustedCertificate(outcome.code) || outcome.code.startsWith('SsrfBlocked'))
				return { repeat: false, outcomeUnknown: false };
			// Any change may have been made, and isn't retried.
			if (outcome.final)
				return { repeat: false, outcomeUnknown: !idempotent || changes.includes(request.method) };
			return neverSent.includes(outcome.code) && !onConnection.test(outcome.message)
				? again(tries, random)
				: uncertain(idempotent, tries, random);
		case 'answered':
			return decideAnswer(outcome.response, request, tries, random);
	}
}

/** Methods that change something, even if a retry is harmless. */
const changes = ['PATCH', 'PUT', 'DELETE'];

/** Statuses by which a gateway refuses a batch before it is read: for its path, its method, its size, or its type. */
const notRead = [404, 405, 411, 413, 414, 415, 431];

/** The code of a batch that Graph can't read. */
const malformed = /^(Request_)?BadRequest$/i;

/** Statuses that mean the same for a batch and a single request. */
const sameForAll = [401, 403, 408, 429];

/**
 * What a response to a batch other than 2xx means for each part:
 * - `each`: the same as if the part had been sent alone.
 * - `alone`: nothing was done, and each part may be sent by itself.
 * - `unclear`: Graph responds to a batch with 200, or with 400 if it can't read it. This is neither: a harmless part is
 *   sent by itself, and the outcome of any other is unknown.
 * Source: "Combine multiple HTTP requests using JSON batching".
 */
export function batchRule(response: GraphResponse): 'each' | 'alone' | 'unclear' {
	const { status } = response;
	if (notRead.includes(status)) return 'alone';
	if (status === 400 && malformed.test(String(codeOf(response)))) return 'alone';
	if (status === 507) return 'unclear';
	return status >= 400 && status < 500 && !sameForAll.includes(status) ? 'unclear' : 'each';
}

/**
 * Whether a response shows that an earlier try of the same request was carried out: a DELETE with an unknown outcome
 * that now finds nothing to delete.
 * @param before the outcome of the previous try
 */
export function wasDoneBefore(
	outcome: Outcome,
	{ method }: Pick<GraphRequest, 'method'>,
	before: Outcome | undefined,
): boolean {
	if (method !== 'DELETE' || before === undefined || outcome.kind !== 'answered') return false;
	if (outcome.response.status !== 404 && outcome.response.status !== 410) return false;
	const unlessHarmless = decide(before, { method: 'POST' }, 1, 0);
	return !unlessHarmless.repeat && unlessHarmless.outcomeUnknown;
}

function decideAnswer(response: GraphResponse, request: Sent, tries: number, random: number): Verdict {
	const { status } = response;
	if (status < 300) return { repeat: false, outcomeUnknown: false };
	const idempotent = isIdempotent(request);
	const asked = throttleWait(response);
	const busy = (status === 503 || status === 509) && asked !== undefined;
	if (busy && !idempotent) return { repeat: false, outcomeUnknown: true, hold: asked };
	if (status === 429 && asked === undefined && request.mayNeverSucceed) {
		return tries < fewTries
			? { repeat: true, wait: pause(tries, random), asked: false }
			: { repeat: false, outcomeUnknown: false };
	}
	if (status === 429 || busy) {
		// A wait of zero, or one that is over, counts as none, so the backoff applies.
		return { repeat: true, wait: asked || pause(tries, random), asked: true };
	}
	if (status === 409 && codeOf(response) === 'Directory_ConcurrencyViolation') {
		return idempotent || scopeOf({ path: request.path ?? [] }).limited !== 'mailbox'
			? again(tries, random)
			: { repeat: false, outcomeUnknown: true };
	}
	if (status === 408 || status >= 500) {
		return status === 501 || status === 507
			? { repeat: false, outcomeUnknown: false }
			: uncertain(idempotent, tries, random);
	}
	return { repeat: false, outcomeUnknown: false };
}

/** The wait of `Retry-After`, limited to `maxThrottleMs`; `undefined` without one. */
function throttleWait({ headers }: GraphResponse): number | undefined {
	const asked = retryAfterOf(headers);
	return asked === undefined ? undefined : Math.min(asked, maxThrottleMs);
}

function again(tries: number, random: number): Verdict {
	return tries < maxTries
		? { repeat: true, wait: pause(tries, random), asked: false }
		: { repeat: false, outcomeUnknown: false };
}

function uncertain(idempotent: boolean, tries: number, random: number): Verdict {
	return idempotent ? again(tries, random) : { repeat: false, outcomeUnknown: true };
}

/** Exponential back-off with jitter: between half and all of the wait. */
function pause(tries: number, random: number): number {
	const whole = Math.min(maxPauseMs, firstPauseMs * 2 ** (tries - 1));
	return whole * (0.5 + random / 2);
}

function codeOf({ body }: GraphResponse): unknown {
	return (body as { error?: { code?: unknown } | null } | null | undefined)?.error?.code;
}
