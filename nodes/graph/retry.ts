import { retryAfterOf } from '../../credentials/token/retryAfter';
import type { GraphRequest, GraphResponse } from './graphRequest';
import type { Outcome } from './outcome';

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
	| { repeat: false; outcomeUnknown: boolean };

/** How often a request is sent when Graph does not say how long to wait. */
const mostTries = 5;
/** The first pause where Graph asks for none, in ms; it doubles with each try. */
const firstPause = 1_000;
/** The longest such pause, in ms. */
const longestPause = 30_000;

/** Methods that may be repeated without harm (RFC 9110, section 9.2.2). */
const idempotentMethods = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'];

/** Codes of Node.js for a request that never left: nothing was processed. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** TLS that is not trusted, or n8n's SSRF protection: the request did not leave, and would not the next time. */
const neverLeaves =
	/^(UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|CERT_|ERR_TLS_CERT_ALTNAME|HOSTNAME_MISMATCH|SsrfBlocked)/;

/**
 * Decides what follows from an outcome. What was processed is never repeated; what was certainly not processed always
 * may be; in between only what does no harm when it happens twice.
 * @param tries how often the request was sent, 1 or more
 * @param random a number from 0 up to 1, for the jitter
 */
export function decide(
	outcome: Outcome,
	request: Pick<GraphRequest, 'method' | 'idempotent'>,
	tries: number,
	random: number = Math.random(),
): Verdict {
	const harmless = request.idempotent ?? idempotentMethods.includes(request.method);
	switch (outcome.kind) {
		case 'signInFailed':
		case 'cancelled':
			return { repeat: false, outcomeUnknown: false };
		case 'noAnswer':
			if (neverLeaves.test(outcome.code)) return { repeat: false, outcomeUnknown: false };
			if (outcome.final) return { repeat: false, outcomeUnknown: !harmless };
			return neverSent.includes(outcome.code) ? again(tries, random) : uncertain(harmless, tries, random);
		case 'answered':
			return decideAnswer(outcome.response, harmless, tries, random);
	}
}

/**
 * Whether an answer shows that an earlier try of the same request was carried out: a DELETE that had no answer, or one that
 * left it open, and now finds nothing to delete.
 * @param before what became of the try before
 */
export function isDoneBefore(
	outcome: Outcome,
	{ method }: Pick<GraphRequest, 'method'>,
	before: Outcome | undefined,
): boolean {
	if (method !== 'DELETE' || before === undefined || outcome.kind !== 'answered') return false;
	if (outcome.response.status !== 404 && outcome.response.status !== 410) return false;
	const unlessHarmless = decide(before, { method: 'POST' }, 1, 0);
	return !unlessHarmless.repeat && unlessHarmless.outcomeUnknown;
}

function decideAnswer(response: GraphResponse, harmless: boolean, tries: number, random: number): Verdict {
	const { status } = response;
	const asked = retryAfterOf(response.headers);
	if (status < 300) return { repeat: false, outcomeUnknown: false };
	// Refused before it was looked at: throttled, or bandwidth used up.
	if (status === 429 || ((status === 503 || status === 509) && asked !== undefined)) {
		// To ask for a wait of nothing, or one that is over, is to ask for none: then there is a pause all the same.
		return { repeat: true, wait: asked || pause(tries, random), asked: true };
	}
	if (status === 409 && codeOf(response) === 'Directory_ConcurrencyViolation') return again(tries, random);
	if (status === 408 || status >= 500) {
		return status === 501 || status === 507
			? { repeat: false, outcomeUnknown: false }
			: uncertain(harmless, tries, random);
	}
	return { repeat: false, outcomeUnknown: false };
}

function again(tries: number, random: number): Verdict {
	return tries < mostTries
		? { repeat: true, wait: pause(tries, random), asked: false }
		: { repeat: false, outcomeUnknown: false };
}

function uncertain(harmless: boolean, tries: number, random: number): Verdict {
	return harmless ? again(tries, random) : { repeat: false, outcomeUnknown: true };
}

/** Exponential back-off with jitter: between half and the whole of the pause. */
function pause(tries: number, random: number): number {
	const whole = Math.min(longestPause, firstPause * 2 ** (tries - 1));
	return whole * (0.5 + random / 2);
}

function codeOf({ body }: GraphResponse): unknown {
	return (body as { error?: { code?: unknown } } | undefined)?.error?.code;
}
