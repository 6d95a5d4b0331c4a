import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';
import type { RecordedRequest } from '../../../simulator';
import { callsOf, each, getUser, mails, partsOf, sendMail, submissionsOf, usersOf } from '../harness/calls';
import { byId, itemsOf, jsonOf, useProduct } from '../harness/product';

const product = useProduct({ seed: { users: 460, messages: 120 } });
// The shortest pauses before something is repeated.
beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

const adele = 'adelev@contoso.example';
const alex = 'alexw@contoso.example';
const people = (count: number) => itemsOf(...usersOf(product, count).map((id) => ({ id })));
const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));
const until = async (condition: () => boolean) => {
	while (!condition()) await pause(5);
};
const endOf = ({ finishedAt }: RecordedRequest) => finishedAt ?? Infinity;
const textOf = (error: unknown) => {
	const { message, description } = error as { message: string; description?: string };
	return `${message} ${description}`;
};

/** Throttles the next request or part to this path. */
const throttle = (
	path: RegExp,
	retryAfter: string,
	more: { times?: number; part?: boolean; status?: number; after?: boolean } = {},
) => {
	const { status = 429, ...others } = more;
	product.simulator.faults.add({
		host: 'graph',
		path,
		action: { status, headers: { 'retry-after': retryAfter } },
		...others,
	});
};

/** The credential's fields for another app that may do the same. */
const anotherApp = () => {
	const app = { ...structuredClone(product.app), clientId: randomUUID() };
	product.simulator.entra.register(app);
	return { clientId: app.clientId };
};

