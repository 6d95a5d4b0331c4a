import type { INodeParameters } from 'n8n-workflow';
import type { Fault, FaultAction, SendSettings } from '../../../simulator';
import { callsOf, each, mails, partsOf, sendMail, submissionsOf, usersOf } from '../harness/calls';
import type { WorkflowRun } from '../harness';
import { jsonOf, sources, useProduct } from '../harness/product';

const product = useProduct({ seed: { users: 230, messagesOfOthers: 2 } });

const verified = (options: INodeParameters = {}, additionalFields: INodeParameters = {}) =>
	sendMail({ delivery: 'verified', settleTime: 2, ...options }, additionalFields);
const strike = (path: RegExp, action: FaultAction, more: Partial<Fault> = {}) =>
	product.simulator.faults.add({ host: 'graph', path, action, ...more });
const sending = (send: Partial<SendSettings>) => product.simulator.set({ send });
const mailboxOf = (n = 0) => product.simulator.graph.mailbox(usersOf(product, n + 1)[n]);
const draftsOf = (count: number) =>
	usersOf(product, count).flatMap((user) =>
		product.simulator.graph
			.mailbox(user)
			.visible()
			.filter(({ properties }) => properties.isDraft === true),
	);
const callsTo = (path: RegExp) => product.graphCalls().filter((call) => path.test(call.path));
const textOf = (run: WorkflowRun) =>
	`${run.error?.message} ${(run.error as { description?: string } | undefined)?.description}`;
const input = (count: number) => mails(product, count);
const draft = /\/messages$/;
const send = /\/send$/;

describe('at most once', () => {
	test('reports an unknown outcome after a 504, and does not repeat: the mail went out', async () => {
		strike(/sendMail$/, { status: 504 }, { after: true });
		const run = await product.run(sendMail(), { input: input(1) });
		expect(run.error?.message).toMatch(/^The outcome is unknown/);
		expect(textOf(run)).toMatch(/before you run this again/);
		expect(callsOf(product)).toHaveLength(1);
		expect(submissionsOf(product)).toEqual(each(1, 1));
	});

	test('needs no permission but Mail.Send', async () => {
		product.app.roles = ['Mail.Send'];
		const run = await product.run(sendMail(), { input: input(3) });
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items)).toMatchObject(Array(3).fill({ sent: true, delivery: 'atMostOnce' }));
	});

	test.each([1, 20])('does not repeat a 202 with Retry-After (%d mails)', async (count) => {
		sending({ acceptedRetryAfter: 1 });
		const run = await product.run(sendMail(), { input: input(count) });
		expect(run.error).toBeUndefined();
		expect(callsOf(product)).toHaveLength(1);
		expect(submissionsOf(product)).toEqual(each(count, 1));
	});
});

