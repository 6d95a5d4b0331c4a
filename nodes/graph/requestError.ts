/** Why a request is not made, or an answer not used, and what to do. */
export interface RequestErrorParts {
	what: string;
	why?: string;
	fix: string;
}

/** A request that this package refuses to make, or an answer that it refuses to follow. Nothing was changed by it. */
export class RequestError extends Error {
	readonly parts: RequestErrorParts;

	constructor(parts: RequestErrorParts) {
		super(parts.what);
		this.name = 'RequestError';
		this.parts = parts;
	}
}

/** The error for these parts, for places where n8n's lint rules allow no `new`. */
export function requestError(parts: RequestErrorParts): RequestError {
	return new RequestError(parts);
}
