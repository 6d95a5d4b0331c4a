import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { answerChallenge, dropTokenAfter403, wasSentAgain } from '../../../credentials/auth/token/session';
import { throttleReason, unexpectedFailure, cancelled, failureOf } from '../errors/failure';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import { checkRequest } from '../transport/checkRequest';
import type { Exchange, RequestContext } from '../transport/exchange';
import { streamOf, onceEnded } from '../transport/fileStream';
import { callBatch, callGraph } from '../transport/http';
import type { Outcome } from '../transport/outcome';
import { checkAllowed, type Restrictions } from '../transport/restrictions';
import { slowDownNearLimit, keepWithinLimit } from './announcedLimits';
import { batchBody, maxBatchBytes, maxParts, readParts, serializePart } from './batch';
import type { ItemPool } from './itemPool';
import {
	readyAt,
	throttledUntil,
	waitError,
	orderKey,
	customBatchParts,
	isWaiting,
	fullPlaces,
	type Job,
} from './job';
import { learnMailboxes } from './mailboxNames';
import type { RateLimiter, Places } from './rateLimiter';
import { markRepeated } from './repeated';
import { batchRule, decide, wasDoneBefore, isIdempotent } from './retryPolicy';
import { sleepFor } from '../../../credentials/auth/core/sleepFor';
import { everything, requestsAtOnce, scopeOf } from './throttleScope';

/** Requests that become ready within this time, in ms, are sent together. */
const gatherMs = 5;

/** Values that all requests of a batch share when their outcomes are handled. */
interface Moment {
	/** ms since the epoch */
	now: number;
	/** From 0 up to 1, for the jitter. */
	random: number;
}

/** The outcome of a part without a response in its batch. */
const missing: Outcome = { kind: 'noAnswer', code: '', message: 'its response is missing from the batch' };

/** Who sends a request: what its credential stands for. */
export type Sender = Pick<Job, 'credentials' | 'base' | 'group' | 'rateLimiter'> & {
	/** What it may send. */
	restrictions: Restrictions;
};

/** What a queue is made with. */
export interface RequestQueueOptions {
	/** Whether requests of several items go in one call. */
	batching: boolean;
	/** How long one request may wait for Graph in total, in ms. */
	maxWait: number;
	/** Ends all waiting. */
	signal?: AbortSignal;
	/** Knows whether another request may come soon; the queue reports which requests wait. */
	items: Pick<ItemPool, 'mayAdd' | 'wait' | 'goOn'>;
}

/** The requests that wait or are being sent: it batches them, and retries them if that's safe. */
export interface RequestQueue {
	/**
	 * Sends a request, and returns its 2xx response.
	 * @throws GraphError when Graph refuses, SignInError when there is no token, RequestError when the request isn't sent
	 * or gets no response
	 */
	send(request: GraphRequest, sender: Sender): Promise<GraphResponse>;
	/** Sends what can be sent now; a batch that isn't full only if no item is left to add to it. */
	pump(): void;
	/** How long requests have waited because Graph throttled, in ms: time in which several waited counts once. */
	throttledMs(): number;
}

/** The status by which Graph's gateway says that a request took too long. */
const gatewayTimeout = 504;

export function createRequestQueue(
	context: RequestContext,
	{ batching, maxWait, signal, items }: RequestQueueOptions,
): RequestQueue {
	const queue = new Set<Job>();
	/** Unfinished changes, including their retries; a later change of the same object waits for them. */
	const changing = new Map<string, Job>();
	let lastId = 0;
	let wakeAt = Infinity;
	const throttled = { total: 0, at: 0, waiting: false };
	const listening = new Set<RateLimiter>();

	signal?.addEventListener('abort', () => {
		for (const job of [...queue]) fail(job, cancelled());
	});

	return { send, pump, throttledMs: () => throttled.total };

	async function send(request: GraphRequest, sender: Sender): Promise<GraphResponse> {
		const { credentials, base, group, rateLimiter, restrictions } = sender;
		checkRequest(request, base);
		checkAllowed(request, base, restrictions);
		if (signal?.aborted && !request.sendAfterCancel) throw cancelled();
		const id = String(++lastId);
		const part = batching && !signal?.aborted ? serializePart(request, base, id) : undefined;
		const bytes = part?.bytes ?? 0;
		const scope = scopeOf(request);
		items.wait(bytes);
		return await new Promise<GraphResponse>((resolve, reject) => {
			queue.add({
				request,
				credentials,
				base,
				group,
				rateLimiter,
				scope,
				idempotent: isIdempotent(request),
				key: orderKey(request, scope, group),
				id,
				part,
				bytes,
				tries: 0,
				repeated: false,
				ended: false,
				begunAt: Date.now(),
				notBefore: 0,
				renewed: false,
				resolve,
				reject,
			});
			pump();
		});
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
		if (throttled.waiting) throttled.total += now - throttled.at;
		Object.assign(throttled, { at: now, waiting: false });
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
				else {
					throttled.waiting ||= throttledUntil(job) > now;
					wakeAtTime(due);
				}
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
			if (batch.length === 0 || !(full || !items.mayAdd())) return;
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
		const call = async () => await callGraph(context, job.credentials, job.request, job.base, job.part?.body);
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
				const follows =
					part.kind === 'answered' && part.response.status === 401
						? answerChallenge(used, part.response.headers)
						: 'repeated';
				// n8n renews a refused token only if it sees the 401 itself, so this part is sent by itself.
				if (follows === 'none') requeueAlone(job);
				else if (follows === 'renew' && !job.challenged) requeueChallenged(job);
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

	/** A 401 says that nothing was done; with the new token, parts go together again. */
	function requeueChallenged(job: Job): void {
		job.challenged = true;
		queue.add(job);
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
		if (outcome.kind === 'answered' && outcome.response.status === gatewayTimeout) askForLess(job);
		job.notBefore = now + verdict.wait;
		if (verdict.asked)
			job.rateLimiter.throttle(job.scope.name, job.notBefore - Date.now(), throttleReason(outcome));
		queue.add(job);
	}

	/** A page on which Graph's gateway timed out is retried in a smaller size. */
	function askForLess(job: Job): void {
		if (job.request.afterTimeout === undefined) return;
		job.request = job.request.afterTimeout();
		if (job.part !== undefined) job.part = serializePart(job.request, job.base, job.id);
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
		items.goOn(job.bytes);
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
