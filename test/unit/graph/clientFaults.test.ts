import { randomUUID } from 'node:crypto';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { signInId } from '../../../credentials/auth/token/session';
import * as session from '../../../credentials/auth/token/session';
import * as batch from '../../../nodes/graph/scheduling/batch';
import { createClient, type ClientOptions } from '../../../nodes/graph/client';
import * as failure from '../../../nodes/graph/errors/failure';
import * as fileStream from '../../../nodes/graph/transport/fileStream';
import type { GraphRequest } from '../../../nodes/graph/graphRequest';
import type { RequestContext } from '../../../nodes/graph/transport/exchange';
import * as http from '../../../nodes/graph/transport/http';
import { rateLimiterOf, type RateLimiter } from '../../../nodes/graph/scheduling/rateLimiter';
import * as retry from '../../../nodes/graph/scheduling/retryPolicy';
import * as sleeping from '../../../credentials/auth/core/sleepFor';
import { answerTimes } from '../../../nodes/graph/transport/timeouts';

/*
 * A fault is planted in each thing that a callback of the client calls. Jest fails a test with an unhandled rejection or an
 * uncaught exception by itself.
 */

/** A module whose functions are as they are, and can be made to fail. */
function mockFailing(path: string): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(jest.requireActual<Record<string, unknown>>(path)).map(([name, value]) => [
			name,
			typeof value === 'function' && !value.toString().startsWith('class')
				? jest.fn(value as () => unknown)
				: value,
		]),
	);
}
jest.mock('../../../nodes/graph/scheduling/batch', () =>
	mockFailing('../../../nodes/graph/scheduling/batch'),
);
jest.mock('../../../nodes/graph/errors/failure', () => mockFailing('../../../nodes/graph/errors/failure'));
jest.mock('../../../nodes/graph/transport/fileStream', () =>
	mockFailing('../../../nodes/graph/transport/fileStream'),
);
jest.mock('../../../nodes/graph/transport/http', () => mockFailing('../../../nodes/graph/transport/http'));
jest.mock('../../../nodes/graph/scheduling/retryPolicy', () =>
	mockFailing('../../../nodes/graph/scheduling/retryPolicy'),
);
jest.mock('../../../credentials/auth/core/sleepFor', () =>
	mockFailing('../../../credentials/auth/core/sleepFor'),
);
jest.mock('../../../credentials/auth/token/session', () =>
	mockFailing('../../../credentials/auth/token/session'),
);
/** The most that a run may take, in ms. */
const bound = 3_000;
const items = 8;
const planted = new RangeError('planted');
const fail = () => {
	throw planted;
};
const once = (mocked: unknown) => (mocked as jest.Mock).mockImplementationOnce(fail);
/** The next wait of the client's own; not one for an answer that is late. */
const rejectWaitOnce = () => {
	const mocked = sleeping.sleepFor as jest.Mock;
	const real = mocked.getMockImplementation() as typeof sleeping.sleepFor;
	let planting = true;
	mocked.mockImplementation(async (ms: number, signal?: AbortSignal) => {
		if (!planting || ms >= answerTimes.silence) return await real(ms, signal);
		planting = false;
		throw planted;
	});
};

