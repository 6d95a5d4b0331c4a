import { setTimeout as wait } from 'node:timers/promises';
import { byId, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';

const product = useProduct({ seed: { messages: 1 } });
// Long enough for others to read what another process is about to write, in each of its steps.
const trigger = useTrigger(product, { database: 30 });
// Until all processes have checked that what they recorded is there.
afterAll(async () => await wait(5_000));

const adele = 'adelev@contoso.example';

test('a slow database, and each notification to two processes at the same moment: each message once', async () => {
	const workflow = trigger(
		{
			mode: 'instant',
			resource: 'message',
			event: ['created', 'updated'],
			mailbox: byId(adele),
		},
		{ queueMode: true, workers: 4 },
	);
	await workflow.activate();
	product.simulator.set({ notifications: { double: 1, delay: [0, 150], seed: 5 } });
	const subjects = Array.from({ length: 40 }, (_, index) => `Message ${index}`);
	for (const subject of subjects) product.simulator.events.deliverMessage(adele, { subject });
	await workflow.settled();
	const emitted = workflow.executions.flatMap(({ items }) => emittedOf(items));
	expect(emitted.sort()).toEqual(subjects.map((subject) => `created ${subject}`).sort());

	// What one process has recorded, the others have not written over.
	await workflow.poll();
	await workflow.poll();
	expect(workflow.executions.flatMap(({ items }) => emittedOf(items))).toHaveLength(subjects.length);
});

test('many from the beginning, by one poll: each message once, after a restart too', async () => {
	const deliver = (subject: string) => product.simulator.events.deliverMessage(adele, { subject });
	for (let n = 0; n < 700; n++) deliver(`Message ${n}`);
	const workflow = trigger(
		{
			mode: 'polling',
			resource: 'message',
			event: ['created'],
			mailbox: byId(adele),
			options: { startFrom: 'beginning' },
		},
		{ queueMode: true, workers: 2 },
	);
	await workflow.activate();
	const emitted = () => workflow.executions.flatMap(({ items }) => emittedOf(items));
	expect(new Set(emitted()).size).toBe(emitted().length);
	const before = emitted().length;
	expect(before).toBeGreaterThanOrEqual(700);
	deliver('One more');
	await workflow.poll();
	await workflow.restart();
	await workflow.poll();
	expect(emitted().slice(before)).toEqual(['created One more']);
});