describe('a Retry-After', () => {
	test('is waited for, then the request succeeds: in seconds, with decimals, as a date', async () => {
		await product.run(getUser(), { input: people(1) });
		product.simulator.requests.length = 0;
		const forms: Array<[string, number]> = [
			['2', 2000],
			['1.5', 1500],
			// A date holds whole seconds: the wait is between two and three of them, less what passes before the request.
			[new Date(Date.now() + 3000).toUTCString(), 1700],
		];
		const users = usersOf(product, forms.length);
		for (const [n, [value]] of forms.entries()) throttle(new RegExp(users[n]), value);
		// Each form for an app of its own: what one was asked holds for all its requests.
		const runs = await Promise.all(
			users.map((id) => product.run(getUser(), { input: itemsOf({ id }), fields: anotherApp() })),
		);
		for (const [n, { error }] of runs.entries()) {
			expect(error).toBeUndefined();
			const calls = callsOf(product).filter(({ path }) => path.includes(users[n]));
			expect(calls.map(({ status }) => status)).toEqual([429, 200]);
			const waited = calls[1].at - endOf(calls[0]);
			// The end of an answer is noted a moment after it was sent, on a busy machine.
			expect(waited).toBeGreaterThanOrEqual(forms[n][1] - 50);
			// A form that is read wrongly waits for minutes, or not at all.
			expect(waited).toBeLessThan(forms[n][1] + 20_000);
		}
	});

	test('holds for its scope: other nodes and executions leave it alone, too, and go on elsewhere', async () => {
		throttle(/\/users\//, '5');
		const first = product.run(getUser(), { input: people(1) });
		await until(() => callsOf(product).some(({ status }) => status === 429));
		// The answer still has to be read.
		await pause(200);
		const [throttled] = callsOf(product);

		const mailbox = product.run({ resource: 'message', operation: 'getAll', mailbox: byId(adele), limit: 1 });
		const others = [1, 3, 30].map((count) => product.run(getUser(), { input: people(count) }));
		const { error } = await mailbox;
		expect(error).toBeUndefined();
		expect(Date.now() - endOf(throttled)).toBeLessThan(4_900);

		for (const run of await Promise.all([first, ...others])) expect(run.error).toBeUndefined();
		const scope = product.graphCalls().filter(({ path }) => /\/users\/[^/]+$/.test(path));
		expect(scope).toHaveLength(36);
		for (const { at } of scope.slice(1)) expect(at - endOf(throttled)).toBeGreaterThanOrEqual(4_990);
	});

	test('says nothing about another app', async () => {
		throttle(/users/, '1');
		const first = product.run(getUser(), { input: people(1) });
		await until(() => callsOf(product).some(({ status }) => status === 429));
		const other = await product.run(getUser(), { input: people(1), fields: anotherApp() });
		expect(other.error).toBeUndefined();
		expect(callsOf(product).map(({ status }) => status)).toEqual([429, 200]);
		await first;
	});

	test.each([503, 509])(
		'of a %d is kept by others, while a mail that had it is not sent again',
		async (status) => {
			throttle(/sendMail/, '0.8', { status, after: true });
			const input = mails(product, 2, 1);
			const first = await product.run(sendMail(), { input: input.slice(0, 1) });
			expect(textOf(first.error)).toMatch(/^The outcome is unknown/);
			const second = await product.run(sendMail(), { input: input.slice(1) });
			expect(second.error).toBeUndefined();
			expect(submissionsOf(product)).toEqual(each(2, 1));
			const [one, other] = callsOf(product);
			expect(other.at - endOf(one)).toBeGreaterThanOrEqual(700);
		},
	);

	test('may come again and again', async () => {
		throttle(/users/, '0.1', { times: 7 });
		const run = await product.run(getUser(), { input: people(1) });
		expect(run.error).toBeUndefined();
		expect(callsOf(product)).toHaveLength(8);
	});

	test('of nothing is no leave to ask without end', async () => {
		throttle(/users/, '0', { times: 2 });
		const run = await product.run(getUser(), { input: people(1) });
		expect(run.error).toBeUndefined();
		const calls = callsOf(product);
		expect(calls).toHaveLength(3);
		expect(calls[2].at - calls[0].at).toBeGreaterThan(1000);
	});
});

describe('a throttled part', () => {
	test('is repeated alone, after its own time, while all others go on', async () => {
		const users = usersOf(product, 60);
		throttle(new RegExp(`${users[5]}/`), '0.8', { part: true });
		throttle(new RegExp(`${users[45]}/`), '1.3', { part: true });
		const run = await product.run(sendMail(), { input: mails(product, 60) });
		expect(run.error).toBeUndefined();
		expect(submissionsOf(product)).toEqual(each(60, 1));

		const calls = callsOf(product);
		expect(calls).toHaveLength(5);
		const [first] = calls;
		expect(calls.slice(3).map(({ path }) => decodeURIComponent(path))).toEqual(
			[users[5], users[45]].map((user) => `/v1.0/users/${user}/sendMail`),
		);
		expect(calls[3].at - first.at).toBeGreaterThanOrEqual(790);
		expect(calls[4].at - first.at).toBeGreaterThanOrEqual(1290);
		for (const { at } of calls.slice(1, 3)) expect(at).toBeLessThan(calls[3].at);
	});

	test('goes together with others that wait for the same time', async () => {
		throttle(/sendMail/, '0.6', { part: true, times: 30 });
		const run = await product.run(sendMail(), { input: mails(product, 100) });
		expect(run.error).toBeUndefined();
		expect(submissionsOf(product)).toEqual(each(100, 1));
		expect(partsOf(product).flat()).toHaveLength(130);
		expect(callsOf(product).length).toBeLessThanOrEqual(8);
	});

	test('is each item’s own when a tenth of them is throttled', async () => {
		product.simulator.faults.add({
			host: 'graph',
			part: true,
			times: Infinity,
			probability: 0.1,
			action: { status: 429, headers: { 'retry-after': '0.3' } },
		});
		const run = await product.run(sendMail(), { input: mails(product, 200) });
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items).map(({ subject }) => subject)).toEqual(
			mails(product, 200).map(({ json }) => json.subject),
		);
		expect(submissionsOf(product)).toEqual(each(200, 1));
		expect(product.simulator.faults.struck).toBeGreaterThan(5);
	});
});

describe('a limit of requests per second', () => {
	test.each(['decimal', 'none'] as const)(
		'costs time, not items: Retry-After as %s',
		async (retryAfterAs) => {
			product.simulator.set({
				throttle: { capacity: 60, refillPerSecond: 150, retryAfter: 0.4 },
				retryAfterAs,
			});
			const run = await product.run(getUser(), { input: people(120) });
			expect(run.error).toBeUndefined();
			expect(run.items).toHaveLength(120);
			expect(product.simulator.graph.throttled).toBeGreaterThan(0);
		},
	);
});

