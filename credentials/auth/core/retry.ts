import type { SignInContext, TokenAnswer } from './signInContext';
import { caught } from './caught';
import { retryAfterOf } from './retryAfter';
import { SignInError } from './signInError';

/** A longer wait than this, in ms, is left to the next run: a person is waiting for an answer. */
const maxWaitMs = 10_000;

/** Whether a status says that the same request may well succeed a moment later. */
export function isPassingStatus(status: number): boolean {
	return status === 408 || status === 429 || status >= 500;
}

/** What a request came to: an answer, or why there is none. */
export type Attempt = TokenAnswer | SignInError;

/** A request's answer, or the error that it ended with, where that is one of the sign-in. */
export async function attempted(answer: Promise<TokenAnswer>): Promise<Attempt> {
	try {
		return await answer;
	} catch (error) {
		if (error instanceof SignInError) return error;
		throw caught(error);
	}
}

/**
 * How long to wait before a request is sent once more, in ms; `undefined` where it isn't.
 * @param attempt what the last one came to
 * @param tries how many came before it
 * @param waited how long was waited between them, in ms
 */
export type PauseAfter = (attempt: Attempt, tries: number, waited: number) => number | undefined;

/**
 * Sends a request, and again while `pauseAfter` says so. Whose rules these are differs: Entra and other identity providers
 * (`repeated`), and managed identities, whose update takes longer than a person would wait otherwise.
 * @param send sends it once; errors that are no outcome (cancelled) it throws
 * @returns the last answer
 * @throws SignInError where the last attempt brought no answer
 */
export async function repeatedWhile(
	{ wait }: Pick<SignInContext, 'wait'>,
	send: () => Promise<Attempt>,
	pauseAfter: PauseAfter,
): Promise<TokenAnswer> {
	for (let tries = 0, waited = 0; ; tries++) {
		const attempt = await send();
		const pause = pauseAfter(attempt, tries, waited);
		if (pause === undefined) return answered(attempt);
		await wait(pause);
		waited += pause;
	}
}

/**
 * Sends a request, and again while it fails in a way that may pass: the rules are the same for Entra and for other identity
 * providers. Waits as long as `Retry-After` says, up to ten seconds; otherwise as `pauses` says.
 * @param send sends it once; errors that are no outcome (cancelled) it throws
 * @param isPassing whether an answer may well be another one a moment later
 * @returns the last answer
 * @throws SignInError where the last attempt brought no answer
 */
export async function repeated(
	{ pauses, wait }: Pick<SignInContext, 'pauses' | 'wait'>,
	send: () => Promise<Attempt>,
	isPassing: (answer: TokenAnswer) => boolean,
): Promise<TokenAnswer> {
	return await repeatedWhile({ wait }, send, (attempt, tries) =>
		tries < pauses.length ? waitAfter(attempt, pauses[tries], isPassing) : undefined,
	);
}

/** How long to wait before a request is retried, in ms; `undefined` when it isn't retried. */
function waitAfter(
	attempt: Attempt,
	pause: number,
	isPassing: (answer: TokenAnswer) => boolean,
): number | undefined {
	if (attempt instanceof SignInError) return attempt.parts.transient ? pause : undefined;
	if (!isPassing(attempt)) return undefined;
	const wait = retryAfterOf(attempt.headers) ?? pause;
	return wait <= maxWaitMs ? wait : undefined;
}

function answered(attempt: Attempt): TokenAnswer {
	if (attempt instanceof SignInError) throw attempt;
	return attempt;
}
