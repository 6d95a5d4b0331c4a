import type { INodeParameters } from 'n8n-workflow';
import { samplePlan } from '../../../simulator/graph/routes/planner';
import { byId, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';
import { tenantOf, useClock } from './tenant';

const product = useProduct();
const trigger = useTrigger(product);
const tenant = tenantOf(product);
const clock = useClock();

const tasks = (parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'plannerTask',
	event: ['created', 'updated'],
	planId: byId(samplePlan),
	...parameters,
});
const create = async (title: string, more: object = {}) =>
	(await tenant.create('/planner/tasks', { planId: samplePlan, title, ...more })).id;
const emitted = (items: Parameters<typeof emittedOf>[0]) => emittedOf(items, 'title');

/** Changes a task as Planner requires it: with its ETag. */
async function change(id: string, body: object): Promise<void> {
	const { '@odata.etag': etag } = await tenant.get(`/planner/tasks/${id}`);
	await tenant.change(`/planner/tasks/${id}`, body, { 'if-match': String(etag) });
}

test('created and updated, each once; what existed and is unchanged is not emitted', async () => {
	const old = await create('Old');
	clock.pass(10 * 60_000);
	const workflow = trigger(tasks());
	expect(await workflow.activate()).toEqual([]);
	expect(await workflow.poll()).toEqual([]);
	const id = await create('New');
	expect(emitted(await workflow.poll())).toEqual(['created New']);
	expect(await workflow.poll()).toEqual([]);
	await change(old, { percentComplete: 50 });
	expect(emitted(await workflow.poll())).toEqual(['updated Old']);
	await change(id, { percentComplete: 100 });
	await change(old, { percentComplete: 100 });
	expect(emitted(await workflow.poll()).sort()).toEqual(['updated New', 'updated Old']);
	expect(await workflow.poll()).toEqual([]);
});

test('a restart of n8n loses nothing, and repeats nothing', async () => {
	const old = await create('Old');
	clock.pass(10 * 60_000);
	const workflow = trigger(tasks());
	await workflow.activate();
	await create('Before');
	expect(emitted(await workflow.poll())).toEqual(['created Before']);
	await change(old, { percentComplete: 50 });
	await create('Meanwhile');
	expect(emitted(await workflow.restart()).sort()).toEqual(['created Meanwhile', 'updated Old']);
	expect(await workflow.poll()).toEqual([]);
});

test('filters', async () => {
	const workflow = trigger(tasks({ filters: { progress: ['completed'], title: 'fair' } }));
	await workflow.activate();
	await create('Fair one', { percentComplete: 100 });
	await create('Fair two');
	await create('Other', { percentComplete: 100 });
	expect(emitted(await workflow.poll())).toEqual(['created Fair one']);
});

test('from the beginning, all that exists comes first', async () => {
	const workflow = trigger(tasks({ options: { startFrom: 'beginning' } }));
	expect(emitted(await workflow.activate())).toEqual([
		'created Update the client list',
		'created Prepare the fair',
	]);
	expect(await workflow.poll()).toEqual([]);
});

test('a plan with too many tasks is refused, rather than compared in part', async () => {
	const list = await tenant.get(`/planner/plans/${samplePlan}/tasks`);
	const [first] = list.value as object[];
	const value = Array.from({ length: 2001 }, (_, index) => ({ ...first, id: `task ${index}` }));
	product.simulator.faults.add({ host: 'graph', path: 'tasks', action: { status: 200, body: { value } } });
	await expect(trigger(tasks()).activate()).rejects.toThrow('2001 objects to compare');
});

test('needs Tasks.Read.All', async () => {
	product.app.roles = ['Tasks.Read.All'];
	await expect(trigger(tasks()).activate()).resolves.toEqual([]);
});
