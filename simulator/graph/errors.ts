import { randomUUID } from 'node:crypto';

/** A refusal by Graph: thrown anywhere, turned into an answer in one place. */
export class GraphError extends Error {
	/** Whether the service sends code and message only: the request ID and the date are in headers then. */
	bare = false;
	/** A more specific error within `innerError`, as the services behind Excel give it. */
	inner?: InnerError;

	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly headers: Record<string, string> = {},
	) {
		super(message);
	}
}

/** An error within another one. */
export interface InnerError {
	code: string;
	message: string;
	innerError?: InnerError;
}

/** The body of an error of a service that leaves `innerError` out. */
export const bareErrorBody = (code: string, message: string) => ({ error: { code, message } });

/**
 * The body of an error (Graph reference: "Microsoft Graph error responses and resource types").
 * @param requestId what the answer's `request-id` header says
 * @param clientRequestId the caller's own id; Graph repeats its own where there is none
 */
export function errorBody(
	code: string,
	message: string,
	requestId: string,
	clientRequestId = requestId,
	inner?: InnerError,
) {
	return {
		error: {
			code,
			message,
			innerError: {
				...inner,
				date: new Date().toISOString().slice(0, 19),
				'request-id': requestId,
				'client-request-id': clientRequestId,
			},
		},
	};
}

const codes: Record<number, [string, string]> = {
	400: ['BadRequest', 'Bad request.'],
	401: ['InvalidAuthenticationToken', 'Access token validation failure.'],
	403: ['Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'],
	404: ['ResourceNotFound', 'Resource could not be discovered.'],
	409: [
		'Directory_ConcurrencyViolation',
		'The operation could not be completed: a conflicting change is under way.',
	],
	423: ['ErrorResourceLocked', 'The resource is locked.'],
	429: ['TooManyRequests', 'Too many requests.'],
	500: ['InternalServerError', 'Internal server error.'],
	502: ['BadGateway', 'Bad gateway.'],
	503: ['ServiceNotAvailable', 'The service is temporarily unavailable.'],
	504: ['GatewayTimeout', 'The upstream service did not answer in time.'],
};

/**
 * The body of an error that only has a status.
 * @param status of the answer
 */
export function errorBodyOf(status: number, requestId: string = randomUUID(), clientRequestId?: string) {
	const [code, message] = codes[status] ?? ['UnknownError', ''];
	return errorBody(code, message, requestId, clientRequestId);
}

export const badRequest = (message: string) => new GraphError(400, 'BadRequest', message);
export const itemNotFound = () =>
	new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
export const resourceNotFound = (id: string) =>
	new GraphError(
		404,
		'Request_ResourceNotFound',
		`Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
	);
export const unsupportedQuery = (message: string) => new GraphError(400, 'Request_UnsupportedQuery', message);
