import type { INodeParameters } from 'n8n-workflow';
import { newEntity } from '../../operations/entities';
import { plannerTasks, sampleBucket, samplePlan } from '../../../simulator/graph/routes/planner';
import { entitiesAt } from '../../../simulator/graph/rest';
import type { GraphWorld } from '../../../simulator/graph/world';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const run = async (operation: string, parameters: INodeParameters = {}) =>
	await product.run({ resource: 'plannerTask', operation, ...parameters });
const create = async (parameters: INodeParameters = {}) =>
	await run('create', {
		...{ planId: byId(samplePlan), bucketId: byId(sampleBucket), title: 'Fair' },
		...parameters,
	});
const bodies = () => product.graphCalls().map(({ body }) => body);
const states = () => product.graphCalls().map(({ headers }) => headers['if-match']);
const tasks = () => entitiesAt({ state: product.simulator.graph } as GraphWorld, plannerTasks, []);
const userId = (upn: string) => product.simulator.graph.findUser(`${upn}@contoso.example`)?.id ?? '';

const etag = (version: number) => `W/"JzEtVGFzayAgQEBAQEBAQEBAQEBAQEBAQ${version}Jw=="`;
const task = (more: object = {}) =>
	newEntity(product.simulator, plannerTasks, [], {
		...{ '@odata.etag': etag(1), planId: samplePlan, title: 'Sample', assignments: {} },
		...more,
	});
const conflict = (method: string, times: number) =>
	product.simulator.faults.add({
		...{ host: 'graph', method, times, path: /planner\/tasks\/[^/]+$/ },
		action: { status: 412, body: { error: { code: '', message: 'The If-Match header does not match.' } } },
	});

