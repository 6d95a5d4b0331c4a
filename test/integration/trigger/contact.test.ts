import type { INodeParameters } from 'n8n-workflow';
import { byId, fromList, useProduct } from '../harness/product';
import { emittedOf, useTrigger } from '../harness/trigger';
import { tenantOf, useClock } from './tenant';

const product = useProduct();
const trigger = useTrigger(product);
const tenant = tenantOf(product);
const clock = useClock();

const adele = 'adelev@contoso.example';
const path = `/users/${adele}/contacts`;
const contacts = (parameters: INodeParameters = {}): INodeParameters => ({
	mode: 'polling',
	resource: 'contact',
	event: ['created', 'updated', 'deleted'],
	mailbox: byId(adele),
	...parameters,
});
const create = async (givenName: string, more: object = {}, at = path) =>
	await tenant.create(at, { givenName, ...more });
const emitted = (items: Parameters<typeof emittedOf>[0]) => emittedOf(items, 'givenName');

test('created, updated and deleted, each once', async () => {
	const workflow = trigger(contacts());
	expect(await workflow.activate()).toEqual([]);
	const { id } = await create('Kim');
	expect(emitted(await workflow.poll())).toEqual(['created Kim']);
	expect(await workflow.poll()).toEqual([]);

	await tenant.change(`${path}/${id}`, { jobTitle: 'Buyer' });
	expect(emitted(await workflow.poll())).toEqual(['updated Kim']);
	await tenant.change(`${path}/${id}`, { jobTitle: 'Seller' });
	expect(emitted(await workflow.poll())).toEqual(['updated Kim']);
	expect(await workflow.poll()).toEqual([]);

	await tenant.remove(`${path}/${id}`);
	const [gone, ...others] = await workflow.poll();
	expect(gone?.json).toMatchObject({ id, change: { event: 'deleted' } });
	expect(others).toEqual([]);
	expect(await workflow.poll()).toEqual([]);
});

test('what was made shortly before the trigger was activated is not new when it changes', async () => {
	const { id } = await create('Kim');
	clock.pass(10 * 60_000);
	const workflow = trigger(contacts());
	await workflow.activate();
	await tenant.change(`${path}/${id}`, { jobTitle: 'Buyer' });
	expect(emitted(await workflow.poll())).toEqual(['updated Kim']);

	await create('Robin');
	product.simulator.expireDeltaLinks();
	expect(emitted(await workflow.poll())).toEqual(['created Robin']);
});

test.each([
	[{ displayName: 'kim' }, ['created Kim']],
	[{ companyName: 'FABRI' }, ['created Robin']],
	[{ address: '@fabrikam.example, x@y.example' }, ['created Robin']],
	[{ categories: 'customers' }, ['created Kim']],
])('what passes the filters: %j', async (filters, expected) => {
	const workflow = trigger(contacts({ filters }));
	await workflow.activate();
	await create('Kim', { categories: ['Customers'] });
	await create('Robin', {
		companyName: 'Fabrikam',
		emailAddresses: [{ name: 'Robin', address: 'Robin@Fabrikam.example' }],
	});
	expect(emitted(await workflow.poll())).toEqual(expected);
});

test('the list of folders to pick from shows those below others by their path', async () => {
	const path = `/users/${adele}/contactFolders`;
	const { id } = await tenant.create(path, { displayName: 'Suppliers' });
	const below = await tenant.create(`${path}/${id}/childFolders`, { displayName: 'Abroad' });
	const { results } = await product.list('searchContactFolders', {
		parameters: { resource: 'contact', operation: 'getAll', mailbox: byId(adele) },
	});
	expect(results).toEqual([
		{ name: 'Suppliers', value: id },
		{ name: 'Suppliers/Abroad', value: below.id },
	]);
});

test('those of one folder', async () => {
	const folder = await tenant.create(`/users/${adele}/contactFolders`, { displayName: 'Suppliers' });
	const { results } = await product.list('searchContactFolders', {
		parameters: { resource: 'contact', operation: 'getAll', mailbox: byId(adele) },
	});
	expect(results).toEqual([{ name: 'Suppliers', value: folder.id }]);
	const workflow = trigger(contacts({ mode: 'instant', contactFolderId: fromList(folder.id) }));
	await workflow.activate();
	await create('Kim');
	await create('Robin', {}, `/users/${adele}/contactFolders/${folder.id}/contacts`);
	await workflow.settled();
	expect(workflow.executions.flatMap(({ items }) => emitted(items))).toEqual(['created Robin']);
});

test('simplified, or whole', async () => {
	const [simple, whole] = [trigger(contacts()), trigger(contacts({ simplify: false }))];
	await simple.activate();
	await whole.activate();
	await create('Kim');
	expect((await simple.poll())[0]?.json).not.toHaveProperty('homePhones');
	expect((await whole.poll())[0]?.json).toHaveProperty('homePhones');
});

test('a test in the editor gets the newest contact', async () => {
	await create('Newest');
	expect(emitted(await trigger(contacts()).fetchTestEvent())).toEqual(['created Newest']);
});

test('a refusal names the permission', async () => {
	product.app.roles = ['Mail.Read'];
	await expect(trigger(contacts()).activate()).rejects.toMatchObject({
		message: expect.stringContaining('Contacts.Read') as string,
	});
});
