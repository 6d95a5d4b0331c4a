import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { decoded } from './decoded';
import { caught } from '../../credentials/auth/core/caught';
import { dropTokenAfter403, signInId, wasSentAgain } from '../../credentials/auth/token/session';
import { graphUrlOf, readFields } from '../../credentials/auth/core/settings';
import {
	batchBody,
	maxBatchBytes,
	maxParts,
	readParts,
	serializePart,
	type SerializedPart,
} from './scheduling/batch';
import { fetchFile, type Download, type FileAnswer } from './files/download';
import { throttleReason, unexpectedFailure, cancelled, failureOf, waitedTooLong } from './errors/failure';
import { onceEnded } from './transport/fileStream';
import { streamOf } from './transport/fileStream';
import { type GraphRequest, type GraphResponse } from './graphRequest';
import { checkRequest } from './transport/checkRequest';
import { callBatch, callGraph } from './transport/http';
import { type Exchange } from './transport/exchange';
import { type RequestContext } from './transport/exchange';
import { rateLimiterOf, type RateLimiter, type Places } from './scheduling/rateLimiter';
import { learnMailboxes } from './scheduling/mailboxNames';
import type { Outcome } from './transport/outcome';
import { markRepeated } from './scheduling/repeated';
import { batchRule, decide, wasDoneBefore, isIdempotent } from './scheduling/retryPolicy';
import { everything, requestsAtOnce, scopeOf, sharePoint, type Scope } from './scheduling/throttleScope';
import { sleepFor } from './scheduling/sleepFor';
import { uploadToSession, type UploadSource } from './files/upload';

/** Items worked on at the same time: enough to fill the calls of a rate limiter with full batches. */
const maxItems = 200;
/** No further item is started while requests of this many bytes wait. */
const maxWaitingBytes = 32 * 1024 * 1024;
/** Waiting items resume at multiples of this, in ms. */
const sharedTickMs = 250;
/** Requests that become ready within this time, in ms, are sent together. */
const gatherMs = 5;
/** The share of a limit from which Graph's warning slows the client down. */
const nearLimit = 0.8;

/** From this share of SharePoint's limit on, requests are spread over what is left of its window. */
const nearSharePointLimit = 0.8;
/** The estimated cost of a request in SharePoint's units: most cost one or two, some five. */
const typicalCost = 2;
/** The longest wait while units are left, in ms. */
const maxSpreadMs = 10_000;

/** The scope of storage hosts that throttle. */
const storage = 'storage';
/** Up to this many concurrent files are read ahead; more are fast enough without it. */
const fewTransfers = 2;
/** The interval for logging the speed of a long transfer, in ms. */
const logIntervalMs = 5_000;

/** How a client behaves. */
export interface ClientOptions {
	apiVersion: 'v1.0' | 'beta';
	/** Whether requests of several items go in one call; otherwise, items run one at a time. */
	batching: boolean;
	/** How long one request may wait for Graph in total, in ms. */
	maxWait: number;
	/** Ends all waiting. */
	signal?: AbortSignal;
}

/**
 * Sends one request to Graph and returns its 2xx response.
 * @throws GraphError when Graph refuses, SignInError when there is no token, RequestError when the request isn't sent
 * or gets no response
 */
export type Send = (request: GraphRequest) => Promise<GraphResponse>;

/** Sends and fetches files for one credential, whatever their size: outside of batches, a few at a time. */
export interface Transfers {
	/**
	 * Sends a file to an upload session.
	 * @param uploadUrl as Graph returned it
	 * @param options `rangeSize`: bytes of one range, a multiple of 320 KiB; 10 MiB by default
	 * @returns the response to the last range
	 * @throws what `uploadToSession` throws
	 */
	upload(uploadUrl: string, source: UploadSource, options?: { rangeSize?: number }): Promise<GraphResponse>;
	/**
	 * Runs work that holds a full file in memory, in one of the transfer slots; it mustn't call `upload` or `download`.
	 */
	withTransferSlot<T>(work: () => Promise<T>): Promise<T>;
	/**
	 * Fetches the file of a request.
	 * @param keep stores the stream
	 * @throws what `fetchFile` throws
	 */
	download<T>(download: Download, keep: (answer: FileAnswer) => Promise<T>): Promise<T>;
}

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
	 * Waits, in ms, up to a quarter of a second longer: items that wait for about the same time resume together, so
	 * that their next requests can share a batch.
	 * @throws RequestError when the execution is cancelled
	 */
	wait(ms: number): Promise<void>;
}

