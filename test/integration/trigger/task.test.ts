import type { INodeParameters } from 'n8n-workflow';
import { byId, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';
import { tenantOf, useClock } from './tenant';

const product = useProduct();
const trigger = useTrigger(product);
const tenant = tenantOf(product);
const clock = useClock();

const adele = 'adelev@contoso.example';
const lists = `/users/${adele}/todo/lists`;
const tasks = (parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'task',
	event: ['created', 'updated', 'deleted'],
	userId: byId(adele),
	...parameters,
});
const newList = async (displayName: string) => (await tenant.create(lists, { displayName })).id;
const newTask = async (list: string, title: string, more: object = {}) =>
	(await tenant.create(`${lists}/${list}/tasks`, { title, ...more })).id;
const emitted = (items: Parameters<typeof emittedOf>[0]) => emittedOf(items, 'title');

test('created, updated and deleted, each once', async () => {
	const list = await newList('Garden');
	const other = await newList('House');
	const old = await newTask(list, 'Old');
	clock.pass(3 * 60 * 60_000);
	const workflow = trigger(tasks({ taskListId: byId(list) }));
	expect(await workflow.activate()).toEqual([]);
	const id = await newTask(list, 'Water');
	await newTask(other, 'Clean');
	expect(emitted(await workflow.poll())).toEqual(['created Water']);
	expect(await workflow.poll()).toEqual([]);

	clock.pass(1000);
	await tenant.change(`${lists}/${list}/tasks/${old}`, { status: 'completed' });
	expect(emitted(await workflow.poll())).toEqual(['updated Old']);
	expect(await workflow.poll()).toEqual([]);

	await tenant.remove(`${lists}/${list}/tasks/${id}`);
	expect(await workflow.poll()).toMatchObject([{ json: { id, change: { event: 'deleted' } } }]);
	expect(await workflow.poll()).toEqual([]);
});

test('all lists, also those to come; what is in a deleted one is left out', async () => {
	const list = await newList('Garden');
	await newTask(list, 'Old');
	clock.pass(10 * 60_000);
	const workflow = trigger(tasks());
	expect(await workflow.activate()).toEqual([]);
	await newTask(list, 'Water');
	const other = await newList('House');
	await newTask(other, 'Clean');
	expect(emitted(await workflow.poll())).toEqual(['created Water', 'created Clean']);
	expect(await workflow.poll()).toEqual([]);
	await tenant.remove(`${lists}/${other}`);
	await newTask(list, 'Weed');
	expect(emitted(await workflow.poll())).toEqual(['created Weed']);
	expect(await workflow.poll()).toEqual([]);
});

test.each([
	[{ title: 'wat' }, ['created Water']],
	[{ status: ['completed', 'inProgress'] }, ['created Dig']],
	[{ importance: ['high'] }, ['created Dig']],
	[{ categories: 'garden' }, ['created Water']],
])('filters: %j', async (filters, expected) => {
	const list = await newList('Garden');
	const workflow = trigger(tasks({ filters }));
	await workflow.activate();
	await newTask(list, 'Water', { categories: ['Garden'] });
	await newTask(list, 'Dig', { status: 'completed', importance: 'high' });
	expect(emitted(await workflow.poll())).toEqual(expected);
});

test('there is nothing that Graph could call, whatever the delivery', async () => {
	const list = await newList('Garden');
	const workflow = trigger(tasks({ mode: 'instant' }));
	const before = product.simulator.notifier.subscriptions().length;
	await workflow.activate();
	expect(product.simulator.notifier.subscriptions()).toHaveLength(before);
	await newTask(list, 'Water');
	const [item] = await workflow.poll();
	expect(item?.json).toMatchObject({ title: 'Water' });
	expect(workflow.executions.at(-1)?.hints).toEqual([]);
});

test('a test in the editor gets a task', async () => {
	const items = await trigger(tasks()).fetchTestEvent();
	expect(items).toHaveLength(1);
	expect(items[0]?.json).toMatchObject({ title: expect.any(String) as string, change: { event: 'created' } });
});

test('needs Tasks.Read.All', async () => {
	product.app.roles = ['Tasks.Read.All'];
	await expect(trigger(tasks()).activate()).resolves.toEqual([]);
});

test('a refusal names the permission', async () => {
	product.app.roles = [];
	await expect(trigger(tasks()).activate()).rejects.toThrow('Tasks.Read.All');
});
