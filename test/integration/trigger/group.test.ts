import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';
import { jsonOf, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';

const product = useProduct();
const trigger = useTrigger(product);

const groups = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'polling',
	resource: 'group',
	event: ['created', 'updated', 'deleted'],
	...parameters,
});
const known = () => product.simulator.graph.groups;
const old = () => {
	const group = [...known().values()].find(({ displayName }) => displayName === 'Newcomers');
	if (group === undefined) throw new Error('No such group');
	return group;
};
const add = (displayName: string) => {
	const id = randomUUID();
	const createdDateTime = new Date().toISOString();
	known().set(id, {
		...old(),
		id,
		displayName,
		createdDateTime,
		memberIds: new Set(),
		ownerIds: new Set(),
	});
	return id;
};

test.each([true, false])('created, updated and deleted, each once; Simplify %s', async (simplify) => {
	const workflow = trigger(groups({ simplify }));
	expect(await workflow.activate()).toEqual([]);
	const id = add('Choir');
	expect(emittedOf(await workflow.poll(), 'displayName')).toEqual(['created Choir']);
	expect(await workflow.poll()).toEqual([]);

	old().description = 'For a start';
	expect(emittedOf(await workflow.poll(), 'description')).toEqual(['updated For a start']);
	expect(await workflow.poll()).toEqual([]);

	known().delete(id);
	expect(emittedOf(await workflow.poll(), 'id')).toEqual([`deleted ${id}`]);
	expect(await workflow.poll()).toEqual([]);
});

test.each([true, false])('members who come are no change of the group; Simplify %s', async (simplify) => {
	const workflow = trigger(groups({ simplify }));
	await workflow.activate();
	old().memberIds.add([...product.simulator.graph.users.keys()][0] ?? '');
	expect(await workflow.poll()).toEqual([]);
});

test('in the editor a group is the example', async () => {
	expect(jsonOf(await trigger(groups()).fetchTestEvent())).toMatchObject([
		{ displayName: expect.anything(), createdDateTime: expect.anything(), change: { event: 'created' } },
	]);
});

test('Graph notifies of new groups, which needs Group.Read.All', async () => {
	const workflow = trigger(groups({ mode: 'instant' }));
	await workflow.activate();
	add('Choir');
	await workflow.settled();
	expect(workflow.executions.flatMap(({ items }) => emittedOf(items, 'displayName'))).toEqual([
		'created Choir',
	]);

	product.app.roles = ['GroupMember.Read.All'];
	await expect(trigger(groups({ mode: 'polling' })).activate()).resolves.toEqual([]);
});

test.each([
	['polling', ['Mail.Send'], 'GroupMember.Read.All'],
	['instant', ['GroupMember.Read.All'], 'Group.Read.All'],
])('%s: a refusal names the permission', async (mode, roles, permission) => {
	product.app.roles = roles;
	await expect(trigger(groups({ mode })).activate()).rejects.toMatchObject({
		httpCode: '403',
		message: expect.stringMatching(new RegExp(`(?<!\\w)${permission.replaceAll('.', '\\.')}`)),
	});
});
