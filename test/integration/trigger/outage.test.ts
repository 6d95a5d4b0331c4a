import type { Fault } from '../../../simulator/faults';
import { byId, useProduct } from '../harness/product';
import { emittedOf, useTrigger, type Stored, type TriggerWorkflow } from '../harness/trigger';
import { adele, mailOfAdele, newMessages as messages, emitted } from './mailOfAdele';
import { useClock } from './tenant';

const product = useProduct({ seed: { messages: 5 } });
const trigger = useTrigger(product);
const clock = useClock();

const { deliver, subscriptionOf, subscriptionsAt } = mailOfAdele(product);

const minute = 60_000;

const always = { times: Infinity };
const noSignIn: Fault = { ...always, host: 'login', action: { status: 503 } };
const outages: Array<[string, Fault]> = [
	[
		'asks for a longer pause',
		{ ...always, host: 'graph', action: { status: 429, headers: { 'retry-after': '120' } } },
	],
	['answers too late', { ...always, host: 'graph', action: { delay: 6_000 } }],
	['cannot be signed in to', noSignIn],
];

/** n8n ends, and begins while Graph cannot be asked. */
async function beginsIn(outage: Fault, workflow: TriggerWorkflow, from?: Stored): Promise<void> {
	product.simulator.faults.add(outage);
	expect(await workflow.restart(from)).toEqual([]);
	product.simulator.faults.clear();
	clock.pass(3 * minute);
}

describe.each(outages)('n8n begins while Graph %s', (_, outage) => {
	test('what was active is, and the subscription stays', async () => {
		const workflow = trigger(messages());
		await workflow.activate();
		const before = subscriptionOf(workflow);
		await beginsIn(outage, workflow);
		deliver('New');
		await workflow.settled();
		await workflow.poll();
		expect(subscriptionOf(workflow)).toEqual(before);
		expect(emitted(workflow)).toEqual(['created New']);
	});

	test('the next poll makes the subscription that has ended meanwhile, and finds what came', async () => {
		const workflow = trigger(messages());
		await workflow.activate();
		product.simulator.notifier.remove(subscriptionOf(workflow).id, false);
		deliver('Meanwhile');
		await beginsIn(outage, workflow);
		await workflow.poll();
		expect(subscriptionsAt(workflow.webhookUrl)).toHaveLength(1);
		deliver('New');
		await workflow.settled();
		expect(emitted(workflow)).toEqual(['created Meanwhile', 'created New']);
	});

	test('with Polling delivery, too, the next poll finds what came', async () => {
		const workflow = trigger(messages({ mode: 'polling' }));
		await workflow.activate();
		deliver('Before');
		await workflow.poll();
		await beginsIn(outage, workflow);
		deliver('New');
		await workflow.poll();
		expect(emitted(workflow)).toEqual(['created Before', 'created New']);
	});
});

test('the next poll reports an outage that persists', async () => {
	const workflow = trigger(messages());
	await workflow.activate();
	product.simulator.faults.add(noSignIn);
	await workflow.restart();
	await expect(workflow.poll()).rejects.toThrow();
});

test('a person who activates the workflow gets the error at once', async () => {
	const workflow = trigger(messages());
	product.simulator.faults.add(noSignIn);
	await expect(workflow.activate()).rejects.toThrow();
});

test('an address of n8n that changed is put right by the next poll', async () => {
	const workflow = trigger(messages());
	await workflow.activate();
	const earlier = 'http://127.0.0.1:9/webhook/earlier/graph';
	const before = subscriptionOf(workflow);
	Object.assign(before, { notificationUrl: earlier });
	const { stored } = workflow;
	const subscription = { ...(stored.subscription as object), notificationUrl: earlier };
	await beginsIn(noSignIn, workflow, { ...stored, subscription });
	await workflow.poll();
	const all = product.simulator.notifier.subscriptions();
	expect(all.some(({ id }) => id === before.id)).toBe(false);
	expect(subscriptionsAt(workflow.webhookUrl)).toHaveLength(1);
});

describe('a read that takes longer than n8n gives an activation', () => {
	const slowly = () =>
		product.simulator.faults.add({ host: 'graph', path: /delta/, action: { delay: 6_000 } });

	test('goes on, and what it finds is emitted by the poll after that, once', async () => {
		const workflow = trigger(
			messages({ mode: 'polling', options: { startFrom: 'beginning' }, folderId: byId('archive') }),
		);
		product.simulator.events.deliverMessage(adele, { subject: 'Old', folder: 'archive' });
		slowly();
		expect(await workflow.activate()).toEqual([]);
		const [first, second] = await Promise.all([workflow.poll(), workflow.poll()]);
		expect(emittedOf([...first, ...second])).toEqual(['created Old']);
		expect(await workflow.poll()).toEqual([]);
	});

	test('one poll reports that it has failed', async () => {
		const workflow = trigger(messages({ mode: 'polling' }));
		slowly();
		product.simulator.faults.add({ host: 'graph', path: /delta/, action: { status: 403 } });
		await workflow.activate();
		const polls = await Promise.allSettled([workflow.poll(), workflow.poll()]);
		expect(polls.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});
});
