import { connectionFailures } from '../../../credentials/auth/core/network';
import { graphError, readGraphError, type GraphError } from './graphError';
import { type GraphRequest } from '../graphRequest';
import { describeRequest } from '../transport/url';
import { maxThrottleMs } from '../scheduling/rateLimiter';
import { late, unusable, type NoAnswer, type Outcome } from '../transport/outcome';
import { requestError, type RequestErrorParts } from './requestError';
import { shortened } from './shown';

/** Node.js' codes for requests without a response, in words. */
const reasons: Readonly<Record<string, string>> = {
	...connectionFailures,
	ERR_BAD_RESPONSE: 'its response was cut off',
};

/** What to do if it's unknown whether a change was made. */
const checkFirst = 'Check whether it was done before you run this again.';

/**
 * The error that an item fails with.
 * @param outcomeUnknown whether the outcome of the request is unknown
 * @returns GraphError, SignInError or RequestError
 */
export function failureOf(outcome: Outcome, request: GraphRequest, outcomeUnknown: boolean): Error {
	const where = describeRequest(request);
	switch (outcome.kind) {
		case 'answered':
			return withNeeds(readGraphError(outcome.response, where, outcomeUnknown), request);
		case 'signInFailed':
			return outcome.error;
		case 'cancelled':
			return outcomeUnknown ? cancelledInFlight(where) : cancelled();
		case 'noAnswer':
			return requestError({ ...noResponseParts(outcome, where, outcomeUnknown), outcomeUnknown });
	}
}

function noResponseParts(
	{ code, message, what: own, fix }: NoAnswer,
	where: string,
	outcomeUnknown: boolean,
): Pick<RequestErrorParts, 'what' | 'why' | 'fix'> {
	const why = `${where}: ${shortened(reasons[code] ?? (message || code))}.`;
	if (outcomeUnknown) {
		const became = code === unusable ? "Graph's response can't be used" : "Graph didn't respond";
		return {
			what: `The outcome is unknown: ${became}.`,
			why,
			fix: [checkFirst, fix].filter(Boolean).join(' '),
		};
	}
	if (code === unusable) {
		const check = 'Check any proxy or gateway between n8n and Graph, and run it again.';
		return { what: own ?? "Graph's response can't be used.", why, fix: fix ?? check };
	}
	// n8n's own timeout comes at about the same time as ours.
	const isLate = code === late || code === 'ECONNABORTED';
	const what = isLate ? "Graph didn't respond in time." : "Graph couldn't be reached.";
	return { what, why, fix: 'Check the network of the n8n host.' };
}

function withNeeds(error: GraphError, { needs }: GraphRequest): GraphError {
	return needs === undefined ? error : graphError({ ...error.parts, needs });
}

/** The error of everything that stops because the execution was cancelled, by a person or by n8n's timeout. */
export function cancelled(): Error {
	return requestError({ what: 'The execution was cancelled.', fix: '' });
}

function cancelledInFlight(where: string): Error {
	const why = `${where} had already been sent, so its outcome is unknown.`;
	return requestError({ what: cancelled().message, why, fix: checkFirst, outcomeUnknown: true });
}

/**
 * The error of a request for an unexpected failure in this package.
 * @param outcomeUnknown whether the outcome of the request is unknown
 */
export function unexpectedFailure(error: unknown, request: GraphRequest, outcomeUnknown: boolean): Error {
	const cause = error instanceof Error ? error.message : 'no reason was given';
	return requestError({
		what: outcomeUnknown
			? "The outcome is unknown: Graph's response couldn't be processed."
			: "The request couldn't be processed.",
		why: `${describeRequest(request)}: ${cause.slice(0, maxCauseLength)}`,
		fix: `${outcomeUnknown ? `${checkFirst} ` : ''}This is a fault of the node, or of a proxy or gateway between n8n and Graph: report it with this text.`,
		outcomeUnknown,
	});
}

/** The maximum length of a cause in an error. */
const maxCauseLength = 300;
/** The maximum length of a header in an error. */
const maxHeaderLength = 40;

/** How Graph throttled, in words. */
export function throttleReason(outcome: Outcome): string {
	if (outcome.kind !== 'answered') return 'Graph throttled requests';
	const { status, headers } = outcome.response;
	const header = String(headers['retry-after'] ?? '').slice(0, maxHeaderLength);
	const now = Date.now();
	const asked = Number(header) * 1000 || Date.parse(header) - now;
	const named = header === '' ? 'without Retry-After' : `with Retry-After: ${header}`;
	const heeded = asked > maxThrottleMs ? ', limited to an hour' : '';
	return `Graph responded with HTTP ${status} ${named} at ${new Date(now).toISOString()}${heeded}`;
}

/**
 * The error of a request whose "Max Wait" is used up.
 * @param last the outcome of its last try
 * @param times in ms: how long it `waited`, and how much `more` Graph requires; `why` in words, if known
 */
export function waitedTooLong(
	request: GraphRequest,
	last: Outcome | undefined,
	{ waited, more, why }: { waited: number; more: number; why?: string },
): Error {
	const status = last?.kind === 'answered' ? last.response.status : undefined;
	const state = status === undefined ? 'was delayed because Graph was throttling' : `got HTTP ${status}`;
	return requestError({
		what: `Graph requires a longer wait than "Max Wait" allows.`,
		why: `${describeRequest(request)} ${state}; it waited ${seconds(waited)} s, and Graph requires ${seconds(more)} s more.${why === undefined ? '' : ` ${why}.`}`,
		fix: 'Run this later, process fewer items at a time, or raise "Max Wait" in the options.',
		wait: more,
	});
}

function seconds(ms: number): number {
	return Math.ceil(ms / 1000);
}
