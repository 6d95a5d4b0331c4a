import { byId, useProduct } from '../harness/product';
import { toldOf, useTrigger } from '../harness/trigger';

const product = useProduct({ seed: { messages: 1 } });
// Long enough for others to read what another process is about to write, in each of its steps.
const trigger = useTrigger(product, { database: 30 });

jest.setTimeout(60_000);

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
	const told = workflow.executions.flatMap(({ items }) => toldOf(items));
	expect(told.sort()).toEqual(subjects.map((subject) => `created ${subject}`).sort());

	// What one process has recorded, the others have not written over.
	await workflow.poll();
	await workflow.poll();
	expect(workflow.executions.flatMap(({ items }) => toldOf(items))).toHaveLength(subjects.length);
});
