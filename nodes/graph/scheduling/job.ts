import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { failureOf, waitedTooLong } from '../errors/failure';
import { decoded } from '../decoded';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import type { Outcome } from '../transport/outcome';
import type { SerializedPart } from './batch';
import type { Lane, Places } from './rateLimiter';
import { everything, requestsAtOnce, type Scope } from './throttleScope';

/** A request on its way through the client. */
export interface Job {
	request: GraphRequest;
	credentials: ICredentialDataDecryptedObject;
	/** Where Graph is, with the version. */
	base: string;
	/** Only requests of the same sign-in go into one batch. */
	group: string;
	lane: Lane;
	scope: Scope;
	/** Whether it may happen twice. */
	harmless: boolean;
	/** What a change is to, or a workbook; `''` for what does not change an object that exists. */
	key: string;
	id: string;
	/** Its form within a batch; `undefined` when it goes by itself. */
	part?: SerializedPart;
	/** What it holds of the memory for waiting requests. */
	bytes: number;
	/** How often it was sent. */
	tries: number;
	/** Whether it may have been sent more than once, by this client or by n8n after a 401. */
	repeated: boolean;
	/** Whether it has its answer or its error: nothing more is to become of it. */
	ended: boolean;
	/** ms since the epoch */
	begunAt: number;
	/** Not to be sent before, ms since the epoch. */
	notBefore: number;
	/** Whether it was repeated because consent may have been given since its token was issued. */
	renewed: boolean;
	/** Whether it goes again since Graph challenged the token of its batch. */
	challenged?: boolean;
	/** Why it was sent last in vain. */
	last?: Outcome;
	resolve: (response: GraphResponse) => void;
	reject: (error: unknown) => void;
}

/** Whether a job waits for its time. */
export function waits(job: Job): boolean {
	try {
		return dueAt(job) > Date.now();
	} catch {
		return true;
	}
}

/** When a job may be sent, in ms since the epoch. */
export function dueAt(job: Job): number {
	return Math.max(job.notBefore, heldUntil(job));
}

/** Until when Graph has asked to leave alone what a job is about, in ms since the epoch. */
function heldUntil({ lane, scope }: Job): number {
	return Math.max(lane.heldUntil(scope.name), lane.heldUntil(everything));
}

/** Why a job is not waited for any longer: Graph asks for more time than there is, or the job failed too often. */
export function gaveUp(job: Job, due: number): Error {
	const { request, last } = job;
	if (last !== undefined && heldUntil(job) === 0) return failureOf(last, request, false);
	const { lane, scope } = job;
	const why = lane.heldUntil(scope.name) === due ? lane.whyHeld(scope.name) : lane.whyHeld(everything);
	return waitedTooLong(request, last, { waited: Date.now() - job.begunAt, more: due - Date.now(), why });
}

/** All places of what the parts of a batch are about: Exchange runs them side by side. */
export function wholePlaces(scopes: readonly Scope[], lane: Lane): Places {
	return new Map(
		scopes.flatMap(({ name, limited }) =>
			limited === undefined ? [] : [[lane.nameOf(name), requestsAtOnce[limited]] as const],
		),
	);
}

/** The paths of the parts of a batch that a person has made: it takes places as any other. */
export function ownParts({ path, body }: GraphRequest): Array<{ path: string[] }> {
	if (path.length !== 1 || path[0] !== '$batch' || !Array.isArray(body?.requests)) return [];
	return (body.requests as Array<{ url?: unknown }>).map(({ url }) => ({
		path: String(url).split('?')[0]?.split('/').slice(1).map(decoded) ?? [],
	}));
}

/**
 * What is done one after the other, in the order of the items: changes of one object, and all requests to one workbook, whose
 * answers depend on what came before.
 */
export function orderKey({ method, path }: GraphRequest, { name, limited }: Scope, group: string): string {
	if (limited === 'workbook') return `${group} ${name}`;
	const changes = method === 'PATCH' || method === 'PUT' || method === 'DELETE';
	return changes ? `${group} ${path.join('/').toLowerCase()}` : '';
}
