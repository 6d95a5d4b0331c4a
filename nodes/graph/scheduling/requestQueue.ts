import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { answerChallenge, forbidden, wasSentAgain } from '../../../credentials/auth/token/session';
import { askedPause, brokeDown, cancelled, failureOf } from '../errors/failure';
import type { GraphRequest, GraphResponse } from '../graphRequest';
import { checkRequest } from '../transport/checkRequest';
import type { Exchange, RequestContext } from '../transport/exchange';
import { streamOf, whenOver } from '../transport/fileStream';
import { callBatch, callGraph } from '../transport/http';
import type { Outcome } from '../transport/outcome';
import { heedWarning, keepWithinLimit } from './announcedLimits';
import { batchBody, mostBatchBytes, mostParts, readParts, serializePart } from './batch';
import type { ItemPool } from './itemPool';
import { dueAt, gaveUp, orderKey, ownParts, waits, wholePlaces, type Job } from './job';
import { learnMailboxes } from './mailboxNames';
import type { Lane, Places } from './rateLimiter';
import { markRepeated } from './repeated';
import { batchRule, decide, isDoneBefore, isHarmless } from './retryPolicy';
import { sleepFor } from './sleepFor';
import { everything, requestsAtOnce, scopeOf } from './throttleScope';

/** Requests that become due within this time of each other, in ms, go together. */
const gatherTime = 5;

/** What is the same for all requests of a batch when it is decided what follows. */
interface Moment {
	/** ms since the epoch */
	now: number;
	/** From 0 up to 1, for the jitter. */
	random: number;
}

/** What became of a part that the answer to its batch does not name. */
const missing: Outcome = { kind: 'noAnswer', code: '', message: 'its answer is missing in the batch' };

/** Who sends a request: what its credential stands for. */
export type Sender = Pick<Job, 'credentials' | 'base' | 'group' | 'lane'>;

/** What a queue is made with. */
export interface RequestQueueOptions {
	/** Whether requests of several items go in one call. */
	batching: boolean;
	/** The longest that one request may wait for Graph in all, in ms. */
	maxWait: number;
	/** Ends all waiting. */
	signal?: AbortSignal;
	/** Knows whether a further request may come soon, and is told of those that wait. */
	items: Pick<ItemPool, 'mayAdd' | 'wait' | 'goOn'>;
}

/** The requests that wait, and those that are on their way: it sends them, batched, and repeats what may be repeated. */
export interface RequestQueue {
	/**
	 * Sends a request, and returns its answer of 2xx.
	 * @throws GraphError when Graph refuses, SignInError when there is no token, RequestError when the request is not made or
	 * has no answer
	 */
	send(request: GraphRequest, sender: Sender): Promise<GraphResponse>;
	/** Sends what may be sent now; a batch that is not full only when nobody is left who could add to it. */
	pump(): void;
}

