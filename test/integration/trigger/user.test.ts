import type { INodeParameters } from 'n8n-workflow';
import { jsonOf, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';

const product = useProduct();
const trigger = useTrigger(product);

const users = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'polling',
	resource: 'user',
	event: ['created', 'updated', 'deleted'],
	...parameters,
});
const add = (name: string) =>
	product.simulator.graph.addUser({ userPrincipalName: `${name}@contoso.example`, displayName: name });
const change = (id: string, properties: object) => {
	const { graph } = product.simulator;
	const user = graph.findUser(id);
	if (user === undefined) throw new Error(`No user ${id}`);
	graph.putUser({ ...user, ...properties });
};
const known = () => [...product.simulator.graph.users.values()];

test('created, updated and deleted, each once; what exists is not emitted', async () => {
	const workflow = trigger(users());
	expect(await workflow.activate()).toEqual([]);
	expect(await workflow.poll()).toEqual([]);

	const kim = add('Kim');
	const [created, ...others] = await workflow.poll();
	expect(others).toEqual([]);
	expect(created?.json).toMatchObject({
		id: kim.id,
		displayName: 'Kim',
		accountEnabled: true,
		change: { event: 'created' },
	});
	expect(await workflow.poll()).toEqual([]);

	const [old] = known();
	change(String(old?.id), { jobTitle: 'Owner' });
	expect(emittedOf(await workflow.poll(), 'jobTitle')).toEqual(['updated Owner']);
	expect(await workflow.poll()).toEqual([]);

	product.simulator.graph.removeUser(kim);
	expect(jsonOf(await workflow.poll())).toMatchObject([
		{ id: kim.id, '@removed': { reason: 'changed' }, change: { event: 'deleted' } },
	]);
	expect(await workflow.poll()).toEqual([]);
	expect(product.graphCalls()[0]).toMatchObject({ query: { $deltatoken: 'latest' } });
});

test.each([
	['who was there', () => String(known()[0]?.id)],
	['who is new', () => add('Kim').id],
])('%s is disabled, enabled and disabled: three updates', async (_, idOf) => {
	const workflow = trigger(users());
	await workflow.activate();
	const id = idOf();
	await workflow.poll();
	for (const accountEnabled of [false, true, false]) {
		change(id, { accountEnabled });
		expect(emittedOf(await workflow.poll(), 'accountEnabled')).toEqual([`updated ${accountEnabled}`]);
		expect(await workflow.poll()).toEqual([]);
	}
});

test('a restart repeats nothing, and loses nothing', async () => {
	const workflow = trigger(users());
	await workflow.activate();
	const { id } = add('Kim');
	await workflow.poll();
	change(id, { accountEnabled: false });
	await workflow.poll();
	expect(await workflow.restart()).toEqual([]);
	change(id, { accountEnabled: true });
	expect(emittedOf(await workflow.poll(), 'accountEnabled')).toEqual(['updated true']);
});

test('delta links that have ended: what is new comes once', async () => {
	const workflow = trigger(users());
	await workflow.activate();
	product.simulator.expireDeltaLinks();
	add('Kim');
	expect(emittedOf(await workflow.poll(), 'displayName')).toEqual(['created Kim']);
	expect(await workflow.poll()).toEqual([]);
});

test('everything that is there, with all properties, when it is wanted', async () => {
	const workflow = trigger(
		users({ event: ['created'], simplify: false, options: { startFrom: 'beginning' } }),
	);
	const items = jsonOf(await workflow.activate());
	expect(items).toHaveLength(known().length);
	expect(items[0]).toMatchObject({ usageLocation: expect.anything(), createdDateTime: expect.anything() });
});

test('in the editor the newest user is the example', async () => {
	const { id } = add('Kim');
	expect(jsonOf(await trigger(users()).fetchTestEvent())).toMatchObject([{ id, displayName: 'Kim' }]);
});

test('Graph notifies of new, changed and deleted users', async () => {
	const workflow = trigger(users({ mode: 'instant' }));
	await workflow.activate();
	const kim = add('Kim');
	await workflow.settled();
	product.simulator.graph.removeUser(kim);
	await workflow.settled();
	expect(workflow.executions.flatMap(({ items }) => emittedOf(items, 'id'))).toEqual([
		`created ${kim.id}`,
		`deleted ${kim.id}`,
	]);
});

test('a refusal names the permission', async () => {
	product.app.roles = ['Mail.Send'];
	await expect(trigger(users()).activate()).rejects.toMatchObject({
		httpCode: '403',
		message: expect.stringContaining('User.Read.All'),
	});
});
