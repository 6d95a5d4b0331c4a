import { readable } from './quoted';

/** What a refused or impossible sign-in reports to the person who must fix it. */
export interface SignInErrorParts {
	/** What happened, a sentence. */
	what: string;
	/** Why, a sentence that what to do follows from. */
	why?: string;
	/** What to do about it, a sentence or two. */
	fix: string;
	/** The words of who refused, with who that is, such as Entra's code and sentence. They come last. */
	response?: string;
	/** Entra's code, such as `AADSTS7000215`. */
	entraCode?: string;
	traceId?: string;
	correlationId?: string;
	/** When Entra refused, as Entra wrote it (UTC). */
	timestamp?: string;
	/** How long not to contact the token endpoint, in ms, where it requested that. */
	retryAfter?: number;
	/** Whether the same request may well succeed a moment later. */
	transient?: boolean;
}

/**
 * A sign-in that did not give a token. Its message has the cause, then what to do, then the words of who refused.
 * Everything a person must read is in `message`, and there is no `code`,
 * `status`, or `response` in addition to it: n8n's credential test would show those instead.
 */
export class SignInError extends Error {
	readonly parts: SignInErrorParts;

	/** @param given what is shown of it is one line, whatever of others' it quotes */
	constructor(given: SignInErrorParts) {
		const parts = readableParts(given);
		super(
			[
				parts.what,
				parts.why && ended(parts.why),
				parts.fix,
				parts.response && ended(parts.response),
				reference(parts),
			]
				.filter((part) => part !== undefined && part !== '')
				.join(' '),
		);
		this.name = 'SignInError';
		this.parts = parts;
	}
}

function readableParts(parts: SignInErrorParts): SignInErrorParts {
	const entries = Object.entries(parts).map(([name, value]: [string, unknown]) => [
		name,
		typeof value === 'string' ? readable(value) : value,
	]);
	return Object.fromEntries(entries) as SignInErrorParts;
}

/** The error for these parts, for places where n8n's lint rules allow no `new`. */
export function signInError(parts: SignInErrorParts): SignInError {
	return new SignInError(parts);
}

/** The words of others may end without a full stop, and more follows them here. */
function ended(words: string): string {
	return /[.!?…]$/.test(words) ? words : `${words}.`;
}

/** What Microsoft's support asks for: trace id, correlation id and time. */
function reference({ traceId, correlationId, timestamp }: SignInErrorParts): string | undefined {
	const found = [
		traceId && `trace ID ${traceId}`,
		correlationId && `correlation ID ${correlationId}`,
		timestamp,
	].filter(Boolean);
	return found.length > 0 ? `(${found.join(', ')})` : undefined;
}
