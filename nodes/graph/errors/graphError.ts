import type { GraphResponse, Needs } from '../graphRequest';
import { challengedAddress, readClaimsChallenge } from '../../../credentials/auth/core/claims';
import { cut, shortened } from './shown';

/** Graph's error response. */
export interface GraphErrorParts {
	status: number;
	/** Graph's code, such as `ErrorItemNotFound`; `undefined` if the response isn't in Graph's format. */
	code?: string;
	/** The deepest code within `innerError`, which is more specific, if it differs. */
	innerCode?: string;
	message: string;
	requestId?: string;
	clientRequestId?: string;
	/** Graph's time of the response (UTC). */
	date?: string;
	/** The request's method and path, without query: which may contain personal data. */
	request: string;
	/** Whether the outcome of the request is unknown. */
	outcomeUnknown: boolean;
	/** Set if Graph refused the token with a claims challenge; the address that Graph sees for n8n, if it's in the response. */
	challenge?: { address?: string };
	/** The request's permissions, if they differ from its operation's. */
	needs?: Needs;
	/** What is left behind: a sentence. */
	left?: string;
}

/** The maximum length of Graph's message in an error. */
const maxMessageLength = 1_000;

/** Graph refused a request. Source: "Microsoft Graph error responses and resource types". */
export class GraphError extends Error {
	readonly parts: GraphErrorParts;

	constructor(parts: GraphErrorParts) {
		const message = cut(parts.message);
		super(message);
		this.name = 'GraphError';
		this.parts = { ...parts, message };
	}
}

/** Whether Graph responded that something doesn't exist. */
export function isNotFound(error: unknown): error is GraphError {
	return error instanceof GraphError && error.parts.status === 404;
}

/** The error for these parts, for places where n8n's lint rules forbid `new`. */
export function graphError(parts: GraphErrorParts): GraphError {
	return new GraphError(parts);
}

/**
 * Reads Graph's refusal.
 * @param response with a status of 400 or more
 * @param request the request's method and path
 * @param outcomeUnknown whether the outcome of the request is unknown
 */
export function readGraphError(
	{ status, headers, body }: GraphResponse,
	request: string,
	outcomeUnknown: boolean,
): GraphError {
	const error = property(body, 'error');
	// SharePoint's, and some of Outlook's, have none: the rest is in their headers.
	const [inner, ...deeper] = innerErrors(error);
	// Planner's refusals have an empty one.
	const code = nameOf(property(error, 'code'));
	const claims = status === 401 ? readClaimsChallenge(headers) : undefined;
	const innerCode = [inner, ...deeper].map((one) => nameOf(property(one, 'code'))).findLast(Boolean);
	return new GraphError({
		status,
		code,
		...(innerCode !== code && innerCode !== undefined && { innerCode }),
		message: text(property(error, 'message')) ?? unreadable(body, text(headers.location)),
		requestId: text(property(inner, 'request-id')) ?? text(headers['request-id']),
		clientRequestId: text(property(inner, 'client-request-id')) ?? text(headers['client-request-id']),
		date: text(property(inner, 'date')) ?? text(headers.date),
		request,
		outcomeUnknown,
		...(claims && { challenge: { address: challengedAddress(claims) } }),
	});
}

/** How deep `innerError` is read: Graph's errors have a few levels. */
const deepest = 8;

/** The inner errors, the outermost first; Graph uses both spellings. */
function innerErrors(error: unknown): unknown[] {
	const found: unknown[] = [];
	for (let at = error; found.length < deepest;) {
		at = property(at, 'innerError') ?? property(at, 'innererror');
		if (at === undefined || at === null) break;
		found.push(at);
	}
	return found;
}

function property(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function nameOf(value: unknown): string | undefined {
	return typeof value === 'string' ? shortened(value, 200) : undefined;
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? shortened(value, maxMessageLength) : undefined;
}

/** The message for a response that isn't in Graph's format: a redirect, a proxy's page, or nothing. */
function unreadable(body: unknown, location?: string): string {
	if (location !== undefined) {
		const target = URL.canParse(location) ? shortened(new URL(location).host, 100) : 'elsewhere';
		return `It redirects to ${target}; the redirect wasn't followed.`;
	}
	const title = typeof body === 'string' ? /<title>([^<]{1,200})/i.exec(body)?.[1]?.trim() : undefined;
	if (title !== undefined) return `The response is a web page, "${title}", possibly from a proxy.`;
	return 'The response gives no reason.';
}