describe('the longest wait', () => {
	test('ends with an error that says what was waited for', async () => {
		throttle(/users/, '120');
		const started = Date.now();
		const run = await product.run(getUser({ maxWait: 60 }), { input: people(1) });
		expect(Date.now() - started).toBeLessThan(30_000);
		expect(textOf(run.error)).toMatch(
			/longer wait than "Max Wait".*GET \/users\/user00026@contoso\.example got HTTP 429; it waited \d s, and Graph requires 120 s more/,
		);
	});

	test('counts all waits of a request together', async () => {
		throttle(/users/, '0.4', { times: Infinity });
		const run = await product.run(getUser({ maxWait: 1 }), { input: people(1) });
		expect(textOf(run.error)).toMatch(/longer wait/);
		expect(callsOf(product)).toHaveLength(3);
	});

	test('is each item’s own: those that were only held back say so', async () => {
		throttle(/\/users\//, '120', { part: true });
		const run = await product.run(getUser({ maxWait: 60 }), {
			input: people(30),
			continueOnFail: 'continueRegularOutput',
		});
		const failed = run.items.filter(({ json }) => json.error !== undefined);
		expect(failed).toHaveLength(1);
		expect(failed[0].json.details).toMatchObject({
			description: expect.stringMatching(/HTTP 429.*120 s more/),
		});

		const later = await product.run(getUser({ maxWait: 60 }), { input: people(1) });
		expect(textOf(later.error)).toMatch(/was delayed.*Graph requires 1[12]\d s more/);
	});

	test.each(['999999999', 'Fri, 01 Jan 2100 00:00:00 GMT'])(
		'is not of a lifetime, whatever is asked for, and later runs say why: %s',
		async (asked) => {
			throttle(/users/, asked);
			const early = await product.run(getUser(), { input: people(1) });
			const later = await product.run(getUser(), { input: people(1) });
			expect(textOf(early.error)).toMatch(/got HTTP 429.*3600 s more/);
			expect(textOf(later.error)).toMatch(/was delayed.*(3600|359\d) s more/);
			for (const { error } of [early, later]) {
				expect(textOf(error)).toContain(`Graph responded with HTTP 429 with Retry-After: ${asked} at 20`);
				expect(textOf(error)).toContain('limited to an hour');
			}
			expect(callsOf(product)).toHaveLength(1);

			const now = Date.now;
			jest.spyOn(Date, 'now').mockImplementation(() => now() + 3_601_000);
			const hourLater = await product.run(getUser(), { input: people(1) });
			expect(hourLater.error).toBeUndefined();
		},
	);

	test('is over for a credential that was edited', async () => {
		throttle(/users/, '999999999');
		await product.run(getUser(), { input: people(1) });
		const { entra } = product.simulator;
		expect(entra.tokenRequests).toHaveLength(1);
		const secret = 'another-secret-of-the-same-app';
		product.app.secrets.push({ ...product.app.secrets[0], value: secret });
		const edited = await product.run(getUser(), { input: people(1), fields: { clientSecret: secret } });
		expect(edited.error).toBeUndefined();
	});

	test.each([NaN, -1, 1e9, 'abc', [1]])('has to be a number of seconds: %p', async (maxWait) => {
		const run = await product.run(getUser({ maxWait: maxWait as number }), { input: people(1) });
		expect(textOf(run.error)).toMatch(/"Max Wait \(Seconds\)" is(n't a number|\b)/);
		expect(callsOf(product)).toEqual([]);
	});

	test('of nothing asks Graph once', async () => {
		throttle(/users/, '1');
		const run = await product.run(getUser({ maxWait: 0 }), { input: people(1) });
		expect(textOf(run.error)).toMatch(/longer wait/);
		expect(callsOf(product)).toHaveLength(1);
	});
});

describe('an execution that is cancelled while it waits', () => {
	test.each([1, 50])('ends at once, and sends nothing more (%d items)', async (count) => {
		throttle(/users|batch/, '0.5', { times: Infinity });
		const stop = new AbortController();
		const run = product.run(getUser(), { input: people(count), signal: stop.signal });
		await until(() => callsOf(product).some((call) => call.finishedAt !== undefined));
		await pause(100);
		const stopped = Date.now();
		stop.abort();
		expect((await run).status).toBe('canceled');
		expect(Date.now() - stopped).toBeLessThan(30_000);
		const sent = callsOf(product).length;
		await pause(800);
		expect(callsOf(product)).toHaveLength(sent);
	});

	test('ends at n8n’s own timeout, too', async () => {
		throttle(/users/, '60');
		const started = Date.now();
		const run = await product.run(getUser(), { input: people(1), timeout: 400 });
		expect(run.status).toBe('canceled');
		expect(Date.now() - started).toBeLessThan(30_000);
	});
});

describe('a mailbox', () => {
	/** Messages of a mailbox to be marked as read. */
	const unread = (count: number, mailbox = adele) =>
		itemsOf(
			...product.simulator.graph
				.mailbox(mailbox)
				.all.slice(0, count)
				.map(({ immutableId: id }) => ({ id, mailbox })),
		);
	const markAsRead = (options: INodeParameters = {}): INodeParameters => ({
		resource: 'message',
		operation: 'update',
		mailbox: byId('={{ $json.mailbox }}'),
		messageId: '={{ $json.id }}',
		updateFields: { isRead: true },
		options,
	});
	const expectNoFifth = () => {
		const { maxConcurrency, throttled } = product.simulator.graph;
		for (const most of maxConcurrency.values()) expect(most).toBeLessThanOrEqual(4);
		expect(throttled).toBe(0);
		expect(product.graphCalls().filter(({ status }) => status === 429)).toEqual([]);
	};
	beforeEach(() => product.simulator.set({ partTime: 5, latency: 5 }));

	test('gets one batch at a time', async () => {
		const run = await product.run(markAsRead(), { input: unread(100) });
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items)).toMatchObject(Array(100).fill({ isRead: true }));
		expect(callsOf(product)).toHaveLength(5);
		for (const [n, { at }] of callsOf(product).slice(1).entries()) {
			expect(at).toBeGreaterThanOrEqual(endOf(callsOf(product)[n]));
		}
		expectNoFifth();
	});

	test('gets four requests at a time from executions that batch nothing, and no fifth', async () => {
		const runs = await Promise.all(
			Array.from({ length: 8 }, () => product.run(markAsRead({ batching: false }), { input: unread(10) })),
		);
		for (const { error } of runs) expect(error).toBeUndefined();
		expect(product.simulator.graph.maxConcurrency.get(adele)).toBe(4);
		expectNoFifth();
	});

	test('gets no more from executions that batch and executions that do not, at the same time', async () => {
		const runs = await Promise.all(
			[true, false, true, false, false, true].map((batching) =>
				product.run(markAsRead({ batching }), { input: unread(20) }),
			),
		);
		for (const { error } of runs) expect(error).toBeUndefined();
		expectNoFifth();
	});

	test('is one, however its name is written', async () => {
		const input = unread(40).map(({ json }, n) => ({
			json: { ...json, mailbox: n % 2 === 0 ? adele : adele.toUpperCase() },
		}));
		const run = await product.run(markAsRead(), { input });
		expect(run.error).toBeUndefined();
		expectNoFifth();
	});

	test('does not hold up another one', async () => {
		const many = itemsOf(...unread(60).map(({ json }) => json), ...unread(12, alex).map(({ json }) => json));
		const run = await product.run(markAsRead(), { input: many });
		expect(run.error).toBeUndefined();
		const firstOfAlex = product.graphCalls().find(({ path }) => path.includes(alex));
		const lastOfAdele = product.graphCalls().findLast(({ path }) => path.includes(adele));
		expect(firstOfAlex?.at).toBeLessThan(lastOfAdele?.at ?? 0);
		expectNoFifth();
	});

	test('gets 200 mails of one run within its limit', async () => {
		const run = await product.run(sendMail(), { input: mails(product, 200, 3) });
		expect(run.error).toBeUndefined();
		expect(submissionsOf(product)).toEqual(each(200, 1));
		expectNoFifth();
	});
});

describe('Graph’s warning that a limit is near', () => {
	test.each([
		[0.9, true],
		[0.5, false],
	])('slows down before there is a 429: %d', async (throttlePercentage, slow) => {
		product.simulator.set({ throttlePercentage, latency: 20 });
		const run = await product.run(getUser(), { input: people(400) });
		expect(run.error).toBeUndefined();
		const calls = callsOf(product);
		expect(calls).toHaveLength(20);
		const later = calls.slice(10);
		const overlaps = later.filter((call, n) => n > 0 && call.at < endOf(later[n - 1]));
		expect(overlaps.length > 0).toBe(!slow);
	});
});

describe('a hint', () => {
	test('says how long the node waited, counting what waits at the same time once', async () => {
		throttle(/users/, '11', { times: 1 });
		const run = await product.run(getUser(), { input: people(5) });
		expect(run.error).toBeUndefined();
		const [hint] = run.hints.map(({ message }) => message);
		expect(hint).toMatch(/^The node waited \d+ s for Graph, which throttled its requests\./);
		const seconds = Number(/waited (\d+)/.exec(hint ?? '')?.[1]);
		expect(seconds).toBeGreaterThanOrEqual(11);
		expect(seconds).toBeLessThanOrEqual((run.executionTime ?? 0) / 1000 + 1);
	}, 60_000);

	test("isn't shown for a short wait", async () => {
		throttle(/users/, '1', { times: 1 });
		const run = await product.run(getUser(), { input: people(5) });
		expect(run.hints).toEqual([]);
	}, 60_000);
});
