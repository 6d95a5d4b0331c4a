import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import { startN8nAlone, type N8nAlone } from './support/n8nAlone';
import { useSimulator } from './support/ownSimulator';
import { madeUpSecret } from './support/secrets';
import { activeWorkflow, inbox, mailbox, outcomeOf, passOn, type ActiveWorkflow } from './support/triggers';
import { until } from './support/until';
import type { NodeParts } from './support/workflows';

jest.setTimeout(300_000);

const graph = useSimulator();
const secret = madeUpSecret('right');
/** What the forger writes everywhere. */
const marker = 'forged-by-a-stranger';
/** Keeps the workflow busy for longer than Graph waits. */
const slow: NodeParts = {
	name: 'Slow',
	type: 'n8n-nodes-base.wait',
	typeVersion: 1.1,
	parameters: { amount: 6, unit: 'seconds' },
};

let n8n: N8nAlone;
let workflow: ActiveWorkflow;
beforeAll(async () => {
	n8n = await startN8nAlone('trigger-forged', { N8N_LOG_LEVEL: 'debug' });
	graph.simulator.entra.app().secrets[0].value = secret;
	// No poll comes in between: whatever is asked of Graph, a call has caused.
	const pollTimes = { item: [{ mode: 'everyHour', minute: (new Date().getMinutes() + 30) % 60 }] };
	const parameters = { ...inbox, pollTimes, clientSecret: secret };
	workflow = await activeWorkflow(n8n, graph, 'Forged', parameters, [slow, passOn]);
});
afterAll(async () => await n8n?.close());

const forged = (more: object = {}) => ({
	subscriptionId: workflow.subscription()?.id,
	clientState: marker,
	changeType: marker,
	resource: marker,
	resourceData: { id: marker },
	...more,
});
const json = { 'content-type': 'application/json' };

async function post(body: string, headers: Record<string, string> = json, query = '', method = 'POST') {
	const answer = await request(workflow.url + query, {
		method: method as 'POST',
		headers,
		...(method === 'POST' && { body }),
	});
	return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

test.each([
	['a wrong clientState', () => JSON.stringify({ value: [forged()] })],
	['no clientState', () => JSON.stringify({ value: [forged({ clientState: undefined })] })],
	['an unknown subscription', () => JSON.stringify({ value: [forged({ subscriptionId: marker })] })],
	['a removal', () => JSON.stringify({ value: [forged({ lifecycleEvent: 'subscriptionRemoved' })] })],
	['encrypted content', () => JSON.stringify({ value: [forged({ encryptedContent: { data: marker } })] })],
	[
		'5 MB',
		() =>
			JSON.stringify({ value: Array.from({ length: 50_000 }, () => forged({ resource: marker.repeat(2) })) }),
	],
	['a list', () => JSON.stringify([marker])],
	['null', () => 'null'],
	['a text', () => JSON.stringify(marker)],
	['what is no JSON', () => `{"value": ${marker}`],
])('%s has no effect', async (_, body) => {
	const subscription = workflow.subscription();
	const before = graph.simulator.requests.length;
	const { status, text } = await post(body());
	expect(status === 202 || (status >= 400 && status < 500)).toBe(true);
	expect(text).not.toContain(marker);
	await wait(500);
	expect(graph.simulator.requests.slice(before)).toEqual([]);
	expect(workflow.subscription()).toEqual(subscription);
	expect((await outcomeOf(n8n.client, workflow.id)).count).toBe(0);
});

test('the right clientState with a subscription that is not ours has no effect', async () => {
	const clientState = workflow.subscription()?.clientState;
	const { status } = await post(JSON.stringify({ value: [forged({ clientState, subscriptionId: marker })] }));
	expect(status).toBe(202);
	await wait(500);
	expect((await outcomeOf(n8n.client, workflow.id)).count).toBe(0);
});

test('other methods are not there', async () => {
	expect((await post('', {}, '', 'GET')).status).toBe(404);
});

test('the check of the URL gives back the token, as text and nothing else', async () => {
	const token = `<script>alert("${marker}")</script> & é + %`;
	const { status, headers, text } = await post(
		'',
		{ 'content-type': 'text/plain' },
		`?validationToken=${encodeURIComponent(token)}`,
	);
	expect({ status, text }).toEqual({ status: 200, text: token });
	expect(headers['content-type']).toMatch(/^text\/plain/);
	expect(headers['x-content-type-options']).toBe('nosniff');
});

test('nothing of it stands in the log of n8n that this package wrote', () => {
	// n8n itself logs the path of a call, and that a body could not be parsed.
	expect(n8n.log()).not.toContain(marker);
});

test('true ones still count, and are answered at once, also while the workflow runs', async () => {
	const { simulator } = graph;
	const mails = 4;
	for (let n = 1; n <= mails; n++) {
		simulator.events.deliverMessage(mailbox, { subject: `Mail ${n}`, from: 'megan@contoso.example' });
		await wait(1_000);
	}
	const { items } = await until('the mails have come', async () => {
		const outcome = await outcomeOf(n8n.client, workflow.id);
		return outcome.items.length >= mails ? outcome : undefined;
	});
	expect(items.map(({ subject }) => subject).sort()).toEqual(['Mail 1', 'Mail 2', 'Mail 3', 'Mail 4']);
	const took = simulator.notifier.deliveries.flatMap(({ attempts }) =>
		attempts.map((attempt) => attempt.took),
	);
	console.log(`Notifications were answered within ${Math.ceil(Math.max(...took))} ms.`);
	expect(took.length).toBeGreaterThanOrEqual(mails);
	// Far less than the ten seconds in which Graph wants its response.
	expect(Math.max(...took)).toBeLessThan(8_000);
});
