import { errors } from 'undici';
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
		let calls = 0;
		for (let answered = 0; answered < 6; answered++) {
			const { tries, ...answer } = await answerOf(webhookUrl(queue.url, trigger));
			expect(answer).toEqual({ status: 200, body: [{ done: true }] });
			calls += tries;
		}

		const executions = await client.executions(id);
		expect(executions.map(({ status }) => status)).toEqual(Array(calls).fill('success'));
		const enqueued = queue.webhooks.map((process) => linesWith(process.log(), 'Enqueued execution'));
		expect(enqueued.sort()).toEqual([Math.floor(calls / 2), Math.ceil(calls / 2)]);
		const finished = queue.workers.map((process) => linesWith(process.log(), 'finished execution'));
		expect(finished[0] + finished[1]).toBe(calls);
	});

	it('runs a workflow by hand', async () => {
		const { client } = queue;
		const id = await client.saveWorkflow(workflowOf('By hand', [manualTrigger, itemsFrom([{ n: 1 }])]));
		expect((await client.runWorkflow(id, manualTrigger.name)).status).toBe('success');
	});
});

/**
 * Calls a webhook until it answers. n8n can lose the answer to the first call after its start: its process with the
 * webhook was seen to log that the execution had finished, and never to answer.
 */
async function answerOf(url: string): Promise<{ status: number; body: unknown; tries: number }> {
	for (let tries = 1; ; tries++) {
		try {
			return { ...(await callWebhook(url, 'POST', 30_000)), tries };
		} catch (error) {
			if (!(error instanceof errors.HeadersTimeoutError) || tries === 3) throw error;
			console.warn('n8n lost the answer of a webhook.');
		}
	}
}

const linesWith = (log: string, words: string) =>
	log.split('\n').filter((line) => line.includes(words)).length;
