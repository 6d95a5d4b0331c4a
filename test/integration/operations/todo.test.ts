import type { INodeParameters } from 'n8n-workflow';
import { newEntity } from '../../operations/entities';
import { taskLists, tasks } from '../../../simulator/graph/routes/todo';
import { byId, itemsOf, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const berlin = 'Europe/Berlin';
const run = async (
	resource: 'task' | 'taskList',
	operation: string,
	parameters: INodeParameters = {},
	settings = {},
) => await product.run({ resource, operation, userId: byId(adele), ...parameters }, settings);
const bodies = () => product.graphCalls().map(({ body }) => body);
const list = (more: object = {}) =>
	newEntity(product.simulator, taskLists, [adele], {
		displayName: 'Trip',
		wellknownListName: 'none',
		...more,
	});
const task = (listId: string, more: object = {}) =>
	newEntity(product.simulator, tasks, [adele, listId], { title: 'Sample', status: 'notStarted', ...more });

describe('a task', () => {
	test('is created with times in the zone', async () => {
		const id = list();
		const { items, error } = await run('task', 'create', {
			taskListId: byId(id),
			title: 'Book the flight',
			timeZone: berlin,
			additionalFields: {
				...{ body: 'Window seat', categories: 'Red, Blue', importance: 'high', startDateTime: '' },
				...{ dueDateTime: '2030-03-04', reminderDateTime: '2030-03-03T08:00:00Z' },
				moreProperties: '{"linkedResources":[{"applicationName":"Shop"}]}',
			},
		});
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([
			{
				...{ title: 'Book the flight', importance: 'high', categories: ['Red', 'Blue'], isReminderOn: true },
				body: { contentType: 'text', content: 'Window seat' },
				dueDateTime: { dateTime: '2030-03-04T00:00:00', timeZone: berlin },
				reminderDateTime: { dateTime: '2030-03-03T08:00:00', timeZone: 'UTC' },
				linkedResources: [{ applicationName: 'Shop' }],
			},
		]);
		expect(product.graphPaths()).toEqual([`POST /v1.0/users/${adele}/todo/lists/${id}/tasks`]);
		expect(items[0].json).toMatchObject({ id: expect.any(String), title: 'Book the flight' });
	});

	test('is completed, its due time taken away', async () => {
		const id = list();
		const taskId = task(id, { dueDateTime: { dateTime: '2030-03-04T00:00:00', timeZone: 'UTC' } });
		const { items, error } = await run('task', 'update', {
			...{ taskListId: byId(id), taskId, timeZone: berlin },
			updateFields: { status: 'completed', dueDateTime: '' },
		});
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([{ status: 'completed', dueDateTime: null }]);
		expect(items[0].json).toMatchObject({ id: taskId, status: 'completed', dueDateTime: null });
	});

	test('is not reminded of when that is turned off', async () => {
		const id = list();
		const updateFields = { reminderDateTime: '2030-03-03T08:00', isReminderOn: false };
		await run('task', 'update', { taskListId: byId(id), taskId: task(id), timeZone: '', updateFields });
		expect(bodies()).toEqual([
			{ isReminderOn: false, reminderDateTime: { dateTime: '2030-03-03T08:00:00', timeZone: 'UTC' } },
		]);
	});

	test.each([
		[{ updateFields: { dueDateTime: 'soon' } }, /"Due" isn't a time: "soon"/],
		[{ updateFields: {} }, /There's nothing to update/],
	])('is not changed with %j', async (parameters, message) => {
		const id = list();
		const { error } = await run('task', 'update', { taskListId: byId(id), taskId: task(id), ...parameters });
		expect(error?.message).toMatch(message);
		expect(product.graphPaths()).toEqual([]);
	});

	test('is found by its status and title', async () => {
		const id = list();
		task(id, { title: 'Rent the car', status: 'completed' });
		task(id, { title: 'Rent the boat' });
		const getAll = async (filters: INodeParameters, options: INodeParameters = {}) => {
			const { items, error } = await run('task', 'getAll', { taskListId: byId(id), filters, options });
			expect(error).toBeUndefined();
			return jsonOf(items).map(({ title }) => title);
		};
		expect(await getAll({ status: 'completed', title: 'Rent' })).toEqual(['Rent the car']);
		expect(await getAll({ title: 'Rent' }, { orderBy: 'title' })).toEqual(['Rent the boat', 'Rent the car']);
		expect(await getAll({ title: 'Rent' }, { filter: "status ne 'completed'" })).toEqual(['Rent the boat']);
	});

	test('of each item, in one call', async () => {
		const id = list();
		const input = itemsOf(...['a', 'b', 'c'].map((title) => ({ id: task(id, { title }) })));
		const { items } = await run(
			'task',
			'get',
			{ taskListId: byId(id), taskId: '={{ $json.id }}' },
			{ input },
		);
		expect(jsonOf(items).map(({ title }) => title)).toEqual(['a', 'b', 'c']);
		expect(product.simulator.requests.filter(({ host }) => host === 'graph')).toHaveLength(1);
	});
});

describe('a task list', () => {
	test('is created, renamed and deleted', async () => {
		const { items } = await run('taskList', 'create', { displayName: 'Move' });
		const taskListId = byId(String(items[0].json.id));
		const renamed = await run('taskList', 'update', { taskListId, displayName: 'House' });
		expect(renamed.items[0].json).toMatchObject({ displayName: 'House', id: items[0].json.id });
		expect(jsonOf((await run('taskList', 'delete', { taskListId })).items)).toEqual([{ deleted: true }]);
		expect(bodies()).toEqual([{ displayName: 'Move' }, { displayName: 'House' }, undefined]);
		const left = await run('taskList', 'getAll', { options: { filter: "displayName eq 'House'" } });
		expect(left.items).toEqual([]);
	});

	test.each(['update', 'delete'])('that To Do made itself stays as it is: %s', async (operation) => {
		const taskListId = byId(list({ wellknownListName: 'flaggedEmails' }));
		const { error } = await run('taskList', operation, { taskListId, displayName: 'Mine' });
		expect(error).toMatchObject({
			description: expect.stringMatching(/\(Tasks, Flagged emails\) can't be renamed or deleted/),
		});
	});
});

describe('the list of task lists to pick from', () => {
	const at = { resource: 'task', operation: 'getAll' };
	const parameters = { ...at, userId: byId(adele) };

	test('shows those of the user, searched by what was typed', async () => {
		const id = list({ displayName: 'Garden' });
		const all = await product.list('searchTaskLists', { parameters });
		expect(all.results.map(({ name }) => name)).toEqual(['Tasks', 'Travel', 'Garden']);
		const found = await product.list('searchTaskLists', { parameters, filter: 'gard' });
		expect(found.results).toEqual([{ name: 'Garden', value: id }]);
	});

	test('asks for the user first, and names the permission', async () => {
		await expect(product.list('searchTaskLists', { parameters: at })).rejects.toMatchObject({
			message: expect.stringMatching(/No user is selected/),
			description: expect.stringMatching(/Choose the user first/),
		});
		product.app.roles = ['Mail.Send'];
		await expect(product.list('searchTaskLists', { parameters })).rejects.toMatchObject({
			description: expect.stringContaining('Tasks.Read.All'),
		});
	});
});
