import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { failureOf, waitedTooLong } from '../errors/failure';
import { decoded } from '../decoded';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import type { Outcome } from '../transport/outcome';
import type { SerializedPart } from './batch';
import type { RateLimiter, Places } from './rateLimiter';
import { everything, requestsAtOnce, type Scope } from './throttleScope';

/** A request on its way through the client. */
export interface Job {
	request: GraphRequest;
	credentials: ICredentialDataDecryptedObject;
	/** Graph's URL with the version. */
	base: string;
	/** Only requests of the same sign-in go into one batch. */
	group: string;
	rateLimiter: RateLimiter;
	scope: Scope;
	/** Whether a retry is harmless. */
	idempotent: boolean;
	/** The object that it changes, or its workbook; `''` if it changes no existing object. */
	key: string;
	id: string;
	/** Its form within a batch; `undefined` if it's sent by itself. */
	part?: SerializedPart;
	/** Its bytes while it waits. */
	bytes: number;
	/** How often it was sent. */
	tries: number;
	/** Whether it may have been sent more than once, by this client or by n8n after a 401. */
	repeated: boolean;
	/** Whether it's finished, with a response or an error. */
	ended: boolean;
	/** ms since the epoch */
	begunAt: number;
	/** When it may be sent, ms since the epoch. */
	notBefore: number;
	/** Whether it was retried because consent may be newer than its token. */
	renewed: boolean;
	/** Whether it goes again since Graph challenged the token of its batch. */
	challenged?: boolean;
	/** The outcome of its last try. */
	last?: Outcome;
	resolve: (response: GraphResponse) => void;
	reject: (error: unknown) => void;
}

/** Whether a job waits for its time. */
export function isWaiting(job: Job): boolean {
	try {
		return readyAt(job) > Date.now();
	} catch {
		return true;
	}
}

/** When a job may be sent, in ms since the epoch. */
export function readyAt(job: Job): number {
	return Math.max(job.notBefore, throttledUntil(job));
}

/** Until when a job's scope is throttled, in ms since the epoch. */
export function throttledUntil({ rateLimiter, scope }: Job): number {
	return Math.max(rateLimiter.throttledUntil(scope.name), rateLimiter.throttledUntil(everything));
}

/** The error of a job that can't wait any longer: Graph requires more time than is left, or the job failed too often. */
export function waitError(job: Job, due: number): Error {
	const { request, last } = job;
	if (last !== undefined && throttledUntil(job) === 0) return failureOf(last, request, false);
	const { rateLimiter, scope } = job;
	const why =
		rateLimiter.throttledUntil(scope.name) === due
			? rateLimiter.whyThrottled(scope.name)
			: rateLimiter.whyThrottled(everything);
	return waitedTooLong(request, last, { waited: Date.now() - job.begunAt, more: due - Date.now(), why });
}

/** All places of a batch's scopes, because Exchange runs its parts concurrently. */
export function fullPlaces(scopes: readonly Scope[], rateLimiter: RateLimiter): Places {
	return new Map(
		scopes.flatMap(({ name, limited }) =>
			limited === undefined ? [] : [[rateLimiter.nameOf(name), requestsAtOnce[limited]] as const],
		),
	);
}

/** The paths of the parts of a custom batch, which takes places like any other. */
export function customBatchParts({ path, body }: GraphRequest): Array<{ path: string[] }> {
	if (path.length !== 1 || path[0] !== '$batch' || !Array.isArray(body?.requests)) return [];
	return (body.requests as Array<{ url?: unknown }>).map(({ url }) => ({
		path: String(url).split('?')[0]?.split('/').slice(1).map(decoded) ?? [],
	}));
}

/**
 * The key of requests that run one at a time, in the items' order: changes of one object, and all requests to one
 * workbook, whose responses depend on earlier ones.
 */
export function orderKey({ method, path }: GraphRequest, { name, limited }: Scope, group: string): string {
	if (limited === 'workbook') return `${group} ${name}`;
	const changes = method === 'PATCH' || method === 'PUT' || method === 'DELETE';
	return changes ? `${group} ${path.join('/').toLowerCase()}` : '';
}
