import { setTimeout as wait } from 'node:timers/promises';
import { startN8nAlone, type N8nAlone } from './support/n8nAlone';
import { useSimulator } from './support/ownSimulator';
import { madeUpSecret } from './support/secrets';
import { activeWorkflow, inbox, mailbox, outcomeOf } from './support/triggers';
import { until } from './support/until';

/** How long it goes, with which life of a subscription and which polls; TRIGGER_LONG=1 takes lives of three minutes. */
const times = process.env.TRIGGER_LONG
	? { seconds: 600, lifeMinutes: 3, gap: 5_000, pollTimes: [{ mode: 'everyMinute' }] }
	: { seconds: 130, lifeMinutes: 1, gap: 1_500, pollTimes: [{ mode: 'everyMinute' }] };

jest.setTimeout((times.seconds + 180) * 1000);

const graph = useSimulator();
const secret = madeUpSecret('right');
let n8n: N8nAlone;
beforeAll(async () => {
	n8n = await startN8nAlone('trigger-renewal');
});
afterAll(async () => await n8n?.close());

test('a short subscription is renewed each time, without a gap, and lifecycle events are no items', async () => {
	const { simulator } = graph;
	simulator.entra.app().secrets[0].value = secret;
	simulator.set({ subscriptions: { longestLifeMinutes: times.lifeMinutes, reauthorize: true } });
	const { id, subscription } = await activeWorkflow(n8n, graph, 'Renewal', {
		...inbox,
		pollTimes: { item: times.pollTimes },
		clientSecret: secret,
	});
	const first = subscription();
	expect(first).toBeDefined();

	const endsAt = Date.now() + times.seconds * 1000;
	let gaps = 0;
	let sampled = 0;
	const watching = (async () => {
		while (Date.now() < endsAt) {
			sampled += 1;
			if (subscription()?.id !== first?.id) gaps += 1;
			await wait(100);
		}
	})();
	let mails = 0;
	while (Date.now() < endsAt) {
		simulator.events.deliverMessage(mailbox, { subject: `Mail ${++mails}`, from: 'megan@contoso.example' });
		await wait(times.gap);
	}
	await watching;
	const renewals = simulator.requests.filter(
		({ method, path }) => method === 'PATCH' && path.includes('/subscriptions/'),
	).length;
	const { lifecycle } = simulator.notifier.counters;
	const { items, failed } = await until('all mails have come', async () => {
		const outcome = await outcomeOf(n8n.client, id);
		return outcome.items.length >= mails ? outcome : undefined;
	});
	console.log(
		`${times.seconds} s with a life of ${times.lifeMinutes} min: ${renewals} renewals, ${lifecycle} lifecycle events, ${mails} mails, ${gaps} of ${sampled} looks without the subscription`,
	);
	expect(gaps).toBe(0);
	expect(renewals).toBeGreaterThanOrEqual(Math.floor(times.seconds / 60 / times.lifeMinutes));
	expect(lifecycle).toBeGreaterThan(0);
	expect(failed).toEqual([]);
	expect(items.map(({ subject }) => subject).sort()).toEqual(
		Array.from({ length: mails }, (_, n) => `Mail ${n + 1}`).sort(),
	);
});

test('what Graph says of the subscription itself starts nothing', async () => {
	const { simulator } = graph;
	const { id, subscription } = await activeWorkflow(n8n, graph, 'Lifecycle', {
		...inbox,
		event: ['updated'],
		clientSecret: secret,
	});
	const before = simulator.notifier.counters.lifecycle;
	for (const event of ['missed', 'reauthorizationRequired'] as const) {
		expect(simulator.notifier.tell(String(subscription()?.id), event)).toBe(true);
		await simulator.notifier.idle();
	}
	const old = subscription()?.id;
	simulator.notifier.remove(String(old));
	await until('the subscription is made again', async () => {
		const now = subscription()?.id;
		return (now !== undefined && now !== old) || undefined;
	});
	expect(simulator.notifier.counters.lifecycle - before).toBeGreaterThanOrEqual(3);
	await wait(2_000);
	expect((await outcomeOf(n8n.client, id)).count).toBe(0);
});
