import { cut } from './shown';

/** Why a request is not made, or an answer not used, and what to do. */
export interface RequestErrorParts {
	what: string;
	why?: string;
	fix: string;
	/** Whether it is not known if the request was carried out. */
	outcomeUnknown?: boolean;
	/** For how long Graph asks to wait, in ms. */
	wait?: number;
	/** What was begun and could not be taken away again: a sentence. */
	left?: string;
}

/** A request that is not made, that has no answer, or whose answer is not followed. */
export class RequestError extends Error {
	readonly parts: RequestErrorParts;

	constructor(parts: RequestErrorParts) {
		const what = cut(parts.what);
		super(what);
		this.name = 'RequestError';
		this.parts = { ...parts, what, ...(parts.why !== undefined && { why: cut(parts.why) }) };
	}
}

/** The error for these parts, for places where n8n's lint rules allow no `new`. */
export function requestError(parts: RequestErrorParts): RequestError {
	return new RequestError(parts);
}
