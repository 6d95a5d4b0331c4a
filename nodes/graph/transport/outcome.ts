import { SignInError } from '../../../credentials/auth/core/signInError';
import type { GraphResponse } from '../graphRequest';

/** What became of one HTTP request. */
export type Outcome =
	| { kind: 'answered'; response: GraphResponse }
	/** The credential gave no token; nothing was sent to Graph. */
	| { kind: 'signInFailed'; error: SignInError }
	/** There is no answer, or what came is none. */
	| NoAnswer
	/** The execution was cancelled. */
	| { kind: 'cancelled' };

/** What came, if anything, is not the answer that the request is due. */
export interface NoAnswer {
	kind: 'noAnswer';
	/** Node.js' code, or one of this package's own: `unusable`, `late`. */
	code: string;
	message: string;
	/** Set where it would be the same the next time: a request that does no harm is not repeated either. */
	final?: boolean;
	/** What happened, a sentence, where that is not the usual. */
	what?: string;
	/** What to do, where that is not the usual. */
	fix?: string;
}

/** The code of an answer that came and cannot be used. */
export const unusable = 'ERR_UNUSABLE_ANSWER';
/** The code of an answer that did not come in time. */
export const late = 'ERR_LATE_ANSWER';

/** The outcome of a request whose answer is not what it is due; `message` is the second half of a sentence. */
export function unusableResponse(
	message: string,
	more: Pick<NoAnswer, 'final' | 'what' | 'fix'> = {},
): NoAnswer {
	return { kind: 'noAnswer', code: unusable, message, ...more };
}

interface HttpClientError {
	message?: string;
	code?: string;
	name?: string;
	response?: { status: number; headers: GraphResponse['headers']; data: unknown };
	cause?: unknown;
}

/** Finds out from what n8n's HTTP layer threw, which wraps what happened in errors of its own. */
export function readOutcome(error: unknown): Outcome {
	const chain = causes(error);
	const refused = chain.find((at) => at instanceof SignInError);
	if (refused !== undefined) return { kind: 'signInFailed', error: refused };

	// Below 400 it is no refusal: the answer began well, and was cut.
	const answered = chain.find(({ response }) => (response?.status ?? 0) >= 400)?.response;
	if (answered !== undefined) {
		const { status, headers, data } = answered;
		return { kind: 'answered', response: { status, headers, body: data } };
	}
	const code = chain.find((at) => typeof at.code === 'string')?.code ?? blockedBy(chain) ?? '';
	if (
		code === 'ERR_CANCELED' ||
		chain.some(({ name }) => name === 'AbortError' || name === 'CanceledError')
	) {
		return { kind: 'cancelled' };
	}
	const message = chain.at(-1)?.message ?? 'no reason was given';
	return { kind: 'noAnswer', code, message };
}

/** The name of the error of n8n's SSRF protection, which has no code. */
function blockedBy(chain: HttpClientError[]): string | undefined {
	return chain.find(({ name }) => name?.startsWith('SsrfBlocked'))?.name;
}

function causes(error: unknown, depth = 6): HttpClientError[] {
	if (typeof error !== 'object' || error === null || depth === 0) return [];
	return [error as HttpClientError, ...causes((error as HttpClientError).cause, depth - 1)];
}
