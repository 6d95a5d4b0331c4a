import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { decoded } from './decoded';
import { asIs } from '../../credentials/token/asIs';
import { answerChallenge, forbidden, signInId, wasSentAgain } from '../../credentials/token/session';
import { graphUrlOf, readFields } from '../../credentials/token/settings';
import { batchBody, mostBatchBytes, mostParts, readParts, serializePart, type SerializedPart } from './batch';
import { fetchFile, type Download, type FileAnswer } from './download';
import { askedPause, brokeDown, cancelled, failureOf, waitedTooLong } from './failure';
import { streamOf, whenOver } from './file';
import { checkRequest, type GraphRequest, type GraphResponse } from './graphRequest';
import { callBatch, callGraph, type Exchange, type RequestContext } from './http';
import { laneOf, type Lane, type Places } from './lane';
import { learnMailboxes } from './mailboxNames';
import type { Outcome } from './outcome';
import { markRepeated } from './repeated';
import { batchRule, decide, isDoneBefore, isHarmless } from './retry';
import { everything, requestsAtOnce, scopeOf, sharePoint, type Scope } from './scope';
import { sleepFor } from './sleepFor';
import { uploadToSession, type Source } from './upload';

/** Items worked on at the same time: enough to fill the calls of a lane with whole batches. */
const itemsAtOnce = 200;
/** No further item is begun while requests of this many bytes wait. */
const mostWaitingBytes = 32 * 1024 * 1024;
/** Items that wait go on at multiples of this, in ms. */
const sharedTick = 250;
/** Requests that become due within this time of each other, in ms, go together. */
const gatherTime = 5;
/** From this share of a limit on, Graph's warning is heeded. */
const nearLimit = 0.8;

/** From this share of SharePoint's limit on, requests are spread over what is left of its window. */
const nearSharePointLimit = 0.8;
/** What a request costs of SharePoint's limit, at a guess: most cost one or two units, some five. */
const usualCost = 2;
/** The longest pause while something is left, in ms. */
const longestSpread = 10_000;

/** What storage hosts are held for when they ask for a pause. */
const storage = 'storage';
/** Up to so many files at once are read ahead of what is sent: more come so quickly enough. */
const fewTransfers = 2;
/** How often a file that takes long is heard of in n8n's log, in ms. */
const speedInterval = 5_000;

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

/** Sends and fetches files for one credential, whatever their size: past the batches, a few at a time. */
export interface Transfers {
	/**
	 * Sends a file to an upload session.
	 * @param uploadUrl as Graph gave it
	 * @param options `rangeSize`: bytes of one range, a multiple of 320 KiB; 10 MiB by default
	 * @returns the answer to the last range
	 * @throws what `uploadToSession` throws
	 */
	upload(uploadUrl: string, source: Source, options?: { rangeSize?: number }): Promise<GraphResponse>;
	/** Does what holds a whole file in memory, once there is a place for it; no `upload` or `download` in it. */
	inTurn<T>(work: () => Promise<T>): Promise<T>;
	/**
	 * Fetches the file that a request leads to.
	 * @param keep stores the stream
	 * @throws what `fetchFile` throws
	 */
	download<T>(download: Download, keep: (answer: FileAnswer) => Promise<T>): Promise<T>;
}

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

/** What is the same for all requests of a batch when it is decided what follows. */
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

/** What became of a part that the answer to its batch does not name. */
const missing: Outcome = { kind: 'noAnswer', code: '', message: 'its answer is missing in the batch' };