export function createRequestQueue(
	context: RequestContext,
	{ batching, maxWait, signal, items }: RequestQueueOptions,
): RequestQueue {
	const queue = new Set<Job>();
	/** Changes that are begun and not ended; a later change of the same object waits until then, repetitions included. */
	const changing = new Map<string, Job>();
	let lastId = 0;
	let wakeAt = Infinity;
	const listening = new Set<Lane>();

	signal?.addEventListener('abort', () => {
		for (const job of [...queue]) leave(job, cancelled());
	});

	return { send, pump };

	async function send(request: GraphRequest, sender: Sender): Promise<GraphResponse> {
		checkRequest(request, sender.base);
		if (signal?.aborted && !request.evenCancelled) throw cancelled();
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
			harmless: isHarmless(request),
			key: orderKey(request, scope, sender.group),
		};
		items.wait(place.bytes);
		return await new Promise<GraphResponse>((resolve, reject) => {
			const begunAt = Date.now();
			const state = { tries: 0, repeated: false, ended: false, begunAt, notBefore: 0, renewed: false };
			queue.add({ ...place, ...state, resolve, reject });
			pump();
		});
	}

	/**
	 * Ends what was thrown in: those of the jobs that have not ended, and nothing else. No callback of the client throws,
	 * since nobody would hear of it, while others wait for what it leads to.
	 */
	function breakOff(jobs: readonly Job[], error: unknown): void {
		for (const job of jobs) {
			if (job.ended) continue;
			// What is in the queue was never sent, or is to be sent again, which does no harm.
			leave(job, brokeDown(error, job.request, !queue.has(job) && !job.harmless));
		}
		// What waited for them goes on; each time there are fewer of them.
		if (jobs.length > 0) void Promise.resolve().then(pump);
	}

	/** Sends what may be sent now; a batch that is not full only when nobody is left who could add to it. */
	function pump(): void {
		const now = Date.now();
		const batchable: Job[] = [];
		for (const job of [...queue]) {
			try {
				const due = dueAt(job);
				if (due <= now) {
					if (!mayChange(job)) continue;
					if (job.part === undefined) sendAlone(job);
					else batchable.push(job);
				} else if (signal?.aborted) leave(job, cancelled());
				else if (due - job.begunAt > maxWait) leave(job, gaveUp(job, due));
				else wake(due);
			} catch (error) {
				breakOff([job], error);
			}
		}
		for (const group of new Set(batchable.map((job) => job.group))) {
			const jobs = batchable.filter((job) => job.group === group);
			try {
				sendBatches(jobs);
			} catch (error) {
				breakOff(
					jobs.filter((job) => queue.has(job)),
					error,
				);
			}
		}
		for (const job of queue) {
			try {
				listen(job.lane);
			} catch (error) {
				breakOff([job], error);
			}
		}
	}

	function sendBatches(jobs: Job[]): void {
		let left = jobs.filter((job) => queue.has(job) && mayChange(job));
		while (left.length > 0) {
			const { batch, full } = compose(left);
			if (batch.length === 0 || !(full || !items.mayAdd())) return;
			const [first] = batch;
			const sent = batch.length === 1 && first !== undefined ? sendAlone(first) : sendTogether(batch);
			if (!sent) return;
			left = left.filter((job) => queue.has(job) && mayChange(job));
		}
	}

	/**
	 * As many of the jobs as fit into one batch; none of a mailbox or workbook that is busy, and one change of an object at a
	 * time, the first that waits for it.
	 */
	function compose(jobs: Job[]): { batch: Job[]; full: boolean } {
		const batch: Job[] = [];
		const changes = new Set<string>();
		let bytes = 0;
		let full = false;
		for (const job of jobs) {
			const { name, limited } = job.scope;
			const size = (job.part?.bytes ?? 0) + 1;
			const { key } = job;
			const free = limited === undefined || job.lane.hasRoom(name, requestsAtOnce[limited]);
			if (batch.length === mostParts || (key !== '' && changes.has(key)) || !free) continue;
			// What does not fit keeps its turn, too.
			if (key !== '') changes.add(key);
			if (batch.length > 0 && bytes + size > mostBatchBytes) {
				full = true;
				continue;
			}
			batch.push(job);
			bytes += size;
		}
		return { batch, full: full || batch.length === mostParts };
	}

	function sendAlone(job: Job): boolean {
		const own = ownParts(job.request).map(scopeOf);
		const { name, limited } = job.scope;
		const places = limited === undefined ? wholePlaces(own, job.lane) : new Map([[job.lane.nameOf(name), 1]]);
		if (!job.lane.take(places)) return false;
		const call = async () => await callGraph(context, job.credentials, job.request, job.base);
		follow([job], places, call, ({ outcome, used }) => {
			if (outcome.kind === 'answered') keepWithinLimit(job, outcome.response, 1);
			arrive(job, outcome, used);
		});
		return true;
	}

	function sendTogether(batch: Job[]): boolean {
		const [{ lane, credentials, base }] = batch as [Job];
		const places = wholePlaces(
			batch.map(({ scope }) => scope),
			lane,
		);
		if (!lane.take(places)) return false;
		const call = async () =>
			await callBatch(context, credentials, batchBody(batch.flatMap(({ part }) => part ?? [])), base);
		follow(batch, places, call, (exchange) => arriveTogether(batch, exchange));
		return true;
	}

	/** Has a call made for jobs and its answer read, and gives its places back, whatever happens. */
	function follow(
		jobs: readonly Job[],
		places: Places,
		call: () => Promise<Exchange>,
		read: (exchange: Exchange) => void,
	): void {
		const [{ lane }] = jobs as readonly [Job];
		for (const job of jobs) depart(job);
		let given = false;
		const give = () => {
			if (given) return;
			given = true;
			try {
				lane.give(places);
			} catch (error) {
				breakOff(jobs, error);
			}
		};
		const answered = (exchange: Exchange) => {
			try {
				// A file takes its places until it is there.
				whenOver(streamOf(exchange.outcome), give);
				read(exchange);
			} catch (error) {
				give();
				breakOff(jobs, error);
			}
			pump();
		};
		const failed = (error: unknown) => {
			give();
			breakOff(jobs, error);
		};
		void call().then(answered, failed);
	}

	function arriveTogether(batch: readonly Job[], { outcome, used }: Exchange): void {
		// One for all: what is repeated after a pause goes together again.
		const moment: Moment = { now: Date.now(), random: Math.random() };
		const arriveEach = (follows: (job: Job) => void) => {
			for (const job of batch) {
				try {
					follows(job);
				} catch (error) {
					breakOff([job], error);
				}
			}
		};
		if (outcome.kind !== 'answered') return arriveEach((job) => arrive(job, outcome, used, moment));
		const { response } = outcome;
		heedWarning(batch[0]?.lane, response);
		if (response.status < 300) {
			const parts = readParts(response, batch);
			for (const job of batch) {
				const part = parts.get(job.id);
				if (part?.kind === 'answered') keepWithinLimit(job, part.response, batch.length);
			}
			return arriveEach((job) => {
				const part = parts.get(job.id) ?? missing;
				const follows =
					part.kind === 'answered' && part.response.status === 401
						? answerChallenge(used, part.response.headers)
						: 'repeated';
				// n8n renews a refused token only when it sees the 401 itself: this part goes by itself then.
				if (follows === 'none') arriveAlone(job);
				else if (follows === 'renew' && !job.challenged) arriveChallenged(job);
				else arrive(job, part, used, moment);
			});
		}
		const verdict = decide(outcome, { method: 'GET' }, 1, moment.random);
		if (verdict.repeat && verdict.asked) batch[0]?.lane.hold(everything, verdict.wait, askedPause(outcome));
		const rule = batchRule(response);
		arriveEach((job) => {
			if (rule === 'each') arrive(job, outcome, used, moment);
			else if (rule === 'alone') arriveAlone(job);
			else arriveUnclear(job, outcome);
		});
	}

	/** Nobody knows whether the batch was carried out: only what does no harm goes again, so that it tells what is wrong. */
	function arriveUnclear(job: Job, outcome: Outcome): void {
		if (!job.harmless) return leave(job, failureOf(outcome, job.request, true));
		job.last = { kind: 'noAnswer', code: '', message: 'its batch was refused' };
		arriveAlone(job);
	}

	/** A 401 says that nothing was done; with the new token, parts go together again. */
	function arriveChallenged(job: Job): void {
		job.challenged = true;
		queue.add(job);
	}

	function arriveAlone(job: Job): void {
		job.part = undefined;
		queue.add(job);
	}

	function depart(job: Job): void {
		queue.delete(job);
		job.tries += 1;
		if (job.key !== '') changing.set(job.key, job);
	}

	/** Decides what follows for a job from what became of it. */
	function arrive(
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
			heedWarning(job.lane, response);
			if (isDoneBefore(outcome, job.request, before)) {
				return succeed(job, { status: 204, headers: response.headers, body: undefined });
			}
			if (response.status < 300) return succeed(job, response);
			if (response.status === 403 && !job.renewed && forbidden(used)) {
				job.renewed = true;
				queue.add(job);
				return;
			}
		}
		const verdict = decide(outcome, job.request, job.tries, random);
		if (!verdict.repeat) {
			if (verdict.hold !== undefined) job.lane.hold(job.scope.name, verdict.hold, askedPause(outcome));
			return leave(job, failureOf(outcome, job.request, verdict.outcomeUnknown));
		}
		if (signal?.aborted) return leave(job, cancelled());
		job.notBefore = now + verdict.wait;
		if (verdict.asked) job.lane.hold(job.scope.name, job.notBefore - Date.now(), askedPause(outcome));
		queue.add(job);
	}

	function succeed(job: Job, response: GraphResponse): void {
		end(job);
		if (job.repeated) markRepeated(response);
		learnMailboxes(response.body, job.request.path, job.lane);
		job.resolve(response);
	}

	/** Gives up a job. */
	function leave(job: Job, error: Error): void {
		queue.delete(job);
		end(job);
		if (job.repeated) markRepeated(error);
		job.reject(error);
	}

	/** Counts a job as done at once, before its item goes on: the item may have more to send with the others. */
	function end(job: Job): void {
		if (job.ended) return;
		job.ended = true;
		items.goOn(job.bytes);
		if (changing.get(job.key) === job) changing.delete(job.key);
	}

	/** Whether no earlier change of the same object is still to end. */
	function mayChange(job: Job): boolean {
		const earlier = changing.get(job.key);
		return earlier === undefined || earlier === job;
	}

	function wake(at: number): void {
		if (at >= wakeAt) return;
		wakeAt = at;
		const woken = () => {
			wakeAt = Infinity;
			pump();
		};
		const failed = (error: unknown) => {
			wakeAt = Infinity;
			if (signal?.aborted) return;
			// Nobody wakes those that wait: they do not wait for ever.
			breakOff([...queue].filter(waits), error);
		};
		sleepFor(at - Date.now() + gatherTime, signal).then(woken, failed);
	}

	function listen(lane: Lane): void {
		if (listening.has(lane)) return;
		lane.onChange(() => {
			listening.delete(lane);
			pump();
		});
		listening.add(lane);
	}
}