describe('create', () => {
	test('with people, times, progress and notes', async () => {
		const who = [userId('adelev'), userId('alexw')];
		const { items, error } = await create({
			additionalFields: {
				...{ assignTo: who.join(', '), dueDateTime: '2030-03-08T17:00:00+01:00', percentComplete: '50' },
				...{ priority: 1, startDateTime: '2030-03-04', description: 'Ask the region' },
			},
		});
		expect(error).toBeUndefined();
		const assignment = { '@odata.type': '#microsoft.graph.plannerAssignment', orderHint: ' !' };
		const id = String(items[0].json.id);
		expect(product.graphPaths()).toEqual([
			'POST /v1.0/planner/tasks',
			`GET /v1.0/planner/tasks/${id}/details`,
			`PATCH /v1.0/planner/tasks/${id}/details`,
		]);
		expect(bodies()).toEqual([
			{
				...{ planId: samplePlan, bucketId: sampleBucket, title: 'Fair', percentComplete: 50, priority: 1 },
				...{ dueDateTime: '2030-03-08T16:00:00.000Z', startDateTime: '2030-03-04T05:00:00.000Z' },
				assignments: Object.fromEntries(who.map((one) => [one, assignment])),
			},
			undefined,
			{ description: 'Ask the region' },
		]);
		expect(states()).toEqual([undefined, undefined, etag(1)]);
		expect(items[0].json).toMatchObject({ hasDescription: true, '@odata.etag': etag(1) });
		expect(items[0].json).not.toHaveProperty(['@odata.context']);
	});

	test('without a bucket', async () => {
		expect((await create({ bucketId: byId('') })).error).toBeUndefined();
		expect(bodies()).toEqual([{ planId: samplePlan, title: 'Fair' }]);
	});

	test('says that the task is there when its notes are not', async () => {
		product.simulator.faults.add({
			...{ host: 'graph', method: 'PATCH', path: /details$/, times: Infinity },
			action: { status: 403, body: { error: { code: '', message: 'No.' } } },
		});
		const { error } = await create({ additionalFields: { description: 'Ask' } });
		const [id] = [...tasks().values()].filter(({ title }) => title === 'Fair').map((one) => one.id);
		expect(error).toMatchObject({
			message: expect.stringContaining(`The task ${id} was created, but its description wasn't set: No.`),
			description: expect.stringMatching(/Don't create it again/),
		});
	});

	test('is not repeated when its outcome is unknown', async () => {
		product.simulator.faults.add({ host: 'graph', method: 'POST', after: true, action: { status: 504 } });
		const { error } = await create();
		expect(error?.message).toMatch(/outcome is unknown/);
		expect(product.graphPaths()).toEqual(['POST /v1.0/planner/tasks']);
	});

	test.each([
		[{ assignTo: 'adelev@contoso.example' }, /"Assign To": Planner needs object IDs/, /"User: Get"/],
		[{ dueDateTime: 'soon' }, /"Due" isn't a time/, /Enter a date and time/],
	])('is refused before Graph is asked: %j', async (additionalFields, message, fix) => {
		const { error } = await create({ additionalFields });
		expect(error?.message).toMatch(message);
		expect(error).toMatchObject({ description: expect.stringMatching(fix) });
		expect(product.graphPaths()).toEqual([]);
	});
});

describe('update', () => {
	test('fetches the state that the change is for', async () => {
		const [adele, alex] = [userId('adelev'), userId('alexw')];
		const plannerTaskId = task({ assignments: { [adele]: { orderHint: '85' } } });
		const { items, error } = await run('update', {
			plannerTaskId,
			updateFields: { percentComplete: '100', assignTo: alex, unassign: adele, dueDateTime: '' },
		});
		expect(error).toBeUndefined();
		expect(product.graphPaths()).toEqual([
			`GET /v1.0/planner/tasks/${plannerTaskId}`,
			`PATCH /v1.0/planner/tasks/${plannerTaskId}`,
		]);
		expect(product.graphCalls()[1].headers).toMatchObject({
			'if-match': etag(1),
			prefer: 'return=representation',
		});
		expect(bodies()[1]).toMatchObject({
			percentComplete: 100,
			dueDateTime: null,
			assignments: { [adele]: null },
		});
		expect(Object.keys(tasks().get(plannerTaskId)?.assignments as object)).toEqual([alex]);
		expect(items[0].json).toMatchObject({ percentComplete: 100, '@odata.etag': etag(2) });
	});

	test('with the state that the person read, once', async () => {
		const plannerTaskId = task({ '@odata.etag': etag(7) });
		const update = async () =>
			await run('update', { plannerTaskId, etag: etag(7), updateFields: { title: 'New' } });
		expect((await update()).error).toBeUndefined();
		expect(states()).toEqual([etag(7)]);
		// It has changed since.
		const { error } = await update();
		expect(error).toMatchObject({
			message: expect.not.stringMatching(/other than Graph/),
			description: expect.stringMatching(/Someone has changed the task.*HTTP 412/),
		});
		expect(product.graphPaths()).toHaveLength(2);
	});

	test('again after an answer that never came, unless it was for one state', async () => {
		const plannerTaskId = task();
		const update = async (state: string) => {
			const fault = { host: 'graph', method: 'PATCH', after: true, action: { status: 504 } } as const;
			product.simulator.faults.add(fault);
			return await run('update', { plannerTaskId, etag: state, updateFields: { title: 'New' } });
		};
		const fetched = await update('');
		expect(fetched.error).toBeUndefined();
		expect(states()).toEqual([undefined, etag(1), etag(1), undefined, etag(2)]);
		const given = await update(etag(3));
		expect(given.error?.message).toMatch(/outcome is unknown/);
		expect(states().slice(5)).toEqual([etag(3)]);
	});

	test('again when somebody came between, up to three times', async () => {
		const plannerTaskId = task();
		const update = async () => await run('update', { plannerTaskId, updateFields: { title: 'New' } });
		conflict('PATCH', 2);
		expect((await update()).error).toBeUndefined();
		expect(product.graphCalls().map(({ method }) => method)).toEqual([
			'GET',
			'PATCH',
			'GET',
			'PATCH',
			'GET',
			'PATCH',
		]);
		conflict('PATCH', 3);
		expect((await update()).error).toMatchObject({
			description: expect.stringMatching(/Someone has changed/),
		});
		expect(product.graphPaths()).toHaveLength(12);
	});

	test('of the notes alone leaves the rest', async () => {
		const plannerTaskId = task();
		const { items, error } = await run('update', { plannerTaskId, updateFields: { description: 'Notes' } });
		expect(error).toBeUndefined();
		expect(
			product.graphCalls().map(({ method, path }) => `${method} ${path.split(plannerTaskId)[1]}`),
		).toEqual(['GET /details', 'PATCH /details', 'GET ']);
		expect(items[0].json).toMatchObject({ id: plannerTaskId, hasDescription: true });
	});

	test('of the notes alone, but not of a task that has changed since', async () => {
		const plannerTaskId = task({ '@odata.etag': etag(2) });
		const update = async (state: string) =>
			await run('update', { plannerTaskId, etag: state, updateFields: { description: 'Notes' } });
		expect((await update(etag(1))).error).toMatchObject({
			message: expect.stringMatching(/has changed since it was read/),
			description: expect.stringMatching(/get it again/),
		});
		expect(product.graphCalls().map(({ method }) => method)).toEqual(['GET']);
		expect((await update(etag(2))).error).toBeUndefined();
	});

	test('of nothing is refused', async () => {
		const { error } = await run('update', { plannerTaskId: task(), updateFields: {} });
		expect(error?.message).toMatch(/There's nothing to update/);
		expect(product.graphPaths()).toEqual([]);
	});

	test('that a limit of Planner forbids', async () => {
		product.simulator.faults.add({
			...{ host: 'graph', method: 'PATCH' },
			action: { status: 403, body: { error: { code: '', message: 'MaximumTasksInProject' } } },
		});
		const { error } = await run('update', { plannerTaskId: task(), updateFields: { title: 'New' } });
		expect(error).toMatchObject({ description: expect.stringMatching(/A Planner limit is reached/) });
	});
});

describe('delete', () => {
	test('in the state that the task is in', async () => {
		const plannerTaskId = task({ '@odata.etag': etag(4) });
		const { items, error } = await run('delete', { plannerTaskId });
		expect(error).toBeUndefined();
		expect(states()).toEqual([undefined, etag(4)]);
		expect(jsonOf(items)).toEqual([{ deleted: true }]);
		expect(tasks().has(plannerTaskId)).toBe(false);
	});

	test('not in another state than the person read', async () => {
		const plannerTaskId = task({ '@odata.etag': etag(4) });
		const { error } = await run('delete', { plannerTaskId, etag: etag(3) });
		expect(error).toMatchObject({ description: expect.stringMatching(/get it again and use its new/) });
		expect(tasks().has(plannerTaskId)).toBe(true);
	});
});

describe('get', () => {
	test('with details, when asked for', async () => {
		const plannerTaskId = task();
		const plain = await run('get', { plannerTaskId });
		expect(plain.items[0].json).not.toHaveProperty('details');
		const whole = await run('get', { plannerTaskId, options: { details: true } });
		expect(whole.items[0].json).toMatchObject({ id: plannerTaskId, details: { id: plannerTaskId } });
	});

	test('a plan’s tasks, without what Planner does not take', async () => {
		task({ title: 'Elsewhere', planId: 'other' });
		const { items, error } = await run('getAll', { planId: byId(samplePlan), limit: 1 });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(product.graphCalls()[0].query).toEqual({});
		const all = await run('getAll', { planId: byId(samplePlan), returnAll: true });
		expect(jsonOf(all.items).map(({ title }) => title)).toEqual([
			'Update the client list',
			'Prepare the fair',
		]);
	});
});

describe('the lists to pick from', () => {
	const at = { resource: 'plannerTask', operation: 'create' };
	const parameters = {
		...at,
		planGroupId: byId('02bd9fd6-8f93-4758-87c3-1fb73740a315'),
		planId: byId(samplePlan),
	};

	test.each([
		['searchPlans', 'LAU', { name: 'Launch', value: samplePlan }],
		['searchBuckets', 'to', { name: 'To do', value: sampleBucket }],
	])('%s', async (method, filter, entry) => {
		expect((await product.list(method, { parameters })).results).toEqual([entry]);
		expect((await product.list(method, { parameters, filter })).results).toEqual([entry]);
		expect((await product.list(method, { parameters, filter: 'nothing' })).results).toEqual([]);
	});

	test.each([
		['searchPlans', 'group'],
		['searchBuckets', 'plan'],
	])('%s asks for the %s first, and names the permission', async (method, what) => {
		await expect(product.list(method, { parameters: at })).rejects.toMatchObject({
			message: expect.stringMatching(`^No ${what} is selected\\. Choose the ${what} first`),
			description: expect.stringContaining(`Choose the ${what} first`),
		});
		product.app.roles = ['Mail.Send'];
		await expect(product.list(method, { parameters })).rejects.toMatchObject({
			description: expect.stringContaining('Tasks.Read.All'),
		});
	});
});

test('a state that no header can hold is refused in a batch, too, and nothing is sent', async () => {
	const plannerTaskId = byId(task());
	const { items } = await product.run(
		{ resource: 'plannerTask', operation: 'delete', plannerTaskId, etag: 'W/"1"\r\nX-Evil: 1' },
		{ input: [{ json: {} }, { json: {} }], continueOnFail: 'continueRegularOutput' },
	);
	const message = expect.stringContaining(`can't be the value of the header "If-Match"`);
	expect(jsonOf(items)).toMatchObject([{ error: message }, { error: message }]);
	expect(product.graphPaths()).toEqual([]);
});