/** Values that all requests of a batch share when their outcomes are handled. */
interface Moment {
	/** ms since the epoch */
	now: number;
	/** From 0 up to 1, for the jitter. */
	random: number;
}

/** A request on its way through the client. */
interface Job {
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
	/** The outcome of its last try. */
	last?: Outcome;
	resolve: (response: GraphResponse) => void;
	reject: (error: unknown) => void;
}

/** The outcome of a part without a response in its batch. */
const missing: Outcome = { kind: 'noAnswer', code: '', message: 'its response is missing from the batch' };

/** A client for one execution of a node. */
export function createClient(context: RequestContext, options: ClientOptions): Client {
	const { apiVersion, batching, maxWait, signal } = options;
	const queue = new Set<Job>();
	/** Unfinished changes, including their retries; a later change of the same object waits for them. */
	const changing = new Map<string, Job>();
	/** Unfinished items, and how many of them wait for Graph. */
	let items = 0;
	let waiting = 0;
	/** Whether further items are being started, whose requests may join the batch. */
	let beginning = false;
	let waitingBytes = 0;
	let lastId = 0;
	let wakeAt = Infinity;
	const listening = new Set<RateLimiter>();
	/** Items that called `wait`, by when they resume (ms since the epoch). */
	const sleepers = new Map<number, Array<() => void>>();

	signal?.addEventListener('abort', () => {
		for (const job of [...queue]) fail(job, cancelled());
	});

	return {
		sender: (credentials) => {
			const base = `${graphUrlOf(readFields(credentials))}/${apiVersion}`;
			const group = signInId(credentials);
			const rateLimiter = rateLimiterOf(group);
			return async (request) => await send(request, { credentials, base, group, rateLimiter });
		},
		transfers,
		forEachItem,
		wait,
	};

	async function send(
		request: GraphRequest,
		sender: Pick<Job, 'credentials' | 'base' | 'group' | 'rateLimiter'>,
	): Promise<GraphResponse> {
		checkRequest(request, sender.base);
		if (signal?.aborted && !request.sendAfterCancel) throw cancelled();
		const id = String(++lastId);
		const part = batching && !signal?.aborted ? serializePart(request, sender.base, id) : undefined;
		const scope = scopeOf(request);
		const place = {
			...sender,
			request,
			id,
			part,
			bytes: part?.bytes ?? 0,
			scope,
			idempotent: isIdempotent(request),
			key: orderKey(request, scope, sender.group),
		};
		waiting += 1;
		waitingBytes += place.bytes;
		return await new Promise<GraphResponse>((resolve, reject) => {
			const begunAt = Date.now();
			const state = { tries: 0, repeated: false, ended: false, begunAt, notBefore: 0, renewed: false };
			queue.add({ ...place, ...state, resolve, reject });
			pump();
		});
	}

	function transfers(credentials: ICredentialDataDecryptedObject, ask: Send): Transfers {
		const base = `${graphUrlOf(readFields(credentials))}/${apiVersion}`;
		const rateLimiter = rateLimiterOf(signInId(credentials));
		const shared = {
			remaining: () => Math.max(0, rateLimiter.throttledUntil(storage) - Date.now()),
			delayAll: (wait: number) =>
				rateLimiter.throttle(storage, wait, 'the storage host is throttling requests'),
			hasSpareMemory: () => rateLimiter.transfers() <= fewTransfers,
		};
		const options = { base, maxWait, shared, signal };
		return {
			upload: async (url, source, { rangeSize } = {}) =>
				await transfer(
					rateLimiter,
					'Upload',
					async (progress) =>
						await uploadToSession(context, url, source, { ...options, rangeSize, progress }),
				),
			withTransferSlot: async (work) => await transfer(rateLimiter, 'File', work),
			download: async (download, keep) =>
				await transfer(
					rateLimiter,
					'Download',
					async (progress) => await fetchFile(context, download, keep, { ...options, progress, send: ask }),
				),
		};
	}

	/** Runs a transfer in a free slot. In the meantime, batches don't wait for this item's requests. */
	async function transfer<T>(
		rateLimiter: RateLimiter,
		what: string,
		work: (progress: (bytes: number) => void) => Promise<T>,
	): Promise<T> {
		waiting += 1;
		pump();
		try {
			while (!rateLimiter.acquireTransfer()) {
				await new Promise<void>((resolve) => {
					rateLimiter.onChange(resolve);
					signal?.addEventListener('abort', () => resolve(), { once: true });
				});
				if (signal?.aborted) throw cancelled();
			}
			try {
				return await work(speedLog(what, context.logger));
			} finally {
				rateLimiter.releaseTransfer();
			}
		} finally {
			waiting -= 1;
		}
	}

	async function forEachItem(count: number, work: (itemIndex: number) => Promise<boolean>): Promise<void> {
		const most = batching ? maxItems : 1;
		let next = 0;
		let goOn = true;
		const failures: unknown[] = [];
		const workOn = async (itemIndex: number) => {
			try {
				const may = await work(itemIndex);
				goOn = goOn && may;
			} catch (error) {
				failures.push(error);
			}
		};
		await new Promise<void>((resolve) => {
			const begin = () => {
				beginning = true;
				while (goOn && next < count && items < most && waitingBytes < maxWaitingBytes) {
					items += 1;
					void workOn(next++).then(() => {
						items -= 1;
						begin();
						pump();
					});
				}
				beginning = false;
				if (items === 0) resolve();
			};
			begin();
			pump();
		});
		if (failures.length > 0) throw caught(failures[0]);
	}

	async function wait(ms: number): Promise<void> {
		const at = Math.ceil((Date.now() + (ms > 0 ? ms : 0)) / sharedTickMs) * sharedTickMs;
		waiting += 1;
		pump();
		await new Promise<void>((resolve) => {
			const others = sleepers.get(at);
			if (others !== undefined) return others.push(resolve);
			sleepers.set(at, [resolve]);
			const wakeAll = () => {
				const woken = sleepers.get(at) ?? [];
				sleepers.delete(at);
				waiting -= woken.length;
				for (const goOn of woken) goOn();
			};
			sleepFor(at - Date.now(), signal).then(wakeAll, wakeAll);
		});
		if (signal?.aborted) throw cancelled();
	}

	/**
	 * Fails only the unfinished jobs of the given ones. No callback of the client throws, because no one would catch
	 * it, and other items would wait forever.
	 */
	function failUnexpectedly(jobs: readonly Job[], error: unknown): void {
		for (const job of jobs) {
			if (job.ended) continue;
			// A queued request was never sent, or may safely be sent again.
			fail(job, unexpectedFailure(error, job.request, !queue.has(job) && !job.idempotent));
		}
		// Requests that waited for them continue.
		if (jobs.length > 0) void Promise.resolve().then(pump);
	}

	/** Sends what can be sent now; a batch that isn't full only if no item is left to add to it. */
	function pump(): void {
		const now = Date.now();
		const batchable: Job[] = [];
		for (const job of [...queue]) {
			try {
				const due = readyAt(job);
				if (due <= now) {
					if (!mayChange(job)) continue;
					if (job.part === undefined) sendAlone(job);
					else batchable.push(job);
				} else if (signal?.aborted) fail(job, cancelled());
				else if (due - job.begunAt > maxWait) fail(job, waitError(job, due));
				else wakeAtTime(due);
			} catch (error) {
				failUnexpectedly([job], error);
			}
		}
		for (const group of new Set(batchable.map((job) => job.group))) {
			const jobs = batchable.filter((job) => job.group === group);
			try {
				sendBatches(jobs);
			} catch (error) {
				failUnexpectedly(
					jobs.filter((job) => queue.has(job)),
					error,
				);
			}
		}
		for (const job of queue) {
			try {
				listen(job.rateLimiter);
			} catch (error) {
				failUnexpectedly([job], error);
			}
		}
	}

	function sendBatches(jobs: Job[]): void {
		let left = jobs.filter((job) => queue.has(job) && mayChange(job));
		while (left.length > 0) {
			const { batch, full } = composeBatch(left);
			const noneToCome = waiting >= items && !beginning;
			if (batch.length === 0 || !(full || noneToCome)) return;
			const [first] = batch;
			const sent = batch.length === 1 && first !== undefined ? sendAlone(first) : sendTogether(batch);
			if (!sent) return;
			left = left.filter((job) => queue.has(job) && mayChange(job));
		}
	}

	/**
	 * As many of the jobs as fit into one batch, without busy mailboxes and workbooks, and only the first waiting
	 * change of each object.
	 */
	function composeBatch(jobs: Job[]): { batch: Job[]; full: boolean } {
		const batch: Job[] = [];
		const changes = new Set<string>();
		let bytes = 0;
		let full = false;
		for (const job of jobs) {
			const { name, limited } = job.scope;
			const size = (job.part?.bytes ?? 0) + 1;
			const { key } = job;
			const free = limited === undefined || job.rateLimiter.hasRoom(name, requestsAtOnce[limited]);
			if (batch.length === maxParts || (key !== '' && changes.has(key)) || !free) continue;
			// A change that doesn't fit also keeps its turn.
			if (key !== '') changes.add(key);
			if (batch.length > 0 && bytes + size > maxBatchBytes) {
				full = true;
				continue;
			}
			batch.push(job);
			bytes += size;
		}
		return { batch, full: full || batch.length === maxParts };
	}

	function sendAlone(job: Job): boolean {
		const own = customBatchParts(job.request).map(scopeOf);
		const { name, limited } = job.scope;
		const places =
			limited === undefined ? fullPlaces(own, job.rateLimiter) : new Map([[job.rateLimiter.nameOf(name), 1]]);
		if (!job.rateLimiter.acquire(places)) return false;
		const call = async () => await callGraph(context, job.credentials, job.request, job.base);
		follow([job], places, call, ({ outcome, used }) => {
			if (outcome.kind === 'answered') keepWithinLimit(job, outcome.response, 1);
			handleOutcome(job, outcome, used);
		});
		return true;
	}

	function sendTogether(batch: Job[]): boolean {
		const [{ rateLimiter, credentials, base }] = batch as [Job];
		const places = fullPlaces(
			batch.map(({ scope }) => scope),
			rateLimiter,
		);
		if (!rateLimiter.acquire(places)) return false;
		const call = async () =>
			await callBatch(context, credentials, batchBody(batch.flatMap(({ part }) => part ?? [])), base);
		follow(batch, places, call, (exchange) => handleBatchOutcome(batch, exchange));
		return true;
	}

	/** Makes a call for jobs and reads its response; releases its places in any case. */
	function follow(
		jobs: readonly Job[],
		places: Places,
		call: () => Promise<Exchange>,
		read: (exchange: Exchange) => void,
	): void {
		const [{ rateLimiter }] = jobs as readonly [Job];
		for (const job of jobs) markSent(job);
		let released = false;
		const release = () => {
			if (released) return;
			released = true;
			try {
				rateLimiter.release(places);
			} catch (error) {
				failUnexpectedly(jobs, error);
			}
		};
		const answered = (exchange: Exchange) => {
			try {
				// A file keeps its places until it's complete.
				onceEnded(streamOf(exchange.outcome), release);
				read(exchange);
			} catch (error) {
				release();
				failUnexpectedly(jobs, error);
			}
			pump();
		};
		const failed = (error: unknown) => {
			release();
			failUnexpectedly(jobs, error);
		};
		void call().then(answered, failed);
	}

	function handleBatchOutcome(batch: readonly Job[], { outcome, used }: Exchange): void {
		// Shared, so that retries after a wait go together again.
		const moment: Moment = { now: Date.now(), random: Math.random() };
		const handleEach = (follows: (job: Job) => void) => {
			for (const job of batch) {
				try {
					follows(job);
				} catch (error) {
					failUnexpectedly([job], error);
				}
			}
		};
		if (outcome.kind !== 'answered') return handleEach((job) => handleOutcome(job, outcome, used, moment));
		const { response } = outcome;
		slowDownNearLimit(batch[0]?.rateLimiter, response);
		if (response.status < 300) {
			const parts = readParts(response, batch);
			for (const job of batch) {
				const part = parts.get(job.id);
				if (part?.kind === 'answered') keepWithinLimit(job, part.response, batch.length);
			}
			return handleEach((job) => {
				const part = parts.get(job.id) ?? missing;
				// n8n renews a refused token only if it sees the 401 itself, so this part is sent by itself.
				if (part.kind === 'answered' && part.response.status === 401) requeueAlone(job);
				else handleOutcome(job, part, used, moment);
			});
		}
		const verdict = decide(outcome, { method: 'GET' }, 1, moment.random);
		if (verdict.repeat && verdict.asked)
			batch[0]?.rateLimiter.throttle(everything, verdict.wait, throttleReason(outcome));
		const rule = batchRule(response);
		handleEach((job) => {
			if (rule === 'each') handleOutcome(job, outcome, used, moment);
			else if (rule === 'alone') requeueAlone(job);
			else handleUnclearBatch(job, outcome);
		});
	}

	/** It's unknown whether the batch was carried out: only harmless requests are retried, to show what's wrong. */
	function handleUnclearBatch(job: Job, outcome: Outcome): void {
		if (!job.idempotent) return fail(job, failureOf(outcome, job.request, true));
		job.last = { kind: 'noAnswer', code: '', message: 'its batch was refused' };
		requeueAlone(job);
	}

	function requeueAlone(job: Job): void {
		job.part = undefined;
		queue.add(job);
	}

	function markSent(job: Job): void {
		queue.delete(job);
		job.tries += 1;
		if (job.key !== '') changing.set(job.key, job);
	}

	/** Handles the outcome of a job. */
	function handleOutcome(
		job: Job,
		outcome: Outcome,
		used: ICredentialDataDecryptedObject,
		{ now, random }: Moment = { now: Date.now(), random: Math.random() },
	): void {
		const before = job.last;
		job.last = outcome;
		job.repeated ||= job.tries > 1 || wasSentAgain(used);
		if (outcome.kind === 'answered') {
			const { response } = outcome;
			slowDownNearLimit(job.rateLimiter, response);
			if (wasDoneBefore(outcome, job.request, before)) {
				return succeed(job, { status: 204, headers: response.headers, body: undefined });
			}
			if (response.status < 300) return succeed(job, response);
			if (response.status === 403 && !job.renewed && dropTokenAfter403(used)) {
				job.renewed = true;
				queue.add(job);
				return;
			}
		}
		const verdict = decide(outcome, job.request, job.tries, random);
		if (!verdict.repeat) {
			if (verdict.hold !== undefined)
				job.rateLimiter.throttle(job.scope.name, verdict.hold, throttleReason(outcome));
			return fail(job, failureOf(outcome, job.request, verdict.outcomeUnknown));
		}
		if (signal?.aborted) return fail(job, cancelled());
		job.notBefore = now + verdict.wait;
		if (verdict.asked)
			job.rateLimiter.throttle(job.scope.name, job.notBefore - Date.now(), throttleReason(outcome));
		queue.add(job);
	}

	function succeed(job: Job, response: GraphResponse): void {
		finish(job);
		if (job.repeated) markRepeated(response);
		learnMailboxes(response.body, job.request.path, job.rateLimiter);
		job.resolve(response);
	}

	/** Fails a job. */
	function fail(job: Job, error: Error): void {
		queue.delete(job);
		finish(job);
		if (job.repeated) markRepeated(error);
		job.reject(error);
	}

	/** Counts a job as finished immediately, before its item continues: the item may send more with the others. */
	function finish(job: Job): void {
		if (job.ended) return;
		job.ended = true;
		waiting -= 1;
		waitingBytes -= job.bytes;
		if (changing.get(job.key) === job) changing.delete(job.key);
	}

	/** Whether no earlier change of the same object is unfinished. */
	function mayChange(job: Job): boolean {
		const earlier = changing.get(job.key);
		return earlier === undefined || earlier === job;
	}

	function wakeAtTime(at: number): void {
		if (at >= wakeAt) return;
		wakeAt = at;
		const woken = () => {
			wakeAt = Infinity;
			pump();
		};
		const failed = (error: unknown) => {
			wakeAt = Infinity;
			if (signal?.aborted) return;
			// Without the timer, waiting jobs would wait forever.
			failUnexpectedly([...queue].filter(isWaiting), error);
		};
		sleepFor(at - Date.now() + gatherMs, signal).then(woken, failed);
	}

	function listen(rateLimiter: RateLimiter): void {
		if (listening.has(rateLimiter)) return;
		rateLimiter.onChange(() => {
			listening.delete(rateLimiter);
			pump();
		});
		listening.add(rateLimiter);
	}
}

