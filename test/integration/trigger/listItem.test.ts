import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { byId, useProduct } from '../harness/product';
import { useTrigger } from '../harness/trigger';
import { tenantOf, useClock } from './tenant';

const product = useProduct();
const trigger = useTrigger(product);
const tenant = tenantOf(product);
const clock = useClock();

const site = 'contoso.sharepoint.com:/sites/marketing:';
const items = `/sites/${site}/lists/Orders/items`;
const orders = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'polling',
	resource: 'listItem',
	event: ['created', 'updated', 'deleted'],
	siteId: byId('https://contoso.sharepoint.com/sites/marketing'),
	listId: byId('Orders'),
	...parameters,
});
const create = async (Title: string) => await tenant.create(items, { fields: { Title, Status: 'Open' } });
const emitted = (found: INodeExecutionData[]) =>
	found.map(({ json }) => {
		const { change, fields } = json as { change: IDataObject; fields?: IDataObject };
		return `${String(change.event)} ${String(fields?.Title)}`;
	});

test('created, updated and deleted, each once', async () => {
	const workflow = trigger(orders());
	expect(await workflow.activate()).toEqual([]);
	const { id } = await create('Order 4');
	expect(emitted(await workflow.poll())).toEqual(['created Order 4']);
	expect(await workflow.poll()).toEqual([]);

	await tenant.change(`${items}/1/fields`, { Status: 'Paid' });
	expect(emitted(await workflow.poll())).toEqual(['updated Order 1']);
	await tenant.change(`${items}/1/fields`, { Status: 'Open' });
	expect(emitted(await workflow.poll())).toEqual(['updated Order 1']);
	expect(await workflow.poll()).toEqual([]);

	await tenant.remove(`${items}/${id}`);
	const [gone, ...others] = await workflow.poll();
	expect(gone?.json).toMatchObject({ id, change: { event: 'deleted' } });
	expect(others).toEqual([]);
	expect(await workflow.poll()).toEqual([]);
});

test('only the events that were chosen', async () => {
	const workflow = trigger(orders({ event: ['updated'] }));
	await workflow.activate();
	await create('Order 4');
	await tenant.change(`${items}/2/fields`, { Status: 'Open' });
	expect(emitted(await workflow.poll())).toEqual(['updated Order 2']);
});

test('only the columns that were chosen', async () => {
	const workflow = trigger(orders({ options: { columns: 'Title' } }));
	await workflow.activate();
	await create('Order 4');
	expect((await workflow.poll())[0]?.json.fields).toEqual({ Title: 'Order 4' });
});

test('a test in the editor gets the item that was changed last', async () => {
	clock.pass(2_000);
	await tenant.change(`${items}/2/fields`, { Status: 'Open' });
	expect(emitted(await trigger(orders()).fetchTestEvent())).toEqual(['created Order 2']);
});

test('Graph notifies of a change in the list, which the subscription names by IDs', async () => {
	const workflow = trigger(orders({ mode: 'instant' }));
	await workflow.activate();
	const [subscription] = product.simulator.notifier
		.subscriptions()
		.filter(({ notificationUrl }) => notificationUrl === workflow.webhookUrl);
	expect(subscription).toMatchObject({ changeType: 'updated' });
	expect(subscription?.resource).toMatch(/^sites\/contoso\.sharepoint\.com,[^/]+\/lists\/[0-9a-f-]{36}$/);
	await create('Order 4');
	await workflow.settled();
	expect(workflow.executions.flatMap((execution) => emitted(execution.items))).toEqual(['created Order 4']);
});

test.each([
	['polling', ['Mail.Read'], 'Sites.Read.All'],
	['instant', ['Sites.Read.All'], 'Sites.ReadWrite.All'],
])('a refusal names the permission: %s', async (mode, roles, needed) => {
	product.app.roles = roles;
	await expect(trigger(orders({ mode })).activate()).rejects.toMatchObject({
		message: expect.stringContaining(needed) as string,
	});
});
