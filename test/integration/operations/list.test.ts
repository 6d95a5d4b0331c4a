import { mappedColumns } from '../../operations/mappedColumns';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const orders = { siteId: byId('https://contoso.sharepoint.com/sites/marketing'), listId: byId('Orders') };
const run = async (operation: string, parameters = {}, resource = 'listItem') =>
	await product.run({ resource, operation, ...orders, ...parameters });

test('items are filtered by columns without an index', async () => {
	const options = { filter: "fields/Status eq 'Open'", columns: 'Title, Status' };
	const { items, error } = await run('getAll', { options });
	expect(error).toBeUndefined();
	expect(jsonOf(items).map(({ fields }) => fields)).toEqual([
		{ Title: 'Order 1', Status: 'Open' },
		{ Title: "O'Neill", Status: 'Open' },
	]);
	expect(product.graphCalls()[0].headers.prefer).toBe(
		'apiversion=2.1,HonorNonIndexedQueriesWarningMayFailRandomly',
	);
});

test('columns of all kinds are written as Graph takes them', async () => {
	const { error } = await run('update', {
		itemId: '1',
		...mappedColumns(
			{ name: 'Title', kind: 'text', value: 'New' },
			{ name: 'Amount', kind: 'number', value: '12.5' },
			{ name: 'Status', kind: 'text', value: '={{ null }}' },
			{ name: 'Tags', kind: 'choices', value: 'a, b' },
			{ name: 'Customer', kind: 'lookup', value: '4' },
			{ name: 'Owners', kind: 'lookups', value: '6,7' },
		),
	});
	expect(error).toBeUndefined();
	expect(product.graphCalls()[0].body).toEqual({
		Title: 'New',
		Amount: 12.5,
		Status: null,
		'Tags@odata.type': 'Collection(Edm.String)',
		Tags: ['a', 'b'],
		CustomerLookupId: 4,
		'OwnersLookupId@odata.type': 'Collection(Edm.Int32)',
		OwnersLookupId: [6, 7],
	});
});

const contoso = 'https://contoso.sharepoint.com';

test.each([
	[`${contoso}/sites/marketing/Lists/Orders`, ''],
	[`${contoso}/sites/marketing/Lists/Orders/AllItems.aspx?viewid=1`, ''],
	[`${contoso}/sites/marketing/lists/ORDERS/DispForm.aspx?ID=1`, ''],
	[`${contoso}/:l:/r/sites/marketing/Lists/Orders/AllItems.aspx`, ''],
	[`${contoso}/sites/sales/Lists/Orders`, 'The site has no list with the address'],
	[`${contoso}/sites/marketing/Lists/Order`, 'The site has no list with the address'],
])('a list by its address: %s', async (url, message) => {
	const { items, error } = await run('get', { listId: { __rl: true, mode: 'url', value: url } }, 'list');
	if (message === '') expect(items[0]?.json).toMatchObject({ displayName: 'Orders' });
	expect(error?.message ?? '').toMatch(message);
	const found = await run('getAll', { listId: { __rl: true, mode: 'url', value: url } });
	expect(found.items).toHaveLength(message === '' ? 3 : 0);
});

test.each([
	[mappedColumns(), /No column has a value/],
	[mappedColumns({ name: 'Amount', kind: 'number', value: 'many' }), /"Column Amount" isn.t a number/],
	[mappedColumns({ name: '', value: 'x' }), /"" can't be the internal name/],
])('what is no value is refused: %j', async (parameters, message) => {
	expect((await run('create', parameters)).error?.message).toMatch(message);
	expect(product.graphPaths()).toEqual([]);
});

test('a column that is not there: internal names', async () => {
	const { error } = await run('create', mappedColumns({ name: 'DueDate', value: 'x' }));
	expect(error).toMatchObject({ description: expect.stringMatching(/internal names/) });
});

test('a name that can be no internal one is refused before Graph is asked', async () => {
	const { error } = await run('create', mappedColumns({ name: 'Due Date', value: 'x' }));
	expect(error).toMatchObject({
		message: '"Due Date" can\'t be the internal name of a column.',
		description: expect.stringContaining('a space is _x0020_ there'),
	});
	expect(product.graphPaths()).toEqual([]);
});

test('changes, what is gone too', async () => {
	const [{ deltaLink }] = jsonOf((await run('getChanges', { startFromNow: true })).items);
	await run('delete', { itemId: '2' });
	const [{ changes }] = jsonOf((await run('getChanges', { deltaLink })).items);
	expect(changes).toEqual([{ id: '2', deleted: { state: 'deleted' } }]);
});

test('a list is made with columns, and shows them', async () => {
	const column = [{ name: 'Status', type: 'choice', choices: 'Open, Paid', required: true }];
	const made = { displayName: 'Invoices', columns: { column } };
	expect((await run('create', made, 'list')).error).toBeUndefined();
	expect(product.graphCalls()[0].body).toEqual({
		displayName: 'Invoices',
		list: { template: 'genericList' },
		columns: [{ name: 'Status', required: true, choice: { choices: ['Open', 'Paid'] } }],
	});
	const { items } = await run('get', { listId: byId('Invoices'), withColumns: true }, 'list');
	const columnNames = (items[0].json.columns as Array<{ name: string }>).map(({ name }) => name);
	expect(columnNames.slice(0, 2)).toEqual(['Title', 'Status']);
	expect((await run('create', made, 'list')).error).toBeDefined();
	const { results } = await product.list('searchLists', {
		parameters: { resource: 'list', operation: 'get', ...orders },
	});
	expect(results.map(({ name }) => name)).toEqual(['Orders', 'Invoices']);
});
