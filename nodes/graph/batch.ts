import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { urlOf, type GraphRequest, type GraphResponse } from './graphRequest';
import type { Outcome } from './outcome';

/** The most requests that Graph takes in one batch (source: "Combine multiple requests in one HTTP call using JSON batching"). */
export const mostParts = 20;

/** The most bytes of a batch: Graph's gateway takes 4 MB; the frame around the parts comes on top. */
export const mostBatchBytes = 3_800_000;

/** One request within a batch, as Graph's reference has it. */
interface BatchPart {
	id: string;
	method: string;
	url: string;
	headers: Record<string, string>;
	body?: IDataObject;
}

/** A request as it goes into a batch, serialized: its size counts, and it is not serialized twice. */
export interface SerializedPart {
	json: string;
	bytes: number;
}

/**
 * A request as part of a batch. What stands for it alone stands on the part: `Prefer`, `ConsistencyLevel`, `If-Match`.
 * @param id its place in the batch
 * @param base where Graph is, with the version; `urlOf` checks the request
 * @returns `undefined` when it cannot be in a batch: it says so itself, or it links outside the batch's version
 */
export function serializePart(request: GraphRequest, base: string, id: string): SerializedPart | undefined {
	if (request.batchable === false || request.content || request.answersFile || request.openUrl)
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
		...(body && { body }),
	};
	const json = JSON.stringify(part);
	return { json, bytes: Buffer.byteLength(json) };
}

/** The body of a batch of serialized parts. */
export function batchBody(parts: readonly SerializedPart[]): Buffer {
	return Buffer.from(`{"requests":[${parts.map(({ json }) => json).join(',')}]}`);
}

/**
 * What became of each part, by its id. Answers come in any order; a part without one has no known outcome.
 * @param outcome the outcome of the batch as a whole, answered with 200
 */
export function readParts(response: GraphResponse, ids: readonly string[]): Map<string, Outcome> {
	const { responses } = (response.body ?? {}) as { responses?: unknown };
	const answers = new Map<string, Outcome>();
	for (const answer of Array.isArray(responses) ? (responses as unknown[]) : []) {
		const { id, status, headers, body } = (answer ?? {}) as Record<string, unknown>;
		if (typeof status !== 'number') continue;
		answers.set(String(id), { kind: 'answered', response: { status, headers: lowerCase(headers), body } });
	}
	const unanswered: Outcome = { kind: 'noAnswer', code: '', message: 'its answer is missing in the batch' };
	return new Map(ids.map((id) => [id, answers.get(id) ?? unanswered]));
}

function lowerCase(headers: unknown): GraphResponse['headers'] {
	const entries = Object.entries((headers ?? {}) as Record<string, string>);
	return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}
