import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { byId, useProduct } from '../harness/product';
import { loseAnswer } from '../harness/deduplicator';
import { emittedOf, useTrigger, type TriggerWorkflow } from '../harness/trigger';

const product = useProduct({ seed: { messages: 5 } });
const trigger = useTrigger(product);

const adele = 'adelev@contoso.example';
const messages = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'instant',
	resource: 'message',
	event: ['created', 'updated', 'deleted'],
	mailbox: byId(adele),
	...parameters,
});
const deliver = (subject: string) => product.simulator.events.deliverMessage(adele, { subject });
const own = (url: string) =>
	product.simulator.notifier.subscriptions().filter(({ notificationUrl }) => notificationUrl === url);

test('a message that comes starts the workflow at once', async () => {
	const workflow = trigger(messages());
	await workflow.activate();
	expect(own(workflow.webhookUrl)).toHaveLength(1);
	expect(await workflow.checkExists()).toBe(true);
	deliver('New');
	await workflow.settled();
	expect(workflow.executions.flatMap(({ items }) => emittedOf(items))).toEqual(['created New']);
	expect(await workflow.poll()).toEqual([]);

	await workflow.deactivate();
	expect(own(workflow.webhookUrl)).toEqual([]);
	expect(await workflow.webhook({ value: [] })).toMatchObject({ status: 404 });
});

test('the check of the URL is answered with the token, as text', async () => {
	const workflow = trigger(messages());
	await workflow.activate();
	const validationToken = 'a+b 100% é';
	expect(await workflow.webhook(undefined, { validationToken })).toEqual({
		status: 200,
		type: 'text/plain; charset=utf-8',
		body: validationToken,
	});
});

test('a restart of n8n keeps the subscription', async () => {
	const workflow = trigger(messages());
	await workflow.activate();
	const before = own(workflow.webhookUrl);
	await workflow.restart();
	expect(own(workflow.webhookUrl)).toEqual(before);
	deliver('After');
	await workflow.settled();
	expect(workflow.executions.flatMap(({ items }) => emittedOf(items))).toEqual(['created After']);
});

test('in queue mode too', async () => {
	const workflow = trigger(messages(), { queueMode: true });
	await workflow.activate();
	deliver('New');
	await workflow.settled();
	await workflow.poll();
	expect(workflow.executions.flatMap(({ items }) => emittedOf(items))).toEqual(['created New']);
	// A poll leaves what it finds to the notifications for five seconds, where these come to other processes.
});

test('a test in the editor that waits leaves the active workflow alone', async () => {
	const workflow = trigger(messages({ event: ['created'] }));
	await workflow.activate();
	const stop = await workflow.listenForTestEvent();
	deliver('New');
	await workflow.settled();
	expect(workflow.executions.map(({ mode }) => mode).sort()).toEqual(['manual', 'webhook']);
	await stop();
	expect(own(workflow.webhookUrl)).toHaveLength(1);
});

describe('an execution that is started again by hand', () => {
	const emitted = async (workflow: TriggerWorkflow, given: INodeExecutionData[] | undefined) =>
		emittedOf(await workflow.execute(given ?? [], 'retry'));

	test('has its changes once more, as often as that is done', async () => {
		const workflow = trigger(messages());
		await workflow.activate();
		deliver('New');
		await workflow.settled();
		const given = workflow.executions.at(-1)?.given;
		expect(await emitted(workflow, given)).toEqual(['created New']);
		expect(await emitted(workflow, given)).toEqual(['created New']);
	});

	// What is left out is marked where that is less than what is kept, and the other way round.
	test.each([
		[['Old', 'Old 2'], ['New']],
		[['Old'], ['New', 'New 2']],
		[['Old', 'Old 2'], []],
	])('leaves out what others had: %j; and has %j', async (old, fresh) => {
		const workflow = trigger(messages());
		await workflow.activate();
		for (const subject of old) deliver(subject);
		await workflow.settled();
		product.simulator.set({ notifications: { drop: 1 } });
		for (const subject of fresh) deliver(subject);
		// As after a crash, what was emitted last is found once more.
		await workflow.restart();
		const { given, items } = workflow.executions.at(-1) ?? {};
		expect(emittedOf(given ?? [])).toHaveLength(old.length + fresh.length);
		const expected = fresh.map((subject) => `created ${subject}`);
		expect(emittedOf(items ?? [])).toEqual(expected);
		expect(await emitted(workflow, given)).toEqual(expected);
		expect(await emitted(workflow, given)).toEqual(expected);
	});

	test('leaves out what others had, too, when n8n died before its first step', async () => {
		const workflow = trigger(messages());
		await workflow.activate();
		deliver('Old');
		await workflow.settled();
		const [old] = workflow.executions.at(-1)?.given ?? [];
		const neverRun = [
			{ ...old, telling: 'another' },
			{ ...old, json: { change: { id: 'new' } } },
		];
		expect(await emitted(workflow, neverRun as INodeExecutionData[])).toHaveLength(1);
	});
});

test('where it is not known what the database has recorded, the execution fails with its changes', async () => {
	const workflow = trigger(messages());
	await workflow.activate();
	loseAnswer();
	deliver('New');
	await expect(workflow.settled()).rejects.toMatchObject({ message: 'Connection terminated unexpectedly' });
	const [failed] = workflow.executions;
	expect(failed?.items).toEqual([]);
	expect(emittedOf(await workflow.execute(failed?.given ?? [], 'retry'))).toEqual(['created New']);
});
