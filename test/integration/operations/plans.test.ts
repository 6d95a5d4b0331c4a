import type { INodeParameters } from 'n8n-workflow';
import { newEntity } from '../../operations/entities';
import { etagOf, plannerTasks, sampleBucket, samplePlan } from '../../../simulator/graph/routes/planner';
import { buckets, plans } from '../../../simulator/graph/routes/plans';
import { entitiesAt } from '../../../simulator/graph/rest';
import type { GraphWorld } from '../../../simulator/graph/world';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const run = async (resource: string, operation: string, parameters: INodeParameters = {}) =>
	await product.run({ resource, operation, ...parameters });
const world = () => ({ state: product.simulator.graph }) as GraphWorld;
const states = () => product.graphCalls().map(({ headers }) => headers['if-match']);
const bodies = () => product.graphCalls().map(({ body }) => body);
const groupId = () => byId([...product.simulator.graph.groups.keys()][0] ?? '');

describe('plans', () => {
	test('are created for a group, listed, and got', async () => {
		const { items, error } = await run('plannerPlan', 'create', { groupId: groupId(), title: 'Fair' });
		expect(error).toBeUndefined();
		const url = `${product.simulator.graphUrl}/v1.0/groups/${groupId().value as string}`;
		expect(bodies()).toEqual([{ container: { url }, title: 'Fair' }]);
		const planId = byId(String(items[0].json.id));
		const listed = await run('plannerPlan', 'getAll', { groupId: groupId() });
		expect(jsonOf(listed.items).map(({ title }) => title)).toEqual(['Launch', 'Fair']);
		const got = await run('plannerPlan', 'get', { planId, options: { details: true } });
		expect(got.items[0].json).toMatchObject({ title: 'Fair', '@odata.etag': expect.any(String) });
		expect(product.graphCalls().at(-1)?.query).toEqual({ $expand: 'details' });
	});

	test('are not created twice when the outcome is unknown', async () => {
		product.simulator.faults.add({ host: 'graph', method: 'POST', after: true, action: { status: 504 } });
		const { error } = await run('plannerPlan', 'create', { groupId: groupId(), title: 'Fair' });
		expect(error?.message).toMatch(/outcome is unknown/);
		expect(product.graphPaths()).toEqual(['POST /v1.0/planner/plans']);
	});
});

