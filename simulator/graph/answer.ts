import { randomUUID } from 'node:crypto';
import type { GraphAnswer } from './call';
import { bareErrorBody, errorBody, GraphError } from './errors';
import { isOutlook } from './router';
import type { Service } from './router';

/**
 * Converts an error into a response.
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
				: errorBody(error.code, error.message, requestId, clientRequestId, error.inner),
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

/** Content type of JSON that Graph passes on unchanged from the service behind it. */
export const ownJson =
	'application/json; odata.metadata=minimal; odata.streaming=true; IEEE754Compatible=false; charset=utf-8';

/** What SharePoint answers itself: single items, the children of a folder, and what has changed in a drive. */
const handedOn = /^\/drives\/\{id\}\/(root|items\/\{key\})(\/children|\/delta)?$/;

/**
 * The headers of a JSON answer: those of recorded answers of the real Graph. What Outlook writes, and some of what
 * SharePoint does, is passed on without `OData-Version`.
 * @param route that answers
 * @param answer without a body, or with one that isn't JSON, gets none
 */
export function jsonHeaders(
	{ service, method, path }: { service: Service; method: string; path: string },
	{ body }: GraphAnswer,
): Record<string, string> {
	if (body === undefined || Buffer.isBuffer(body)) return {};
	const isHandedOn = isOutlook(service) || (method === 'GET' && handedOn.test(path));
	if (isHandedOn) return { 'content-type': ownJson };
	const tracked = service === 'directory' && path.endsWith('/delta');
	const etag = service === 'files' ? (body as { '@odata.etag'?: string })['@odata.etag'] : undefined;
	return {
		'content-type': graphJson,
		'odata-version': '4.0',
		...(etag === undefined ? {} : { etag }),
		...(tracked ? { 'preference-applied': 'odata.track-changes' } : {}),
	};
}

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
