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
import { restrictionsOf, type NodeRestrictions, type Restrictions } from './transport/restrictions';

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
	/**
	 * The same for the same sign-in, another for any other.
	 * @throws SignInError for a credential that can't be used
	 */
	signInId(credentials: ICredentialDataDecryptedObject): string;
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

/** What requests with a credential have in common. */
interface SignIn {
	id: string;
	/** Graph's URL with the version. */
	base: string;
	/** Only requests of the same group share a batch. */
	group: string;
	restrictions: Restrictions;
}

function readSignIn(
	credentials: ICredentialDataDecryptedObject,
	{ apiVersion, restrictions: own = {} }: ClientOptions,
): SignIn {
	const id = signInId(credentials);
	const restrictions = restrictionsOf(own, credentials);
	return {
		id,
		base: `${graphUrlOf(readFields(credentials))}/${apiVersion}`,
		// A batch is sent with the credential of its first part.
		group: restrictions.readOnlyBy.includes('credential') ? `${id} read-only` : id,
		restrictions,
	};
}

/** A client for one execution of a node. */
export function createClient(context: RequestContext, options: ClientOptions): Client {
	const { batching, maxWait, signal } = options;
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
	const signIns = new WeakMap<ICredentialDataDecryptedObject, SignIn>();
	/** Read once for each credentials object: items share one, and for a small request this takes longest. */
	const signInOf = (credentials: ICredentialDataDecryptedObject): SignIn => {
		const known = signIns.get(credentials);
		if (known !== undefined) return known;
		const signIn = readSignIn(credentials, options);
		signIns.set(credentials, signIn);
		return signIn;
	};

	return {
		signInId: (credentials) => signInOf(credentials).id,
		sender: (credentials) => {
			const { id, base, group, restrictions } = signInOf(credentials);
			const sender = { credentials, base, group, rateLimiter: rateLimiterOf(id), restrictions };
			return async (request) => await queue.send(request, sender);
		},
		transfers: (credentials, send) => {
			const { id, base, restrictions } = signInOf(credentials);
			return createTransfers(context, {
				base,
				send,
				rateLimiter: rateLimiterOf(id),
				maxWait,
				signal,
				waiting,
				restrictions,
			});
		},
		forEachItem: items.forEach,
		once: async <T>(credentials: ICredentialDataDecryptedObject, key: string, work: () => Promise<T>) => {
			const ownKey = JSON.stringify([signInOf(credentials).id, key]);
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