/** Each test has a sign-in, and so a rate limiter, of its own. */
let credentials: Record<string, string>;
let rateLimiter: RateLimiter;
beforeEach(() => {
	credentials = { authentication: 'clientSecret', clientId: randomUUID(), cloud: 'global' };
	rateLimiter = rateLimiterOf(signInId(credentials));
	// The shortest pauses.
	jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(async () => {
	jest.restoreAllMocks();
	await new Promise((resolve) => setTimeout(resolve, 20));
});

interface Answer {
	status: number;
	headers?: Record<string, unknown>;
	body?: unknown;
}
/** How Graph answers the n-th request of an item; `undefined` is never. */
type Answers = (item: number, tries: number) => Answer | undefined;

const fine: Answer = { status: 200, body: { value: [] } };

/** n8n's helper, with answers in place of the network. */
function contextOf(answers: Answers, whole: (calls: number) => Answer | undefined, signal?: AbortSignal) {
	const tries = new Map<number, number>();
	let batches = 0;
	const one = (url: string) => {
		const item = Number(/item(\d+)/.exec(url)?.[1]);
		tries.set(item, (tries.get(item) ?? 0) + 1);
		return answers(item, tries.get(item) ?? 1);
	};
	const never = async () =>
		await new Promise<never>((_resolve, reject) => {
			const cancel = () => reject(Object.assign(new Error('canceled'), { code: 'ERR_CANCELED' }));
			if (signal?.aborted) cancel();
			signal?.addEventListener('abort', cancel);
		});
	const request = async (_type: string, options: IHttpRequestOptions) => {
		await new Promise((resolve) => setTimeout(resolve, 1));
		let answer: Answer | undefined;
		if (options.url.endsWith('/$batch')) {
			const { requests } = JSON.parse(String(options.body)) as {
				requests: Array<{ id: string; url: string }>;
			};
			const parts = requests.map(({ id, url }) => ({ id, ...one(url) }));
			answer = whole((batches += 1)) ?? {
				status: 200,
				body: { responses: parts.filter(({ status }) => status !== undefined) },
			};
			if (parts.every(({ status }) => status === undefined)) answer = undefined;
		} else answer = one(options.url);
		const { status, headers = {}, body } = answer ?? (await never());
		return { statusCode: status, headers, body };
	};
	return { helpers: { httpRequestWithAuthentication: request } } as unknown as RequestContext;
}

interface Run extends Partial<ClientOptions> {
	answers?: Answers;
	/** An answer to the n-th batch as a whole. */
	whole?: (calls: number) => Answer | undefined;
	request?: (item: number) => GraphRequest;
}

const getUser = (item: number): GraphRequest => ({ method: 'GET', path: ['users', `item${item}`] });
const getMessages = (item: number): GraphRequest => ({
	method: 'GET',
	path: ['users', `item${item}`, 'messages'],
});
const sendMail = (item: number): GraphRequest => ({
	method: 'POST',
	path: ['users', `item${item}`, 'sendMail'],
	body: {},
});

/** What becomes of a request of each item, in bounded time. */
async function run({
	answers = () => fine,
	whole = () => undefined,
	request = getUser,
	...options
}: Run = {}) {
	const client = createClient(contextOf(answers, whole, options.signal), {
		apiVersion: 'v1.0',
		batching: true,
		maxWait: 60_000,
		...options,
	});
	const send = client.sender(credentials);
	const results: Array<PromiseSettledResult<unknown>> = [];
	const ended = client.forEachItem(items, async (n) => {
		[results[n]] = await Promise.allSettled([send(request(n))]);
		return true;
	});
	await inTime(ended);
	return results;
}

async function inTime<T>(work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error('The run does not end.')), bound);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}

const failed = (results: Array<PromiseSettledResult<unknown>>) =>
	results.filter((result) => result.status === 'rejected');

const throttled: Answers = (item, tries) =>
	item === 3 && tries === 1 ? { status: 429, headers: { 'retry-after': '0.2' } } : fine;
const missing: Answers = (item) =>
	item === 3 ? { status: 404, body: { error: { code: 'x', message: 'y' } } } : fine;
const oneWhole = (status: number) => (calls: number) =>
	calls === 1 ? { status, body: { error: { code: 'BadRequest' } } } : undefined;

/** Failures that come of the answers alone. */
const usual = /^y$|longer wait/;

/** Where the fault is, how it gets there, the run in which it strikes, and how many items it may fail. */
const faults: Array<[string, () => unknown, Run, number]> = [
	['callGraph', () => once(http.callGraph), { batching: false }, 1],
	['callBatch', () => once(http.callBatch), {}, items],
	['batchBody', () => once(batch.batchBody), {}, items],
	['readParts', () => once(batch.readParts), {}, items],
	['batchRule', () => once(retry.batchRule), { whole: oneWhole(400) }, items],
	['decide, of one part', () => once(retry.decide), { answers: throttled }, 1],
	['decide, of a batch', () => once(retry.decide), { whole: oneWhole(503) }, items],
	['decide, of a single request', () => once(retry.decide), { answers: throttled, batching: false }, 1],
	['isDoneBefore', () => once(retry.wasDoneBefore), { answers: missing }, 1],
	['failureOf, of one part', () => once(failure.failureOf), { answers: missing }, 1],
	['failureOf, of a single request', () => once(failure.failureOf), { answers: missing, batching: false }, 1],
	['askedPause', () => once(failure.throttleReason), { answers: throttled }, 1],
	[
		'waitedTooLong',
		() => once(failure.waitedTooLong),
		{ answers: throttled, maxWait: 100, batching: false },
		items,
	],
	['streamOf', () => once(fileStream.streamOf), { batching: false }, 1],
	['whenOver', () => once(fileStream.onceEnded), { batching: false }, 1],
	['whenOver, of a batch', () => once(fileStream.onceEnded), {}, items],
	[
		'forbidden',
		() => once(session.dropTokenAfter403),
		{ answers: (n) => (n === 3 ? { status: 403 } : fine) },
		1,
	],
	['wasSentAgain', () => once(session.wasSentAgain), {}, 1],
	['what wakes those that wait', () => rejectWaitOnce(), { answers: throttled }, items],
	['acquire', () => jest.spyOn(rateLimiter, 'acquire').mockImplementationOnce(fail), { batching: false }, 1],
	['acquire, of a batch', () => jest.spyOn(rateLimiter, 'acquire').mockImplementationOnce(fail), {}, items],
	['release', () => jest.spyOn(rateLimiter, 'release').mockImplementationOnce(fail), { batching: false }, 1],
	['release, of a batch', () => jest.spyOn(rateLimiter, 'release').mockImplementationOnce(fail), {}, items],
	[
		'hasRoom',
		() => jest.spyOn(rateLimiter, 'hasRoom').mockImplementationOnce(fail),
		{ request: getMessages },
		items,
	],
	['throttledUntil', () => jest.spyOn(rateLimiter, 'throttledUntil').mockImplementationOnce(fail), {}, 1],
	[
		'throttle',
		() => jest.spyOn(rateLimiter, 'throttle').mockImplementationOnce(fail),
		{ answers: throttled },
		1,
	],
	[
		'onChange',
		() => jest.spyOn(rateLimiter, 'onChange').mockImplementationOnce(fail),
		{ answers: throttled },
		items,
	],
	[
		'slowDown',
		() => jest.spyOn(rateLimiter, 'slowDown').mockImplementationOnce(fail),
		{ answers: () => ({ ...fine, headers: { 'x-ms-throttle-limit-percentage': '0.9' } }), batching: false },
		1,
	],
];

