import type { INodeParameters } from 'n8n-workflow';
import { listOf, siteOf } from '../../../simulator/graph/state/sites';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const orders = { siteId: byId('https://contoso.sharepoint.com/sites/marketing'), listId: byId('Orders') };
const run = async (operation: string, parameters: object = {}) =>
	await product.run({ resource: 'list', operation, ...orders, ...parameters } as INodeParameters);
const site = () => siteOf(product.simulator.graph, 'contoso.sharepoint.com:/sites/marketing');
const list = () => listOf(product.simulator.graph, site(), 'Orders');
const column = (name: string) =>
	(list().columns as Array<Record<string, unknown>>).find((one) => one.name === name);
const byName = (value: string) => ({ __rl: true, mode: 'name', value });
const textOf = (error: unknown) => {
	const { message = '', description = '' } = (error ?? {}) as { message?: string; description?: string };
	return `${message} ${description}`;
};
const last = () => product.graphCalls().at(-1);

test('a list gets another name and description, and is deleted', async () => {
	const updateFields = { displayName: 'Orders 2026', description: '' };
	const { items, error } = await run('update', { updateFields });
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ displayName: 'Orders 2026', name: 'Orders' });
	expect(last()?.body).toEqual({ displayName: 'Orders 2026', description: null });
	const removed = await run('delete', { listId: byId('Orders 2026') });
	expect(jsonOf(removed.items)).toEqual([{ deleted: true }]);
	expect(() => list()).toThrow('List not found');
});

test('a name that is taken, and a list that is not there, are said', async () => {
	await run('create', { displayName: 'Bills' });
	expect(textOf((await run('update', { updateFields: { displayName: 'Bills' } })).error)).toMatch(
		/already has a list with this name/,
	);
	expect(textOf((await run('delete', { listId: byId('Nothing') })).error)).toMatch(/Check the site and list/);
	expect(textOf((await run('update', { updateFields: {} })).error)).toMatch(/nothing to update/);
});

test('columns come with their internal names', async () => {
	const { items, error } = await run('getColumns', { returnAll: true });
	expect(error).toBeUndefined();
	expect(jsonOf(items).map(({ name }) => name)).toEqual(
		expect.arrayContaining(['Title', 'Status', 'Modified']),
	);
});

test.each([
	[{ type: 'text' }, { text: {} }],
	[{ type: 'multilineText' }, { text: { allowMultipleLines: true } }],
	[{ type: 'choice', choices: 'a, b' }, { choice: { choices: ['a', 'b'] } }],
	[{ type: 'choice', choices: 'a', multiple: true }, { choice: { choices: ['a'], displayAs: 'checkBoxes' } }],
	[{ type: 'personOrGroup', multiple: true }, { personOrGroup: { allowMultipleSelection: true } }],
	[
		{ type: 'lookup', lookupListId: '1', multiple: true },
		{ lookup: { listId: '1', columnName: 'Title', allowMultipleValues: true } },
	],
	[{ type: 'hyperlinkOrPicture' }, { hyperlinkOrPicture: {} }],
	[
		{ type: 'more', additionalFields: { moreProperties: '{"calculated": {"formula": "=1"}}' } },
		{ calculated: { formula: '=1' } },
	],
	// What is set for another type and is no longer shown.
	[{ type: 'number', multiple: true, choices: 'a' }, { number: {} }],
])('a column is added: %j', async (parameters, facet) => {
	const { items, error } = await run('addColumn', { name: 'Extra', ...parameters });
	expect(error).toBeUndefined();
	expect(last()?.body).toEqual({ name: 'Extra', ...facet });
	expect(items[0].json).toMatchObject({ name: 'Extra' });
	expect(column('Extra')).toMatchObject(facet);
});

test('a column has what was added under "Additional Fields"', async () => {
	const additionalFields = {
		displayName: 'Order State',
		required: true,
		indexed: true,
		enforceUniqueValues: true,
		defaultValue: 'Open',
	};
	const { error } = await run('addColumn', { name: 'State', type: 'text', additionalFields });
	expect(error).toBeUndefined();
	expect(last()?.body).toEqual({
		...additionalFields,
		name: 'State',
		text: {},
		defaultValue: { value: 'Open' },
	});
});

test('a column is changed by its name or ID, and deleted', async () => {
	const updateFields = { choices: 'Open, Paid, Late', indexed: true, description: '' };
	const { error } = await run('updateColumn', { columnId: byName('Status'), updateFields });
	expect(error).toBeUndefined();
	expect(last()?.body).toEqual({
		choice: { choices: ['Open', 'Paid', 'Late'] },
		indexed: true,
		description: null,
	});
	expect(column('Status')).toMatchObject({ indexed: true, choice: { choices: ['Open', 'Paid', 'Late'] } });
	const id = String(column('Status')?.id);
	expect(jsonOf((await run('deleteColumn', { columnId: byId(id) })).items)).toEqual([{ deleted: true }]);
	expect(column('Status')).toBeUndefined();
});

test.each([
	[
		'updateColumn',
		{ columnId: byName('Nothing'), updateFields: { indexed: true } },
		/no column with the internal name "Nothing"/,
	],
	['updateColumn', { columnId: byName('Status'), updateFields: {} }, /nothing to update/],
	['addColumn', { name: 'Modified', type: 'text' }, /already has a column with this internal name/],
	['addColumn', { name: 'Extra', type: 'lookup', lookupListId: '={{ null }}' }, /"Lookup List ID" is empty/],
])('%s is refused: %j', async (operation, parameters, message) => {
	expect(textOf((await run(operation, parameters)).error)).toMatch(message);
});

test('a picker has the columns that can be changed', async () => {
	const parameters = { resource: 'list', operation: 'updateColumn', ...orders };
	const { results } = await product.list('searchListColumns', { parameters, filter: 'a' });
	expect(results.map(({ name }) => name)).toEqual(
		expect.arrayContaining(['Status (Status)', 'Amount (Amount)']),
	);
	expect(results.map(({ name }) => name)).not.toContain('Created By (Author)');
	const byUrl = {
		...parameters,
		listId: { __rl: true, mode: 'url', value: 'https://contoso.sharepoint.com/Lists/a' },
	};
	const error: unknown = await product
		.list('searchListColumns', { parameters: byUrl })
		.catch((one: unknown) => one);
	expect(textOf(error)).toMatch(/By Name/);
});
