import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { graphUrlOf, readFields } from '../../credentials/auth/core/settings';
import { signInId } from '../../credentials/auth/token/session';
import { createTransfers, type Transfers } from './files/transfers';
import type { GraphRequest, GraphResponse } from './graphRequest';
import { createItemPool } from './scheduling/itemPool';
import { laneOf } from './scheduling/rateLimiter';
import { createRequestQueue } from './scheduling/requestQueue';
import type { RequestContext } from './transport/exchange';

/** How a client behaves. */
export interface ClientOptions {
	apiVersion: 'v1.0' | 'beta';
	/** Whether requests of several items go in one call; if not, one item is done after the other. */
	batching: boolean;
	/** The longest that one request may wait for Graph in all, in ms. */
	maxWait: number;
	/** Ends all waiting. */
	signal?: AbortSignal;
}

/**
 * Sends one request to Graph and returns its answer of 2xx.
 * @throws GraphError when Graph refuses, SignInError when there is no token, RequestError when the request is not made or
 * has no answer
 */
export type Send = (request: GraphRequest) => Promise<GraphResponse>;

/** Sends the requests of one execution of a node: batched, repeated where that is right, within Graph's limits. */
export interface Client {
	/** A sender for one credential; those of different credentials share no batch. */
	sender(credentials: ICredentialDataDecryptedObject): Send;
	/** @param send asks Graph where a file is */
	transfers(credentials: ICredentialDataDecryptedObject, send: Send): Transfers;
	/**
	 * Works on items side by side, so that their requests can go together.
	 * @param count how many items there are
	 * @param work works on one item, and says whether further items may be begun
	 * @throws what `work` threw first, once all items that were begun have ended
	 */
	forEachItem(count: number, work: (itemIndex: number) => Promise<boolean>): Promise<void>;
	/**
	 * Waits, in ms, up to a quarter of a second longer: items that wait for about the same time go on together, so that
	 * their next requests can too.
	 * @throws RequestError when the execution is cancelled
	 */
	wait(ms: number): Promise<void>;
}

/** A client for one execution of a node. */
export function createClient(context: RequestContext, options: ClientOptions): Client {
	const { apiVersion, batching, maxWait, signal } = options;
	const items = createItemPool({ sideBySide: batching, signal, onChange: () => queue.pump() });
	const queue = createRequestQueue(context, { batching, maxWait, signal, items });
	/** Whoever waits for a file adds nothing to a batch: the requests of the others go. */
	const waiting = {
		wait: () => {
			items.wait();
			queue.pump();
		},
		goOn: () => items.goOn(),
	};
	const baseOf = (credentials: ICredentialDataDecryptedObject) =>
		`${graphUrlOf(readFields(credentials))}/${apiVersion}`;

	return {
		sender: (credentials) => {
			const base = baseOf(credentials);
			const group = signInId(credentials);
			const sender = { credentials, base, group, lane: laneOf(group) };
			return async (request) => await queue.send(request, sender);
		},
		transfers: (credentials, send) =>
			createTransfers(context, { credentials, base: baseOf(credentials), send, maxWait, signal, waiting }),
		forEachItem: items.forEach,
		wait: items.pause,
	};
}