describe.each([
	['plannerPlan', 'planId', plans, { title: 'Old' }, { title: 'New' }, 'plan'],
	['plannerBucket', 'bucketId', buckets, { name: 'Old', planId: samplePlan }, { name: 'New' }, 'bucket'],
] as const)('%s', (resource, field, collection, own, updateFields, what) => {
	const make = (version = 1) =>
		newEntity(product.simulator, collection, [], { '@odata.etag': etagOf(version), ...own });

	test('is updated in the state that was fetched, and returned', async () => {
		const id = make();
		const { items, error } = await run(resource, 'update', { [field]: byId(id), updateFields });
		expect(error).toBeUndefined();
		expect(states()).toEqual([undefined, etagOf(1)]);
		expect(bodies()[1]).toEqual(updateFields);
		expect(items[0].json).toMatchObject({ id, ...updateFields, '@odata.etag': etagOf(2) });
		expect(items[0].json).not.toHaveProperty(['@odata.context']);
	});

	test('is updated and deleted in the state that was read only', async () => {
		const id = make(7);
		const stale = { [field]: byId(id), etag: etagOf(6) };
		for (const operation of ['update', 'delete']) {
			const { error } = await run(resource, operation, { ...stale, updateFields });
			expect(error).toMatchObject({
				description: expect.stringContaining(`Someone has changed the ${what}`),
			});
		}
		expect(entitiesAt(world(), collection, []).get(id)).toMatchObject(own);
		const { items } = await run(resource, 'delete', { [field]: byId(id), etag: etagOf(7) });
		expect(jsonOf(items)).toEqual([{ deleted: true }]);
		expect(entitiesAt(world(), collection, []).has(id)).toBe(false);
	});

	test('is updated again when somebody came between', async () => {
		const id = make();
		product.simulator.faults.add({
			...{ host: 'graph', method: 'PATCH', times: 1 },
			action: { status: 412, body: { error: { code: '', message: 'It does not match.' } } },
		});
		expect((await run(resource, 'update', { [field]: byId(id), updateFields })).error).toBeUndefined();
		expect(product.graphCalls().map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET', 'PATCH']);
	});
});

test('buckets of a plan are listed, created, and picked', async () => {
	const planId = byId(samplePlan);
	const created = await run('plannerBucket', 'create', { planId, name: 'Done' });
	expect(created.error).toBeUndefined();
	expect(bodies()).toEqual([{ name: 'Done', planId: samplePlan, orderHint: ' !' }]);
	const listed = await run('plannerBucket', 'getAll', { planId });
	expect(jsonOf(listed.items).map(({ name }) => name)).toEqual(['To do', 'Done']);
	const parameters = { resource: 'plannerBucket', operation: 'update', listedPlanId: planId };
	const { results } = await product.list('searchBucketsOfPlan', { parameters, filter: 'to' });
	expect(results).toEqual([{ name: 'To do', value: sampleBucket }]);
});

describe('the details of a task', () => {
	const task = () =>
		newEntity(product.simulator, plannerTasks, [], {
			'@odata.etag': etagOf(1),
			planId: samplePlan,
			title: 'x',
		});
	const update = async (plannerTaskId: string, updateFields: INodeParameters) =>
		await run('plannerTask', 'updateDetails', { plannerTaskId, updateFields });

	test('get a checklist, of which entries are checked and removed', async () => {
		const id = task();
		const made = await update(id, { addItems: 'Room, Food', description: 'Notes' });
		expect(made.error).toBeUndefined();
		const { checklist } = made.items[0].json as { checklist: Record<string, { title: string }> };
		const [room = '', food = ''] = Object.keys(checklist);
		expect(room).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
		expect(Object.values(checklist)).toMatchObject([
			{ title: 'Room', isChecked: false },
			{ title: 'Food', isChecked: false },
		]);
		const changed = await update(id, { checkItems: room, removeItems: food });
		expect(changed.error).toBeUndefined();
		const got = await run('plannerTask', 'getDetails', { plannerTaskId: id });
		expect(got.items[0].json).toMatchObject({ description: 'Notes' });
		expect(got.items[0].json.checklist).toEqual({ [room]: expect.objectContaining({ isChecked: true }) });
	});

	test('get no entry twice after an answer that never came', async () => {
		const id = task();
		product.simulator.faults.add({ host: 'graph', method: 'PATCH', after: true, action: { status: 504 } });
		const { items, error } = await update(id, { addItems: 'Room' });
		expect(error).toBeUndefined();
		expect(Object.keys(items[0].json.checklist as object)).toHaveLength(1);
		expect(product.graphCalls().filter(({ method }) => method === 'PATCH').length).toBeGreaterThan(1);
	});

	test('take entries by title, and refuse others', async () => {
		const id = task();
		await update(id, { addItems: 'Book a room' });
		const { items } = await update(id, { checkItems: 'Book a room' });
		const checklist = items[0].json.checklist as object;
		expect(Object.values(checklist)).toMatchObject([{ title: 'Book a room', isChecked: true }]);
		const { error } = await update(id, { removeItems: 'Book the room' });
		expect(error).toMatchObject({
			message: '"Remove Checklist Items": the task has no checklist item "Book the room".',
			description: expect.stringMatching(/"Get Details"/),
		});
	});

	test('are not changed for nothing', async () => {
		expect((await update(task(), {})).error?.message).toMatch(/There's nothing to update/);
		expect(product.graphPaths()).toEqual([]);
	});
});
