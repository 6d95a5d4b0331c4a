import { setTimeout as wait } from 'node:timers/promises';
import type { Simulator } from '../../simulator/simulator';
import { mailSoak } from './support/mailSoak';
import { startN8nAlone, type N8nAlone } from './support/n8nAlone';
import { useSimulator } from './support/ownSimulator';
import { activeWorkflow, inbox, mailbox, outcomeOf, passOn } from './support/triggers';
import { until } from './support/until';
import { deactivate } from './support/webhooks';
import { madeUpSecret } from './support/secrets';

jest.setTimeout(900_000);

const graph = useSimulator();
let n8n: N8nAlone;
let simulator: Simulator;
beforeAll(async () => {
	n8n = await startN8nAlone('trigger');
});
afterAll(async () => await n8n?.close());
beforeEach(() => {
	({ simulator } = graph);
	simulator.reset();
	simulator.entra.app().secrets[0].value = secret;
});
const secret = madeUpSecret('right');
const restart = async () => {
	await n8n.stop();
	await n8n.start();
};

describe('the trigger in a real n8n', () => {
	it('starts the workflow within a second of a mail', async () => {
		const { id } = await activeWorkflow(n8n, graph, 'At once', { ...inbox, clientSecret: secret });
		const mails = 20;
		const delivered = new Map<string, number>();
		for (let n = 1; n <= mails; n++) {
			const subject = `Mail ${n}`;
			delivered.set(subject, Date.now());
			simulator.events.deliverMessage(mailbox, { subject, from: 'megan@contoso.example' });
			await until('the mail has come', async () =>
				(await outcomeOf(n8n.client, id)).items.length >= n ? true : undefined,
			);
		}
		const path = `/executions?limit=100&filter=${encodeURIComponent(JSON.stringify({ workflowId: id }))}`;
		const { results } = await n8n.client.call<{ results: Array<{ startedAt: string }> }>('GET', path);
		const starts = results.map(({ startedAt }) => Date.parse(startedAt)).sort((a, b) => a - b);
		const took = [...delivered.values()].map((at, n) => (starts[n] as number) - at).sort((a, b) => a - b);
		console.log(`From mail to start: median ${took[mails / 2]} ms, longest ${took[mails - 1]} ms.`);
		expect(results).toHaveLength(mails);
		// A poll alone would find it after half a minute.
		expect(took[mails / 2]).toBeLessThan(10_000);
		await deactivate(n8n.client, id);
		expect(
			simulator.notifier
				.subscriptions()
				.filter(({ notificationUrl }) => String(notificationUrl).startsWith(n8n.url)),
		).toEqual([]);
	});

	it('gives each of 500 mails once, whatever becomes of the notifications and of n8n', async () => {
		simulator.set({ notifications: { drop: 0.1, double: 0.1, delay: [0, 2_000], seed: 11, retryBase: 500 } });
		const { id, subscription } = await activeWorkflow(n8n, graph, 'Soak', { ...inbox, clientSecret: secret });
		const counts = await mailSoak(
			simulator,
			{ client: () => n8n.client, workflowId: id },
			{
				mails: 500,
				gap: 200,
				within: 150_000,
				happenings: {
					80: restart,
					180: async () => {
						await n8n.kill();
						await n8n.start();
					},
					300: async () => {
						const { id: removed } = subscription() ?? {};
						expect(removed).toBeDefined();
						simulator.notifier.remove(removed as string);
						await Promise.resolve();
					},
					380: restart,
				},
			},
		);
		console.log(
			JSON.stringify(simulator.notifier.counters, (key, value) => (key === 'took' ? undefined : value)),
		);
		const wrong = [...counts].filter(([, times]) => times !== 1);
		expect(wrong).toEqual([]);
		expect(subscription()).toBeDefined();
	});

	it('stays active when n8n starts while Graph cannot be asked', async () => {
		const parameters = { ...inbox, mode: 'polling', clientSecret: secret };
		const { id } = await activeWorkflow(n8n, graph, 'Outage', parameters);
		const comes = async (subject: string) => {
			simulator.events.deliverMessage(mailbox, { subject, from: 'megan@contoso.example' });
			const hasCome = async () => {
				const { items } = await outcomeOf(n8n.client, id);
				return items.some((item) => item.subject === subject) || undefined;
			};
			await until(`${subject} has come`, hasCome, 90_000);
		};
		simulator.faults.add({ host: 'login', times: Infinity, action: { status: 503 } });
		await restart();
		// By then n8n has tried an activation that fails five times, and gives it up.
		await wait(45_000);
		simulator.faults.clear();
		await comes('After the outage');
		await restart();
		await comes('After the next start');
		expect((await outcomeOf(n8n.client, id)).items).toHaveLength(2);
	});

	it('has a mail once more when the execution that died with n8n is started again by hand', async () => {
		const pause = {
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			parameters: { amount: 8, unit: 'seconds' },
		};
		const nodes = [{ name: 'Take time', ...pause }, passOn];
		const { id } = await activeWorkflow(n8n, graph, 'Crash', { ...inbox, clientSecret: secret }, nodes);
		const find = async (status: string) =>
			await until(`an execution is ${status}`, async () => {
				const executions = await n8n.client.executions(id);
				return executions.find((execution) => execution.status === status);
			});
		simulator.events.deliverMessage(mailbox, { subject: 'Only once', from: 'megan@contoso.example' });
		await find('running');
		await n8n.kill();
		await n8n.start();
		const crashed = await find('crashed');
		await n8n.client.call('POST', `/executions/${crashed.id}/retry`, { loadWorkflow: false });
		const { items } = await outcomeOf(n8n.client, id);
		expect(items.map(({ subject }) => subject)).toEqual(['Only once']);
	});
});
