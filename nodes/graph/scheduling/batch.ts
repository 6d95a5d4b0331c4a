import { randomUUID } from 'node:crypto';

import { expectedResponseOf, whyUnexpected } from '../transport/expectedResponse';
import { type GraphRequest, type GraphResponse } from '../graphRequest';
import { urlOf } from '../transport/url';
import { unusableResponse, type Outcome } from '../transport/outcome';

/**
 * The most requests that Graph supports in one batch (source: "Combine multiple requests in one HTTP call using JSON
 * batching").
 */
export const maxParts = 20;

/** The most bytes of a batch's parts: Graph's gateway supports 4 MB in total. */
export const maxBatchBytes = 3_800_000;

/** One request within a batch, in Graph's format, without its body. */
interface BatchPart {
	id: string;
	method: string;
	url: string;
	headers: Record<string, string>;
}

/** A serialized request of a batch, with its size. */
export interface SerializedPart {
	json: string;
	bytes: number;
	/** Its body alone, if the request has one: for a request that is sent by itself after all. */
	body?: string;
}

/**
 * A request as part of a batch. Headers for this request alone are on the part: `Prefer`, `ConsistencyLevel`,
 * `If-Match`.
 * @param id its place in the batch
 * @param base Graph's URL with the version; `urlOf` checks the request
 * @returns `undefined` if it can't be in a batch: by its own setting, or because its link has another version
 */
export function serializePart(request: GraphRequest, base: string, id: string): SerializedPart | undefined {
	if (request.batchable === false || request.content || request.expectsFile || request.preauthUrl)
		return undefined;
	const url = urlOf(request, base);
	if (!url.startsWith(`${base}/`)) return undefined;
	// Within a batch an action without a body needs an empty one.
	const body = request.body ?? (request.method === 'GET' || request.method === 'DELETE' ? undefined : {});
	const part: BatchPart = {
		id,
		method: request.method,
		url: url.slice(base.length),
		headers: {
			...(body && { 'Content-Type': 'application/json' }),
			'client-request-id': randomUUID(),
			...request.headers,
		},
	};
	const head = JSON.stringify(part);
	const content = body && JSON.stringify(body);
	const json = content === undefined ? head : `${head.slice(0, -1)},"body":${content}}`;
	return { json, bytes: Buffer.byteLength(json), ...(request.body && { body: content }) };
}

/** The body of a batch of serialized parts. */
export function batchBody(parts: readonly SerializedPart[]): Buffer {
	return Buffer.from(`{"requests":[${parts.map(({ json }) => json).join(',')}]}`);
}

/** A request that was sent as a part of a batch, with its ID there. */
export interface SentPart {
	id: string;
	request: GraphRequest;
	/** Graph's URL with the version. */
	base: string;
}

/**
 * The outcome of each part, by its ID. Responses come in any order; a part with no response, two, or an unexpected one
 * has an unknown outcome.
 * @param response the response to the batch
 */
export function readParts(response: GraphResponse, sent: readonly SentPart[]): Map<string, Outcome> {
	const { responses } = (response.body ?? {}) as { responses?: unknown };
	const shared = outerHeaders(response);
	const answers = new Map<string, Outcome>();
	const requests = new Map(sent.map((part) => [part.id, part]));
	for (const answer of Array.isArray(responses) ? (responses as unknown[]) : []) {
		const { id: given, ...parts } = (answer ?? {}) as Record<string, unknown>;
		const id = typeof given === 'string' || typeof given === 'number' ? String(given) : '';
		const part = requests.get(id);
		if (part === undefined) continue;
		answers.set(
			id,
			answers.has(id) ? unusableResponse('it has two responses in the batch') : readPart(part, parts, shared),
		);
	}
	const unanswered = unusableResponse('its response is missing from the batch');
	return new Map(sent.map(({ id }) => [id, answers.get(id) ?? unanswered]));
}

/** The headers that identify a part's call for Microsoft's support, if the part has none itself. */
function outerHeaders({ headers }: GraphResponse): GraphResponse['headers'] {
	const { 'request-id': requestId, date } = headers;
	return { ...(requestId && { 'request-id': requestId }), ...(date && { date }) };
}

function readPart(
	{ request, base }: SentPart,
	answer: Record<string, unknown>,
	shared: GraphResponse['headers'],
): Outcome {
	const { status, body } = answer;
	if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599)
		return unusableResponse('its response in the batch has no HTTP status');
	// A part without a body has `null`.
	const own = readHeaders(answer.headers);
	const headers = status < 400 ? own : { ...shared, ...own };
	const response = { status, headers, body: body === null ? undefined : body };
	const wrong = status < 300 ? whyUnexpected(expectedResponseOf(request), response, base) : undefined;
	return wrong ?? { kind: 'answered', response };
}

/** The headers of a part, names in lower case; values other than text and numbers are left out. */
function readHeaders(headers: unknown): GraphResponse['headers'] {
	const entries: Array<[string, unknown]> =
		typeof headers === 'object' && headers !== null ? Object.entries(headers) : [];
	return Object.fromEntries(
		entries.flatMap(([name, value]) =>
			typeof value === 'string' || typeof value === 'number' ? [[name.toLowerCase(), String(value)]] : [],
		),
	);
}
