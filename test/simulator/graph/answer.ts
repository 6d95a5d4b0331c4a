import { randomUUID } from 'node:crypto';
import type { GraphAnswer } from './call';
import { bareErrorBody, errorBody, GraphError } from './errors';

/**
 * The answer that an error becomes.
 * @param error a refusal; anything else is a fault of the simulator itself and is printed
 * @param requestId for the body, the same as in the header
 */
export function errorAnswer(
	error: unknown,
	requestId: string,
	clientRequestId: string | undefined,
): GraphAnswer {
	if (error instanceof GraphError) {
		return {
			status: error.status,
			headers: { 'content-type': 'application/json', ...error.headers },
			body: error.bare
				? bareErrorBody(error.code, error.message)
				: errorBody(error.code, error.message, requestId, clientRequestId),
		};
	}
	console.error('The simulator failed:', error);
	return {
		status: 500,
		headers: { 'content-type': 'application/json' },
		body: errorBody(
			'generalException',
			error instanceof Error ? error.message : 'Unknown',
			requestId,
			clientRequestId,
		),
	};
}

/** Content type of Graph's JSON. */
export const graphJson =
	'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** The headers that every answer of Graph carries. */
export function commonHeaders(
	clientRequestId: string | undefined,
	requestId: string = randomUUID(),
): Record<string, string> {
	return {
		'request-id': requestId,
		'client-request-id': clientRequestId ?? requestId,
		'x-ms-ags-diagnostic':
			'{"ServerInfo":{"DataCenter":"Simulator","Slice":"E","Ring":"5","ScaleUnit":"000","RoleInstance":"SIM"}}',
	};
}
