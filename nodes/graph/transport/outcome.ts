import { SignInError } from '../../../credentials/auth/core/signInError';
import type { GraphResponse } from '../graphRequest';

/** The outcome of one HTTP request. */
export type Outcome =
	| { kind: 'answered'; response: GraphResponse }
	/** The credential returned no token; nothing was sent to Graph. */
	| { kind: 'signInFailed'; error: SignInError }
	/** There is no response, or no usable one. */
	| NoAnswer
	/** The execution was cancelled. */
	| { kind: 'cancelled' };

/** There is no response, or an unexpected one. */
export interface NoAnswer {
	kind: 'noAnswer';
	/** Node.js' code, or one of this package: `unusable`, `late`. */
	code: string;
	message: string;
	/** Set if a retry would fail too: then even a harmless request isn't retried. */
	final?: boolean;
	/** What happened, as a sentence, instead of the usual one. */
	what?: string;
	/** What to do, instead of the usual. */
	fix?: string;
}

/** The code of an unusable response. */
export const unusable = 'ERR_UNUSABLE_ANSWER';
/** The code of a late response. */
export const late = 'ERR_LATE_ANSWER';

/** The outcome of a request with an unusable response; `message` is the second half of a sentence. */
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

/** Reads the outcome from an error of n8n's HTTP layer, which wraps the original error. */
export function readOutcome(error: unknown): Outcome {
	const chain = causes(error);
	const refused = chain.find((at) => at instanceof SignInError);
	if (refused !== undefined) return { kind: 'signInFailed', error: refused };

	// Below 400, it isn't a refusal: the response was cut off.
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