describe('verified', () => {
	test('100 mails are drafts by 5 batches, sent by 5 more, and nothing is left', async () => {
		const run = await product.run(verified(), { input: input(100) });
		expect(run.error).toBeUndefined();
		expect(submissionsOf(product)).toEqual(each(100, 1));
		expect(partsOf(product).map((parts) => parts.length)).toEqual(Array(10).fill(20));
		expect(draftsOf(100)).toEqual([]);
		expect(sources(run.items)).toEqual(input(100).map((_, n) => n));
		for (const { json } of run.items) {
			expect(json).toMatchObject({
				sent: true,
				delivery: 'verified',
				id: expect.stringMatching(/./),
				internetMessageId: expect.stringMatching(/^<.*>$/),
				idempotencyKey: expect.stringMatching(/./),
			});
		}
		expect(new Set(jsonOf(run.items).map(({ idempotencyKey }) => idempotencyKey)).size).toBe(100);
	});

	test.each([1, 20])('a 202 with Retry-After is not repeated (%d mails)', async (count) => {
		sending({ acceptedRetryAfter: 1 });
		const run = await product.run(verified(), { input: input(count) });
		expect(run.error).toBeUndefined();
		expect(callsOf(product)).toHaveLength(2);
		expect(submissionsOf(product)).toEqual(each(count, 1));
	});

	/** After which nobody knows whether the message was submitted. */
	const lost: Array<[FaultAction, Partial<Fault>]> = [
		[{ status: 504 }, { after: true }],
		[{ status: 504 }, {}],
		[{ status: 503 }, {}],
		[{ status: 500 }, { after: true }],
		[{ reset: true }, { after: true }],
		[{ reset: true }, {}],
		[{ status: 504 }, { late: 600 }],
	];
	test.each<[string, Partial<SendSettings>]>([
		['leaves at once', {}],
		['lingers, hides, and gets other ids', { lingerMs: 500, hiddenMs: 500, changesImmutableId: true }],
	])('a mail whose submission has no answer goes out once: it %s', async (_, settings) => {
		sending(settings);
		const failing = usersOf(product, lost.length);
		for (const [n, [action, more]] of lost.entries()) {
			strike(new RegExp(`${failing[n]}/.*/send$`), action, more);
		}
		// By themselves, at the same time.
		const runs = await Promise.all(
			input(lost.length).map((item) => product.run(verified(), { input: [item] })),
		);
		for (const { error, items } of runs) {
			expect(error).toBeUndefined();
			expect(jsonOf(items)).toMatchObject([{ sent: true, delivery: 'verified' }]);
		}
		expect(product.simulator.faults.struck).toBe(lost.length);
		expect(submissionsOf(product)).toEqual(each(lost.length, 1));

		// Only a draft that stayed a draft is submitted again, never a new one.
		const [first, second, ...more] = callsTo(new RegExp(`${failing[1]}/.*/send$`));
		expect(more).toEqual([]);
		expect(second.path).toBe(first.path);
		expect(second.at - first.at).toBeGreaterThanOrEqual(1990);
		expect(callsTo(draft).filter(({ method }) => method === 'POST')).toHaveLength(lost.length);
	});

	test('the draft that was made without an answer is used', async () => {
		const kinds: Array<[FaultAction, Partial<Fault>]> = [
			[{ status: 504 }, { after: true }],
			[{ reset: true }, { after: true }],
			[{ cut: true }, {}],
			[{ status: 504 }, { late: 500 }],
		];
		const failing = usersOf(product, kinds.length);
		for (const [n, [action, more]] of kinds.entries()) {
			strike(new RegExp(`${failing[n]}/messages$`), action, { method: 'POST', ...more });
		}
		const runs = await Promise.all(
			input(kinds.length).map((item) => product.run(verified(), { input: [item] })),
		);
		for (const { error } of runs) expect(error).toBeUndefined();
		expect(submissionsOf(product)).toEqual(each(kinds.length, 1));
		expect(callsTo(draft).filter(({ method }) => method === 'POST')).toHaveLength(kinds.length);
		expect(draftsOf(kinds.length)).toEqual([]);
	});

	test('a draft that was submitted after all while it is submitted again counts as sent', async () => {
		// The first submission takes effect between the last look and the second submission.
		strike(send, { status: 504 }, { late: 1700 });
		strike(send, { delay: 1500 });
		const run = await product.run(verified({ settleTime: 1 }), { input: input(1) });
		expect(run.error).toBeUndefined();
		expect(callsTo(send).map(({ status }) => status)).toEqual([504, 400]);
		expect(submissionsOf(product)).toEqual(each(1, 1));
	});

	test('looks that fail are no answer: the next one counts', async () => {
		strike(send, { status: 504 }, { after: true });
		strike(draft, { status: 400 }, { method: 'GET' });
		const run = await product.run(verified(), { input: input(1) });
		expect(run.error).toBeUndefined();
		expect(submissionsOf(product)).toEqual(each(1, 1));
	});

	test('unknown stays unknown, and nothing is sent again', async () => {
		const [refused, hidden] = usersOf(product, 2);
		sending({ hiddenMs: 60_000 });
		strike(send, { status: 504 }, { after: true, times: 2 });
		// The mailbox of the first cannot be asked; in that of the second the message is nowhere to be found.
		strike(new RegExp(`${refused}/messages$`), { status: 403 }, { method: 'GET', times: Infinity });
		const runs = await Promise.all(
			input(2).map((item) =>
				product.run(verified({ settleTime: 1 }), {
					input: [item],
					retryOnFail: { maxTries: 3, waitBetweenTries: 1 },
				}),
			),
		);
		for (const run of runs) {
			expect(run.error?.message).toMatch(/^The outcome is unknown/);
			expect(textOf(run)).toMatch(/Sent Items.*before you send it again.*wasn't retried/);
		}
		expect(submissionsOf(product)).toEqual(each(2, 1));
		expect(callsTo(send)).toHaveLength(2);
		expect(callsTo(new RegExp(`${hidden}/messages$`)).length).toBeGreaterThan(1);
	});

	test('a mail that may not be sent leaves no draft, and says what is missing', async () => {
		product.app.roles = ['Mail.ReadWrite'];
		const run = await product.run(verified(), { input: input(3), continueOnFail: 'continueRegularOutput' });
		expect(jsonOf(run.items)).toMatchObject(
			Array(3).fill({ details: { description: expect.stringMatching(/Mail\.Send/), status: 403 } }),
		);
		expect(submissionsOf(product)).toEqual({});
		expect(draftsOf(3)).toEqual([]);
	});

	test('an app that may only send is told', async () => {
		product.app.roles = ['Mail.Send'];
		const run = await product.run(verified(), { input: input(1) });
		expect(run.error).toMatchObject({ httpCode: '403' });
		expect(submissionsOf(product)).toEqual({});
	});

	test.each([NaN, -1, 1e9, 'abc'])(
		'the settle time has to be a number of seconds: %p',
		async (settleTime) => {
			const run = await product.run(verified({ settleTime }), { input: input(1) });
			expect(textOf(run)).toMatch(/"Settle Time \(Seconds\)" is(n't a number|\b)/);
			expect(product.graphCalls()).toEqual([]);
		},
	);

	test.each<[string, FaultAction]>([
		['429', { status: 429, headers: { 'retry-after': '0.1' } }],
		['503', { status: 503, headers: { 'retry-after': '0.1' } }],
		['401', { status: 401 }],
		['409', { status: 409 }],
	])('a mail that went out and was answered %s is told as sent', async (_, action) => {
		strike(send, action, { after: true });
		const run = await product.run(verified({ settleTime: 1 }), { input: input(1) });
		expect(run.error).toBeUndefined();
		expect(submissionsOf(product)).toEqual(each(1, 1));
	});

	test.each<[string, FaultAction]>([
		['429', { status: 429, headers: { 'retry-after': '0.1' } }],
		['401', { status: 401 }],
	])('a draft that was made twice, since the first was answered %s, leaves none', async (_, action) => {
		strike(draft, action, { method: 'POST', after: true });
		const run = await product.run(verified(), { input: input(1) });
		expect(run.error).toBeUndefined();
		expect(callsTo(draft).filter(({ method }) => method === 'POST')).toHaveLength(2);
		expect(draftsOf(1)).toEqual([]);
	});

	test('a draft that cannot be removed after the mail was sent is named in its item', async () => {
		strike(draft, { status: 429, headers: { 'retry-after': '0.1' } }, { method: 'POST', after: true });
		strike(/permanentDelete$/, { status: 403 }, { times: Infinity });
		const run = await product.run(verified(), { input: input(1) });
		expect(run.error).toBeUndefined();
		const [{ immutableId: id, properties }] = draftsOf(1);
		expect(jsonOf(run.items)).toMatchObject([
			{ sent: true, draftsLeft: [{ id, webLink: properties.webLink }] },
		]);
	});

	test('a copy in Sent Items is needed: without one it is refused before anything is sent', async () => {
		const run = await product.run(verified({}, { saveToSentItems: false }), { input: input(1) });
		expect(textOf(run)).toMatch(/can't be verified.*Save to Sent Items/);
		expect(product.graphCalls()).toEqual([]);
	});
});

describe('a key of the person’s own', () => {
	const keyed = (key = 'order-1') => verified({ idempotencyKey: key });

	test('sends nothing again in a second execution, and gives the message that was sent', async () => {
		const [first, second] = [
			await product.run(keyed(), { input: input(2) }),
			await product.run(keyed(), { input: input(2) }),
		];
		expect(submissionsOf(product)).toEqual(each(2, 1));
		expect(jsonOf(second.items)).toEqual(jsonOf(first.items));
		expect(jsonOf(second.items)).toMatchObject(Array(2).fill({ sent: true, idempotencyKey: 'order-1' }));
	});

	test.each([
		['after it has left', {}],
		['while its draft lingers', { lingerMs: 1000 }],
		['while it is nowhere to be found', { hiddenMs: 1000 }],
	])('sends once for several items and executions at the same time, %s', async (_, settings) => {
		sending(settings);
		const one = mails(product, 3, 1);
		const runs = await Promise.all([1, 2, 3].map(() => product.run(keyed(), { input: one })));
		for (const { error, items } of runs) {
			expect(error).toBeUndefined();
			expect(items).toHaveLength(3);
		}
		expect(product.simulator.graph.submissions).toHaveLength(1);
		expect(draftsOf(1).filter(({ submission }) => submission === undefined)).toEqual([]);
	});

	test('is found in the mailbox by another process', async () => {
		await product.run(keyed(), { input: input(1) });
		// For another app, this one remembers nothing: as another process would.
		const other = { ...structuredClone(product.app), clientId: '99999999-9999-4999-8999-999999999999' };
		product.simulator.entra.register(other);
		const run = await product.run(keyed(), { input: input(1), fields: { clientId: other.clientId } });
		expect(run.error).toBeUndefined();
		expect(submissionsOf(product)).toEqual(each(1, 1));
	});

	test('takes up the draft that an earlier execution left, and removes others of the same key', async () => {
		const impatient = verified({ idempotencyKey: 'order-1', settleTime: 1 });
		sending({ lingerMs: 60_000 });
		strike(send, { status: 400 });
		strike(/permanentDelete$/, { status: 400 }, { times: 3 });
		const refused = await product.run(impatient, { input: input(1) });
		const [left] = draftsOf(1);
		expect(left).toBeDefined();
		// Who reads the error finds it.
		expect(textOf(refused)).toContain(`ID ${left.immutableId}`);
		expect(textOf(refused)).toContain(String(left.properties.webLink));
		const spare = mailboxOf().copy(left, left.folderId);

		const run = await product.run(impatient, { input: input(1) });
		expect(run.error).toBeUndefined();
		expect(product.simulator.graph.submissions).toHaveLength(1);
		// What was submitted is still a draft, and must stay where it is.
		const [submitted] = draftsOf(1);
		expect(draftsOf(1)).toHaveLength(1);
		expect(submitted.submission).toBeDefined();
		expect([left, spare]).toContain(submitted);
	});

	test('is of one mailbox, and differs by case', async () => {
		const [one, other] = usersOf(product, 2);
		const to = (mailbox: string) => [{ json: { mailbox, subject: 'mail 0' } }];
		await product.run({ ...keyed(), toRecipients: other }, { input: to(one) });
		await product.run({ ...keyed(), toRecipients: one }, { input: to(other) });
		await product.run({ ...keyed('ORDER-1'), toRecipients: other }, { input: to(one) });
		expect(submissionsOf(product)).toEqual({ 'mail 0': 3 });
	});

	test('may be anything', async () => {
		const keys = ["it's", 'a&b=c#d%20', 'x'.repeat(2000)];
		for (const user of usersOf(product, keys.length)) {
			strike(new RegExp(`${user}/.*/send$`), { status: 504 }, { after: true });
		}
		const runs = await Promise.all(
			keys.map((key, n) => product.run(keyed(key), { input: [input(keys.length)[n]] })),
		);
		expect(runs.map(({ items }) => items[0]?.json.idempotencyKey)).toEqual(keys);
		expect(submissionsOf(product)).toEqual(each(keys.length, 1));
	});
});

/** A fifth of all parts fails, and a tenth of all batches beside, in every way that there is. */
function chaos(): void {
	const { faults } = product.simulator;
	faults.seed(4);
	const statuses: Array<[FaultAction, Partial<Fault>]> = [
		[{ status: 429, headers: { 'retry-after': '0.5' } }, {}],
		[{ status: 503, headers: { 'retry-after': '0.5' } }, {}],
		[{ status: 429 }, {}],
		[{ status: 503 }, {}],
		[{ status: 503 }, { after: true }],
		[{ status: 504 }, {}],
		[{ status: 504 }, { after: true }],
		[{ status: 500 }, { after: true }],
	];
	const connections: Array<[FaultAction, Partial<Fault>]> = [
		[{ reset: true }, {}],
		[{ reset: true }, { after: true }],
		[{ cut: true }, {}],
		[{ html: '<title>Bad gateway</title>' }, {}],
	];
	const add = (part: boolean, chance: number, kinds: typeof statuses) => {
		for (const [action, more] of kinds) {
			faults.add({
				host: 'graph',
				part,
				times: Infinity,
				probability: chance / kinds.length,
				action,
				...more,
			});
		}
	};
	add(true, 0.2, statuses);
	add(false, 0.1, [...statuses, ...connections]);
	// What was put off may be carried out later, too.
	faults.add({
		host: 'graph',
		part: true,
		path: /\/send(Mail)?$/,
		times: 5,
		probability: 0.2,
		late: 700,
		action: { status: 504 },
	});
}

describe('200 mails while a fifth of everything fails', () => {
	const hard = { lingerMs: 300, hiddenMs: 600, changesImmutableId: true };

	test('verified submits each once, through three tries of the node', async () => {
		sending(hard);
		chaos();
		const mailsAndOne = [...input(200), { json: { mailbox: 'nobody@contoso.example', subject: 'never' } }];
		const run = await product.run(verified({ settleTime: 3 }), {
			input: mailsAndOne,
			retryOnFail: { maxTries: 3, waitBetweenTries: 1 },
		});
		// The one that cannot be sent makes n8n try all again.
		expect(textOf(run)).toMatch(/nobody@contoso\.example/);
		await new Promise((resolve) => setTimeout(resolve, 1000));
		expect(submissionsOf(product)).toEqual(each(200, 1));
		expect(draftsOf(200)).toEqual([]);
		expect(product.simulator.faults.struck).toBeGreaterThan(50);
		expect(callsTo(/nobody/).length).toBeGreaterThanOrEqual(3);
	});

	test('at most once sends none twice, and tells each as it is, through three tries of the node', async () => {
		sending(hard);
		chaos();
		const run = await product.run(sendMail(), {
			input: input(200),
			continueOnFail: 'continueRegularOutput',
			retryOnFail: { maxTries: 3, waitBetweenTries: 1 },
		});
		await new Promise((resolve) => setTimeout(resolve, 1000));
		const submitted = submissionsOf(product);
		const outcomes = run.items.map(({ json }, n) => ({
			times: submitted[`mail ${n}`] ?? 0,
			error: json.error,
		}));
		expect(outcomes).toHaveLength(200);
		expect(outcomes.filter(({ times }) => times > 1)).toEqual([]);
		expect(outcomes.filter(({ times, error }) => error === undefined && times !== 1)).toEqual([]);
		for (const { error } of outcomes)
			if (error !== undefined) expect(error).toMatch(/^The outcome is unknown/);
		const failed = outcomes.filter(({ error }) => error !== undefined);
		expect(failed.length).toBeGreaterThan(5);
		expect(failed.length).toBeLessThan(150);
	});
});

describe('Retry On Fail', () => {
	const retryOnFail = { maxTries: 3, waitBetweenTries: 1 };
	const refuse = (n: number, times: number) =>
		strike(new RegExp(`${usersOf(product, n + 1)[n]}/sendMail`), { status: 400 }, { times });

	test('does again only what failed; all results are there, in order', async () => {
		refuse(7, 1);
		refuse(31, 2);
		const run = await product.run(sendMail(), { input: input(40), retryOnFail });
		expect(run.error).toBeUndefined();
		expect(submissionsOf(product)).toEqual(each(40, 1));
		expect(jsonOf(run.items).map(({ subject }) => subject)).toEqual(
			input(40).map(({ json }) => json.subject),
		);
		expect(sources(run.items)).toEqual(input(40).map((_, n) => n));
		expect(callsTo(/sendMail$/)).toHaveLength(40 + 1 + 2);
	});

	test('works for one item after the other, too', async () => {
		refuse(2, 2);
		const run = await product.run(sendMail({ batching: false }), { input: input(5), retryOnFail });
		expect(run.error).toBeUndefined();
		expect(submissionsOf(product)).toEqual(each(5, 1));
		expect(jsonOf(run.items).map(({ subject }) => subject)).toEqual(input(5).map(({ json }) => json.subject));
	});

	test('gives up with the error of what still fails; the rest was sent once', async () => {
		refuse(3, Infinity);
		const run = await product.run(sendMail(), { input: input(10), retryOnFail });
		expect(run.error).toMatchObject({ httpCode: '400', context: { itemIndex: 3 } });
		expect(callsTo(/sendMail$/)).toHaveLength(10 + 1 + 1);
		const { 'mail 3': refused, ...others } = each(10, 1);
		expect(submissionsOf(product)).toEqual(others);
		expect(refused).toBe(1);
	});

	test('does not do again what may have been done, and says so', async () => {
		strike(new RegExp(`${usersOf(product, 1)[0]}/sendMail`), { status: 504 }, { after: true });
		const run = await product.run(sendMail(), { input: input(3), retryOnFail });
		expect(textOf(run)).toMatch(/The outcome is unknown.*wasn't retried, although "Retry On Fail" is on/);
		expect(submissionsOf(product)).toEqual(each(3, 1));
	});

	test('of a node that continues on fail does not do again what was done, either', async () => {
		refuse(0, 2);
		const run = await product.run(sendMail(), {
			input: input(5),
			retryOnFail,
			continueOnFail: 'continueRegularOutput',
		});
		expect(jsonOf(run.items)).toMatchObject(Array(5).fill({ sent: true }));
		expect(submissionsOf(product)).toEqual(each(5, 1));
	});

	test('leaves nothing of what it remembered in the execution’s data once all went well', async () => {
		refuse(0, 1);
		const run = await product.run(sendMail(), { input: input(3), retryOnFail });
		expect(run.error).toBeUndefined();
		expect(JSON.stringify(run.data.data.executionData?.contextData ?? {})).not.toContain('mail 1');
	});

	test('starts anew in the next execution', async () => {
		await product.run(sendMail(), { input: input(2), retryOnFail });
		await product.run(sendMail(), { input: input(2), retryOnFail });
		expect(submissionsOf(product)).toEqual(each(2, 2));
	});
});