/** Logs the speed of a transfer every few seconds. */
function speedLog(what: string, logger: RequestContext['logger']): (bytes: number) => void {
	const begunAt = Date.now();
	let loggedAt = begunAt;
	return (bytes) => {
		const now = Date.now();
		if (now - loggedAt < logIntervalMs) return;
		loggedAt = now;
		const perSecond = Math.round(bytes / ((now - begunAt) / 1000));
		logger?.debug(`${what}: ${bytes} bytes so far, ${perSecond} bytes per second`);
	};
}

/** Whether a job waits for its time. */
function isWaiting(job: Job): boolean {
	try {
		return readyAt(job) > Date.now();
	} catch {
		return true;
	}
}

/** When a job may be sent, in ms since the epoch. */
function readyAt(job: Job): number {
	return Math.max(job.notBefore, throttledUntil(job));
}

/** Until when a job's scope is throttled, in ms since the epoch. */
function throttledUntil({ rateLimiter, scope }: Job): number {
	return Math.max(rateLimiter.throttledUntil(scope.name), rateLimiter.throttledUntil(everything));
}

/** The error of a job that can't wait any longer: Graph requires more time than is left, or the job failed too often. */
function waitError(job: Job, due: number): Error {
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
function fullPlaces(scopes: readonly Scope[], rateLimiter: RateLimiter): Places {
	return new Map(
		scopes.flatMap(({ name, limited }) =>
			limited === undefined ? [] : [[rateLimiter.nameOf(name), requestsAtOnce[limited]] as const],
		),
	);
}

/** The paths of the parts of a custom batch, which takes places like any other. */
function customBatchParts({ path, body }: GraphRequest): Array<{ path: string[] }> {
	if (path.length !== 1 || path[0] !== '$batch' || !Array.isArray(body?.requests)) return [];
	return (body.requests as Array<{ url?: unknown }>).map(({ url }) => ({
		path: String(url).split('?')[0]?.split('/').slice(1).map(decoded) ?? [],
	}));
}

/**
 * The key of requests that run one at a time, in the items' order: changes of one object, and all requests to one
 * workbook, whose responses depend on earlier ones.
 */
function orderKey({ method, path }: GraphRequest, { name, limited }: Scope, group: string): string {
	if (limited === 'workbook') return `${group} ${name}`;
	const changes = method === 'PATCH' || method === 'PUT' || method === 'DELETE';
	return changes ? `${group} ${path.join('/').toLowerCase()}` : '';
}

/**
 * Respects SharePoint's reported limit: if it's used up, sites and drives wait until the window ends; near the limit,
 * they wait in proportion to the call's share of what is left.
 * @param requests of the call
 * Source: "Avoid getting throttled or blocked in SharePoint Online", `RateLimit-Remaining`.
 */
function keepWithinLimit(
	{ rateLimiter, scope }: Pick<Job, 'rateLimiter' | 'scope'>,
	{ headers }: GraphResponse,
	requests: number,
): void {
	if (scope.name !== sharePoint || headers['ratelimit-remaining'] === undefined) return;
	const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
		Number.parseFloat(String(headers[`ratelimit-${name}`])),
	) as [number, number, number];
	if (!(reset > 0) || !(remaining >= 0)) return;
	if (remaining > 0 && !(remaining <= limit * (1 - nearSharePointLimit))) return;
	const window = reset * 1000;
	const spread = Math.min(maxSpreadMs, window * Math.min(1, (requests * typicalCost) / remaining));
	const why = `SharePoint has ${remaining} of ${limit} units left for this app until its window ends`;
	rateLimiter.throttle(sharePoint, remaining > 0 ? spread : window, why);
}

/** Source: "Microsoft Graph throttling guidance", `x-ms-throttle-limit-percentage`. */
function slowDownNearLimit(rateLimiter: RateLimiter | undefined, { headers }: GraphResponse): void {
	if (Number(headers['x-ms-throttle-limit-percentage']) >= nearLimit) rateLimiter?.slowDown();
}
