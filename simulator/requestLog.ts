export type Host = 'login' | 'graph' | 'storage';

/** One HTTP request that reached the simulator, or one part of a $batch. */
export interface RecordedRequest {
	/** Counts up over all hosts and parts. */
	id: number;
	/** Epoch milliseconds of arrival. */
	at: number;
	/** Epoch milliseconds of the end of the answer; absent while it is under way. */
	finishedAt?: number;
	host: Host;
	method: string;
	/** As received, without the query, still percent-encoded. */
	path: string;
	/** Decoded query parameters, names as received. */
	query: Record<string, string>;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** Parsed JSON or form; text; the number of bytes of anything else. */
	body?: unknown;
	/** Graph's response, where the settings say that it's kept. */
	answer?: unknown;
	/** 0 when the connection was ended without an answer. */
	status?: number;
	/** The `id` of the $batch request that this is a part of. */
	batchPartOf?: number;
}

export interface RequestLog {
	requests: RecordedRequest[];
	parts: RecordedRequest[];
	begin(request: Omit<RecordedRequest, 'id' | 'at'>): RecordedRequest;
	clear(): void;
}

/**
 * A log of requests in the order of their arrival. The two arrays stay the same objects over `clear`.
 */
export function createRequestLog(): RequestLog {
	const requests: RecordedRequest[] = [];
	const parts: RecordedRequest[] = [];
	let last = 0;
	return {
		requests,
		parts,
		begin(request) {
			const recorded: RecordedRequest = { id: ++last, at: Date.now(), ...request };
			(request.batchPartOf === undefined ? requests : parts).push(recorded);
			return recorded;
		},
		clear() {
			requests.length = 0;
			parts.length = 0;
		},
	};
}

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/**
 * A path with its ids taken out, to count requests of one kind.
 * @param path as recorded
 * @returns e.g. `/v1.0/users/{id}/messages`
 */
export function pathTemplate(path: string): string {
	return path
		.replace(/\('[^']*'\)/g, '/{id}')
		.replace(/\(([a-z]+)='[^']*'\)/gi, '($1={id})')
		.replace(
			/\/(users|groups|messages|mailFolders|childFolders|attachments|events|servicePrincipals)\/[^/$][^/]*/gi,
			'/$1/{id}',
		)
		.replace(guid, '{guid}');
}

/**
 * How often each kind of request was made.
 * @param requests from the log
 * @returns counts by `host METHOD /path/{id}`
 */
export function countRequests(requests: readonly RecordedRequest[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { host, method, path } of requests) {
		const key = `${host} ${method} ${pathTemplate(path)}`;
		counts[key] = (counts[key] ?? 0) + 1;
	}
	return counts;
}

const secretFields = ['client_secret', 'client_assertion'];

/**
 * A copy of a recorded request that may be shown: no bearer, no secret, no assertion.
 * @param request from the log
 */
export function withoutSecrets(request: RecordedRequest): RecordedRequest {
	const headers = { ...request.headers };
	if (headers.authorization) headers.authorization = `${headers.authorization.split(' ')[0]} (hidden)`;
	let body = request.body;
	if (request.host === 'login' && typeof body === 'object' && body !== null) {
		const hidden = secretFields
			.filter((field) => field in (body as object))
			.map((field) => [field, '(hidden)']);
		body = { ...body, ...Object.fromEntries(hidden) };
	} else if (request.host === 'login' && typeof body === 'string') {
		body = '(hidden)';
	}
	return { ...request, headers, body };
}
