import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { graphUrlOf, readFields } from '../../credentials/auth/core/settings';
import { caught } from '../../credentials/auth/core/caught';
import { signInId } from '../../credentials/auth/token/session';
import { createTransfers, type Transfers } from './files/transfers';
import type { GraphRequest, GraphResponse } from './graphRequest';
import { createItemPool } from './scheduling/itemPool';
import { rateLimiterOf } from './scheduling/rateLimiter';
import { createRequestQueue } from './scheduling/requestQueue';
import type { RequestContext } from './transport/exchange';
import { restrictionsOf, type NodeRestrictions } from './transport/restrictions';

/** How a client behaves. */
export interface ClientOptions {
	apiVersion: 'v1.0' | 'beta';
	/** Whether requests of several items go in one call; otherwise, items run one at a time. */
	batching: boolean;
	/** How long one request may wait for Graph in total, in ms. */
	maxWait: number;
	/** Ends all waiting. */
	signal?: AbortSignal;
	/** What the node's options allow; everything by default. */
	restrictions?: NodeRestrictions;
}

/**
 * Sends one request to Graph and returns its 2xx response.
 * @throws GraphError when Graph refuses, SignInError when there is no token, RequestError when the request isn't sent
 * or gets no response
 */
export type Send = (request: GraphRequest) => Promise<GraphResponse>;

/** Sends the requests of one execution of a node: batched, retried if that's safe, within Graph's limits. */
export interface Client {
	/** A sender for one credential; different credentials share no batch. */
	sender(credentials: ICredentialDataDecryptedObject): Send;
	/** @param send sends requests to Graph for a file's location */
	transfers(credentials: ICredentialDataDecryptedObject, send: Send): Transfers;
	/**
	 * Processes items concurrently, so that their requests can share batches.
	 * @param count how many items there are
	 * @param work processes one item, and returns whether further items may start
	 * @throws the first error of `work`, after all started items have finished
	 */
	forEachItem(count: number, work: (itemIndex: number) => Promise<boolean>): Promise<void>;
	/**
	 * Does work that items share, such as a lookup: the first item with a key does it, the others get its result. A
	 * failure isn't kept.
	 * @param key what the work is about; different credentials share nothing
	 * @throws what `work` throws
	 */
	once<T>(credentials: ICredentialDataDecryptedObject, key: string, work: () => Promise<T>): Promise<T>;
	/**
	 * Waits, in ms, up to a quarter of a second longer: items that wait for about the same time resume together, so
	 * that their next requests can share a batch.
	 * @throws RequestError when the execution is cancelled
	 */
	wait(ms: number): Promise<void>;
	/** How long requests have waited because Graph throttled, in ms: time in which several waited counts once. */
	throttledMs(): number;
}

/** A client for one execution of a node. */
export function createClient(context: RequestContext, options: ClientOptions): Client {
	const { apiVersion, batching, maxWait, signal, restrictions: own = {} } = options;
	const items = createItemPool({ sideBySide: batching, signal, onChange: () => queue.pump() });
	const queue = createRequestQueue(context, { batching, maxWait, signal, items });
	/** An item that waits for a file adds nothing to a batch, so the requests of the others are sent. */
	const waiting = {
		wait: () => {
			items.wait();
			queue.pump();
		},
		goOn: () => items.goOn(),
	};
	const shared = new Map<string, Promise<unknown>>();
	const baseOf = (credentials: ICredentialDataDecryptedObject) =>
		`${graphUrlOf(readFields(credentials))}/${apiVersion}`;

	return {
		sender: (credentials) => {
			const base = baseOf(credentials);
			const id = signInId(credentials);
			const restrictions = restrictionsOf(own, credentials);
			// A batch is sent with the credential of its first part.
			const group = restrictions.readOnlyBy.includes('credential') ? `${id} read-only` : id;
			const sender = { credentials, base, group, rateLimiter: rateLimiterOf(id), restrictions };
			return async (request) => await queue.send(request, sender);
		},
		transfers: (credentials, send) =>
			createTransfers(context, {
				credentials,
				base: baseOf(credentials),
				send,
				maxWait,
				signal,
				waiting,
				restrictions: restrictionsOf(own, credentials),
			}),
		forEachItem: items.forEach,
		once: async <T>(credentials: ICredentialDataDecryptedObject, key: string, work: () => Promise<T>) => {
			const ownKey = JSON.stringify([signInId(credentials), key]);
			const before = shared.get(ownKey) as Promise<T> | undefined;
			if (before === undefined) {
				const begun = work();
				shared.set(ownKey, begun);
				try {
					return await begun;
				} catch (error) {
					shared.delete(ownKey);
					throw caught(error);
				}
			}
			waiting.wait();
			try {
				return await before;
			} finally {
				waiting.goOn();
			}
		},
		wait: items.pause,
		throttledMs: queue.throttledMs,
	};
}