describe('a fault in', () => {
	test.each(faults)('%s fails what it is about, and nothing else', async (_, plant, settings, most) => {
		plant();
		const results = await run(settings);
		expect(results).toHaveLength(items);
		const rejected = failed(results).filter(({ reason }) => !usual.test(String(reason.message)));
		expect(rejected.length).toBeGreaterThan(0);
		expect(rejected.length).toBeLessThanOrEqual(most);
		for (const { reason } of rejected) {
			expect(reason).toMatchObject({
				name: 'RequestError',
				parts: { why: expect.stringMatching('planted') },
			});
		}
		// Places of the rate limiter are as free as before.
		jest.restoreAllMocks();
		expect(failed(await run())).toEqual([]);
	});

	test.each(faults)('%s does not keep a cancelled run from its end', async (_, plant, settings) => {
		plant();
		const stop = new AbortController();
		const answers: Answers = (item, tries) =>
			item % 2 === 0 ? undefined : (settings.answers ?? (() => fine))(item, tries);
		const going = run({ ...settings, answers, signal: stop.signal });
		setTimeout(() => stop.abort(), 50);
		// With Batching off, items after the first that is cancelled fail one by one.
		expect(await going).toHaveLength(items);
	});

	test('a listener of the rate limiter that is not the client’s keeps nobody from hearing of the room', async () => {
		rateLimiter.onChange(fail);
		expect(failed(await run({ batching: false }))).toEqual([]);
	});

	test.each<[string, () => unknown]>([
		['throws', fail],
		['rejects', async () => await Promise.reject(planted)],
	])('an item’s work that %s lets the others end, and is told', async (_, work) => {
		const done: number[] = [];
		const client = createClient(
			contextOf(
				() => fine,
				() => undefined,
			),
			{ apiVersion: 'v1.0', batching: true, maxWait: 1000 },
		);
		const send = client.sender(credentials);
		const ended = client.forEachItem(items, async (n) => {
			if (n === 3) await work();
			await send(getUser(n));
			done.push(n);
			return true;
		});
		await expect(inTime(ended)).rejects.toBe(planted);
		expect(done).toHaveLength(items - 1);
	});

	test('an item’s wait wakes all that wait for the same time', async () => {
		const client = createClient(
			contextOf(
				() => fine,
				() => undefined,
			),
			{ apiVersion: 'v1.0', batching: true, maxWait: 1000 },
		);
		rejectWaitOnce();
		await inTime(Promise.all([client.wait(100), client.wait(100)]));
		await inTime(client.wait(10));
	});
});

describe('what a fault leaves open', () => {
	test.each<[string, () => unknown, boolean]>([
		['after the mails were sent', () => once(batch.readParts), true],
		['before they were sent', () => jest.spyOn(rateLimiter, 'hasRoom').mockImplementationOnce(fail), false],
	])('is told: %s', async (_, plant, outcomeUnknown) => {
		plant();
		const results = failed(await run({ request: sendMail, answers: () => ({ status: 202 }) }));
		expect(results.length).toBeGreaterThan(0);
		for (const { reason } of results) expect(reason).toMatchObject({ parts: { outcomeUnknown } });
	});
});

describe('a part whose Retry-After is no text', () => {
	test.each([429, 503, 404])('ends, and so do the others: %i', async (status) => {
		const headers = [7e-2, {}, { toString: 1 }, [], [{}], null, true].map((value) => ({
			'Retry-After': value,
		}));
		const results = await run({
			answers: (item, tries) => (tries === 1 && headers[item] ? { status, headers: headers[item] } : fine),
			maxWait: 2_000,
		});
		expect(results).toHaveLength(items);
		expect(results.at(-1)).toMatchObject({ status: 'fulfilled' });
	});
});
