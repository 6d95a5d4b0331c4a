import { retryAfterOf } from '../../../credentials/auth/core/retryAfter';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import { maxThrottleMs } from './rateLimiter';
import type { Outcome } from '../transport/outcome';
import { scopeOf } from './throttleScope';

/**
 * Whether a request is sent again. If not, `outcomeUnknown` says that it may have been carried out, and that doing it
 * once more could do harm.
 */
export type Verdict =
	| {
			repeat: true;
			/** How long to wait before, in ms. */
			wait: number;
			/** Whether Graph asked for the wait: then it holds for all requests of the same scope. */
			asked: boolean;
	  }
	| {
			repeat: false;
			outcomeUnknown: boolean;
			/** How long Graph asks others of the same scope to wait, in ms. */
			hold?: number;
	  };

/** What is known of a request when it is decided whether it may be sent again. */
type Sent = Pick<GraphRequest, 'method' | 'idempotent' | 'mayNeverSucceed'> &
	Partial<Pick<GraphRequest, 'path'>>;

/** How often a request is sent when Graph does not say how long to wait. */
const maxTries = 5;
/** The same for what no waiting may mend. */
const fewTries = 3;
/** The first pause where Graph asks for none, in ms; it doubles with each try. */
const firstPauseMs = 1_000;
/** The longest such pause, in ms. */
const maxPauseMs = 30_000;

/** Methods that may be repeated without harm (RFC 9110, section 9.2.2). */
const idempotentMethods = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'];

/** Codes of Node.js for a request that never left: nothing was processed. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
/** What Node.js calls such a failure when it comes on a connection that exists: something may have left. */
const onConnection = /^(read|write) /;

/** TLS that is not trusted, or n8n's SSRF protection: the request did not leave, and would not the next time. */
const neverLeaves =
	/^(UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|CERT_|ERR_TLS_CERT_ALTNAME|HOSTNAME_MISMATCH|SsrfBlocked)/;

/**
 * Whether a request may happen twice without harm.
 * @param request its own word counts, then its method
 */
export function isIdempotent({ method, idempotent }: Sent): boolean {
	return idempotent ?? idempotentMethods.includes(method);
}

/**
 * Decides what follows from an outcome. What was processed is never repeated; what was certainly not processed always
 * may be; in between only what does no harm when it happens twice. What counts as certain for a request that may do
 * harm is what Microsoft says of the status itself:
 * - 429: "throttled", "the request fails", "retry the request".
 * - 409 `Directory_ConcurrencyViolation`: "you can repeat the request". From a mailbox it contradicts itself.
 * - 401: RFC 9110 has it that the request was not applied; n8n's helper sends it once more with a new token.
 * - 503 and 509: Microsoft lets them be repeated, but does not say that nothing was done. So their outcome is unknown.
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
			// It was on its way.
			return { repeat: false, outcomeUnknown: !idempotent };
		case 'noAnswer':
			if (neverLeaves.test(outcome.code)) return { repeat: false, outcomeUnknown: false };
			// A change of any kind may have been made, and isn't tried again.
			if (outcome.final)
				return { repeat: false, outcomeUnknown: !idempotent || changes.includes(request.method) };
			return neverSent.includes(outcome.code) && !onConnection.test(outcome.message)
				? again(tries, random)
				: uncertain(idempotent, tries, random);
		case 'answered':
			return decideAnswer(outcome.response, request, tries, random);
	}
}

/** Methods that change something, even where doing it twice does no harm. */
const changes = ['PATCH', 'PUT', 'DELETE'];

/** Statuses by which a gateway refuses a batch before it is read: for its path, its method, its size, or its type. */
const notRead = [404, 405, 411, 413, 414, 415, 431];

/** The code of a batch that Graph cannot read. */
const malformed = /^(Request_)?BadRequest$/i;

/** Statuses that say the same of a batch and of a single request. */
const sameForAll = [401, 403, 408, 429];

/**
 * What an answer to a batch as a whole, other than 2xx, says of each part:
 * - `each`: the same as if the part had been sent alone.
 * - `alone`: nothing was done, and each part may go by itself, whatever it does.
 * - `unclear`: Graph answers a batch with 200, or with 400 when it cannot read it. This is neither: a part that does no
 *   harm goes by itself, the outcome of any other is unknown.
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
 * Whether an answer shows that an earlier try of the same request was carried out: a DELETE that had no answer, or one that
 * left it open, and now finds nothing to delete.
 * @param before what became of the try before
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
		// To ask for a wait of nothing, or one that is over, is to ask for none: then there is a pause all the same.
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

/** How much of the wait that an answer asks for is heeded, in ms; `undefined` where it asks for none. */
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

/** Exponential back-off with jitter: between half and the whole of the pause. */
function pause(tries: number, random: number): number {
	const whole = Math.min(maxPauseMs, firstPauseMs * 2 ** (tries - 1));
	return whole * (0.5 + random / 2);
}

function codeOf({ body }: GraphResponse): unknown {
	return (body as { error?: { code?: unknown } | null } | null | undefined)?.error?.code;
}
