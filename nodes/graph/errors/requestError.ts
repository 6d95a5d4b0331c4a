import { cut } from './shown';

/** Why a request isn't sent, or a response isn't used, and what to do. */
export interface RequestErrorParts {
	what: string;
	why?: string;
	fix: string;
	/** Whether the outcome of the request is unknown. */
	outcomeUnknown?: boolean;
	/** How long Graph requires to wait, in ms. */
	wait?: number;
	/** What is left behind: a sentence. */
	left?: string;
}

/** The error of a request that isn't sent, or gets no usable response. */
export class RequestError extends Error {
	readonly parts: RequestErrorParts;

	constructor(parts: RequestErrorParts) {
		const what = cut(parts.what);
		super(what);
		this.name = 'RequestError';
		this.parts = { ...parts, what, ...(parts.why !== undefined && { why: cut(parts.why) }) };
	}
}

/** The error for these parts, for places where n8n's lint rules forbid `new`. */
export function requestError(parts: RequestErrorParts): RequestError {
	return new RequestError(parts);
}