/** A client for one execution of a node. */
export function createClient(context: RequestContext, options: ClientOptions): Client {
	const { apiVersion, batching, maxWait, signal } = options;
	const queue = new Set<Job>();
	/** Changes that are begun and not ended; a later change of the same object waits until then, repetitions included. */
	const changing = new Map<string, Job>();
	/** Items begun and not ended, and how many of them wait for Graph. */
	let items = 0;
	let waiting = 0;
	/** Whether further items are just being begun, whose requests may go with the others. */
	let beginning = false;
	let waitingBytes = 0;
	let lastId = 0;
	let wakeAt = Infinity;
	const listening = new Set<Lane>();
	/** Items that wait of their own, by when they go on (ms since the epoch). */
	const sleepers = new Map<number, Array<() => void>>();

	signal?.addEventListener('abort', () => {
		for (const job of [...queue]) leave(job, cancelled());
	});

	return {
		sender: (credentials) => {
			const base = `${graphUrlOf(readFields(credentials))}/${apiVersion}`;
			const group = signInId(credentials);
			const lane = laneOf(group);
			return async (request) => await send(request, { credentials, base, group, lane });
		},
		transfers,
		forEachItem,
		wait,
	};

	async function send(
		request: GraphRequest,
		sender: Pick<Job, 'credentials' | 'base' | 'group' | 'lane'>,
	): Promise<GraphResponse> {
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
		const lane = laneOf(signInId(credentials));
		const shared = {
			left: () => Math.max(0, lane.heldUntil(storage) - Date.now()),
			ask: (wait: number) => lane.hold(storage, wait, 'the storage host asked for a pause'),
			few: () => lane.transfers() <= fewTransfers,
		};
		const options = { base, maxWait, shared, signal };
		return {
			upload: async (url, source, { rangeSize } = {}) =>
				await transfer(
					lane,
					'Upload',
					async (progress) =>
						await uploadToSession(context, url, source, { ...options, rangeSize, progress }),
				),
			inTurn: async (work) => await transfer(lane, 'File', work),
			download: async (download, keep) =>
				await transfer(
					lane,
					'Download',
					async (progress) => await fetchFile(context, download, keep, { ...options, progress, send: ask }),
				),
		};
	}

	/** Does what takes long once a place is free for it. Meanwhile nobody waits for this item's requests. */
	async function transfer<T>(
		lane: Lane,
		what: string,
		work: (progress: (bytes: number) => void) => Promise<T>,
	): Promise<T> {
		waiting += 1;
		pump();
		try {
			while (!lane.takeTransfer()) {
				await new Promise<void>((resolve) => {
					lane.onChange(resolve);
					signal?.addEventListener('abort', () => resolve(), { once: true });
				});
				if (signal?.aborted) throw cancelled();
			}
			try {
				return await work(speedLog(what, context.logger));
			} finally {
				lane.giveTransfer();
			}
		} finally {
			waiting -= 1;
		}
	}

	async function forEachItem(count: number, work: (itemIndex: number) => Promise<boolean>): Promise<void> {
		const most = batching ? itemsAtOnce : 1;
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
				while (goOn && next < count && items < most && waitingBytes < mostWaitingBytes) {
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
		if (failures.length > 0) throw asIs(failures[0]);
	}

	async function wait(ms: number): Promise<void> {
		const at = Math.ceil((Date.now() + (ms > 0 ? ms : 0)) / sharedTick) * sharedTick;
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
			const noneToCome = waiting >= items && !beginning;
			if (batch.length === 0 || !(full || noneToCome)) return;
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
		waiting -= 1;
		waitingBytes -= job.bytes;
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

/** Tells n8n's log how fast a file goes, every few seconds. */
function speedLog(what: string, logger: RequestContext['logger']): (bytes: number) => void {
	const begunAt = Date.now();
	let toldAt = begunAt;
	return (bytes) => {
		const now = Date.now();
		if (now - toldAt < speedInterval) return;
		toldAt = now;
		const perSecond = Math.round(bytes / ((now - begunAt) / 1000));
		logger?.debug(`${what}: ${bytes} bytes so far, ${perSecond} bytes per second`);
	};
}

/** Whether a job waits for its time. */
function waits(job: Job): boolean {
	try {
		return dueAt(job) > Date.now();
	} catch {
		return true;
	}
}

/** When a job may be sent, in ms since the epoch. */
function dueAt(job: Job): number {
	return Math.max(job.notBefore, heldUntil(job));
}

/** Until when Graph has asked to leave alone what a job is about, in ms since the epoch. */
function heldUntil({ lane, scope }: Job): number {
	return Math.max(lane.heldUntil(scope.name), lane.heldUntil(everything));
}

/** Why a job is not waited for any longer: Graph asks for more time than there is, or the job failed too often. */
function gaveUp(job: Job, due: number): Error {
	const { request, last } = job;
	if (last !== undefined && heldUntil(job) === 0) return failureOf(last, request, false);
	const { lane, scope } = job;
	const why = lane.heldUntil(scope.name) === due ? lane.whyHeld(scope.name) : lane.whyHeld(everything);
	return waitedTooLong(request, last, { waited: Date.now() - job.begunAt, more: due - Date.now(), why });
}

/** All places of what the parts of a batch are about: Exchange runs them side by side. */
function wholePlaces(scopes: readonly Scope[], lane: Lane): Places {
	return new Map(
		scopes.flatMap(({ name, limited }) =>
			limited === undefined ? [] : [[lane.nameOf(name), requestsAtOnce[limited]] as const],
		),
	);
}

/** The paths of the parts of a batch that a person has made: it takes places as any other. */
function ownParts({ path, body }: GraphRequest): Array<{ path: string[] }> {
	if (path.length !== 1 || path[0] !== '$batch' || !Array.isArray(body?.requests)) return [];
	return (body.requests as Array<{ url?: unknown }>).map(({ url }) => ({
		path: String(url).split('?')[0]?.split('/').slice(1).map(decoded) ?? [],
	}));
}

/**
 * What is done one after the other, in the order of the items: changes of one object, and all requests to one workbook, whose
 * answers depend on what came before.
 */
function orderKey({ method, path }: GraphRequest, { name, limited }: Scope, group: string): string {
	if (limited === 'workbook') return `${group} ${name}`;
	const changes = method === 'PATCH' || method === 'PUT' || method === 'DELETE';
	return changes ? `${group} ${path.join('/').toLowerCase()}` : '';
}

/**
 * Heeds what SharePoint tells of its limit: when it is used up, its sites and drives are left alone until the window ends;
 * when that is near, for as long as the requests of a call may cost of what is left.
 * @param requests of the call
 * Source: "Avoid getting throttled or blocked in SharePoint Online", `RateLimit-Remaining`.
 */
function keepWithinLimit(
	{ lane, scope }: Pick<Job, 'lane' | 'scope'>,
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
	const spread = Math.min(longestSpread, window * Math.min(1, (requests * usualCost) / remaining));
	const why = `SharePoint has ${remaining} of ${limit} units left for this app until its window ends`;
	lane.hold(sharePoint, remaining > 0 ? spread : window, why);
}

/** Source: "Microsoft Graph throttling guidance", `x-ms-throttle-limit-percentage`. */
function heedWarning(lane: Lane | undefined, { headers }: GraphResponse): void {
	if (Number(headers['x-ms-throttle-limit-percentage']) >= nearLimit) lane?.slowDown();
}
