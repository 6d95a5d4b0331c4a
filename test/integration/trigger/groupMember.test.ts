import type { INodeParameters } from 'n8n-workflow';
import { byId, jsonOf, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';

const product = useProduct();
const trigger = useTrigger(product);

const group = (displayName = 'Newcomers') => {
	const found = [...product.simulator.graph.groups.values()].find((one) => one.displayName === displayName);
	if (found === undefined) throw new Error('No such group');
	return found;
};
const user = (at: number) => [...product.simulator.graph.users.keys()][at] ?? '';
const members = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'polling',
	resource: 'groupMember',
	event: ['created', 'deleted'],
	groupId: byId(group().id),
	...parameters,
});

test('joining, leaving, and rejoining count as three changes', async () => {
	const workflow = trigger(members());
	const { id: groupId, memberIds } = group();
	expect(await workflow.activate()).toEqual([]);
	expect(await workflow.poll()).toEqual([]);

	for (const event of ['created', 'deleted', 'created']) {
		if (event === 'created') memberIds.add(user(3));
		else memberIds.delete(user(3));
		const items = await workflow.poll();
		expect(jsonOf(items)).toEqual([
			{
				id: user(3),
				'@odata.type': '#microsoft.graph.user',
				groupId,
				groupDisplayName: 'Newcomers',
				change: { event, id: expect.any(String) },
			},
		]);
		expect(await workflow.poll()).toEqual([]);
	}
	const ids = workflow.executions.flatMap(({ items }) => items.map(({ json }) => Object(json.change).id));
	expect(new Set(ids).size).toBe(3);
});

test('members of other groups, and other changes of the group, are not emitted', async () => {
	const workflow = trigger(members());
	await workflow.activate();
	group('All Engineers').memberIds.add(user(0));
	group().description = 'For a start';
	expect(await workflow.poll()).toEqual([]);
});

test('a restart repeats nothing, and loses nothing', async () => {
	const workflow = trigger(members());
	await workflow.activate();
	const { memberIds } = group();
	memberIds.add(user(1));
	await workflow.poll();
	memberIds.add(user(2));
	expect(emittedOf(await workflow.poll(), 'id')).toEqual([`created ${user(2)}`]);
	expect(await workflow.restart()).toEqual([]);
	memberIds.add(user(4));
	expect(emittedOf(await workflow.restart(), 'id')).toEqual([`created ${user(4)}`]);
});

test('after delta links have expired, existing members are not emitted as added', async () => {
	group().memberIds.add(user(1));
	const workflow = trigger(members());
	await workflow.activate();
	product.simulator.expireDeltaLinks();
	expect(await workflow.poll()).toEqual([]);
	group().memberIds.add(user(2));
	expect(emittedOf(await workflow.poll(), 'id')).toEqual([`created ${user(2)}`]);
});

test('from the beginning: all who are there', async () => {
	const { id, memberIds } = group('All Engineers');
	const workflow = trigger(members({ groupId: byId(id), options: { startFrom: 'beginning' } }));
	expect(emittedOf(await workflow.activate(), 'id').sort()).toEqual(
		[...memberIds].map((member) => `created ${member}`).sort(),
	);
});

test('in the editor a member is the example, as a change has it', async () => {
	const { id } = group('All Engineers');
	expect(jsonOf(await trigger(members({ groupId: byId(id) })).fetchTestEvent())).toMatchObject([
		{ groupId: id, groupDisplayName: 'All Engineers', change: { event: 'created' } },
	]);
});

test('Graph notifies of members', async () => {
	const workflow = trigger(members({ mode: 'instant' }));
	await workflow.activate();
	group().memberIds.add(user(1));
	await workflow.settled();
	group().memberIds.delete(user(1));
	await workflow.settled();
	expect(workflow.executions.flatMap(({ items }) => emittedOf(items, 'id'))).toEqual([
		`created ${user(1)}`,
		`deleted ${user(1)}`,
	]);
});

test('a refusal names the permission', async () => {
	product.app.roles = ['Mail.Send'];
	await expect(trigger(members()).activate()).rejects.toMatchObject({
		httpCode: '403',
		message: expect.stringContaining('GroupMember.Read.All'),
	});
});
