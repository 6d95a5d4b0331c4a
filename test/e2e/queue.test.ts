import { startQueue, type N8nQueue } from './support/n8nQueue';
import { missingForQueue } from './support/queueServers';
import { activate, callWebhook, webhookTrigger, webhookUrl } from './support/webhooks';
import { itemsFrom, manualTrigger, workflowOf } from './support/workflows';

jest.setTimeout(300_000);

const missing = missingForQueue();
if (missing.length > 0)
	console.warn(`Queue mode is not tested: this machine has no ${missing.join(', no ')}.`);
const describeQueue = missing.length > 0 ? describe.skip : describe;

describeQueue('n8n in queue mode', () => {
	let queue: N8nQueue;
	beforeAll(async () => {
		queue = await startQueue('queue');
	});
	afterAll(async () => await queue?.stop());

	it('has the package in it, takes webhooks in turn, and runs what they start in workers', async () => {
		const { client } = queue;
		const types = (await client.nodeTypes()).map(({ name }) => name);
		expect(types).toContain('n8n-nodes-microsoft-graph-app-only.microsoftGraph');

		const trigger = webhookTrigger();
		const id = await client.saveWorkflow(workflowOf('By webhook', [trigger, itemsFrom([{ done: true }])]));
		await activate(client, id);
		const calls = 6;
		for (let call = 0; call < calls; call++) {
			expect(await callWebhook(webhookUrl(queue.url, trigger))).toEqual({
				status: 200,
				body: [{ done: true }],
			});
		}

		const executions = await client.executions(id);
		expect(executions.map(({ status }) => status)).toEqual(Array(calls).fill('success'));
		const enqueued = queue.webhooks.map((process) => linesWith(process.log(), 'Enqueued execution'));
		expect(enqueued).toEqual([calls / 2, calls / 2]);
		const finished = queue.workers.map((process) => linesWith(process.log(), 'finished execution'));
		expect(finished[0] + finished[1]).toBe(calls);
	});

	it('runs a workflow by hand', async () => {
		const { client } = queue;
		const id = await client.saveWorkflow(workflowOf('By hand', [manualTrigger, itemsFrom([{ n: 1 }])]));
		expect((await client.runWorkflow(id, manualTrigger.name)).status).toBe('success');
	});
});

const linesWith = (log: string, words: string) =>
	log.split('\n').filter((line) => line.includes(words)).length;
