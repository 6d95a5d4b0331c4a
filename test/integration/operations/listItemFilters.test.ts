import { itemsOf, listOf, newColumn, siteOf } from '../../../simulator/graph/state/sites';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const orders = { siteId: byId('https://contoso.sharepoint.com/sites/marketing'), listId: byId('Orders') };
const condition = (column: string, kind: string, operator: string, value?: unknown) => ({
	column: { __rl: true, mode: 'id', value: column },
	kind,
	operator,
	...(value !== undefined && { value }),
});
const run = async (conditions: object[], options: object = {}, json: Record<string, never | string> = {}) =>
	await product.run(
		{
			resource: 'listItem',
			operation: 'getAll',
			...orders,
			filters: { condition: conditions },
			options,
		} as never,
		{ input: [{ json }] },
	);
const asked = () => product.graphCalls().find(({ path }) => path.endsWith('/items'));
const textOf = (error: unknown) => {
	const { message = '', description = '' } = (error ?? {}) as { message?: string; description?: string };
	return `${message} ${description}`;
};

test.each([
	[condition('Title', 'text', 'eq', "O'Neill"), "fields/Title eq 'O''Neill'", ['3']],
	[condition('Title', 'text', 'startsWith', 'Order'), "startswith(fields/Title,'Order')", ['1', '2']],
	[condition('Status', 'text', 'ne', 'Open'), "fields/Status ne 'Open'", ['2']],
	[condition('Amount', 'number', 'ge', '20'), 'fields/Amount ge 20', ['2', '3']],
	[
		condition('Amount', 'number', 'oneOf', '10, 30'),
		'(fields/Amount eq 10 or fields/Amount eq 30)',
		['1', '3'],
	],
	[
		condition('Status', 'text', 'oneOf', 'Open, Paid'),
		"(fields/Status eq 'Open' or fields/Status eq 'Paid')",
		['1', '2', '3'],
	],
])('items are filtered by a column: %#', async (one, filter, ids) => {
	const { items, error } = await run([one]);
	expect(error).toBeUndefined();
	expect(asked()?.query.$filter).toBe(filter);
	expect(jsonOf(items).map(({ id }) => id)).toEqual(ids);
	expect(asked()?.headers.prefer).toBe('apiversion=2.1,HonorNonIndexedQueriesWarningMayFailRandomly');
});

test.each([
	[condition('Done', 'boolean', 'eq', 'yes'), 'fields/Done eq 1'],
	[condition('Done', 'boolean', 'ne', true), 'fields/Done ne 1'],
	[condition('Due', 'dateTime', 'lt', '2030-03-04T09:00:00Z'), "fields/Due lt '2030-03-04T09:00:00.000Z'"],
	[condition('Customer', 'lookup', 'eq', 4), 'fields/CustomerLookupId eq 4'],
	[condition('CustomerLookupId', 'lookup', 'isEmpty'), 'fields/CustomerLookupId eq null'],
	[condition('Due', 'dateTime', 'isNotEmpty', 'not read'), 'fields/Due ne null'],
	[condition('Owner', 'person', 'eq', '7'), 'fields/OwnerLookupId eq 7'],
])('a value is written as its kind needs: %#', async (one, filter) => {
	// The sample list has none of these columns.
	product.simulator.faults.add({
		host: 'graph',
		path: /items$/,
		action: { status: 200, body: { value: [] } },
	});
	expect((await run([one])).error).toBeUndefined();
	expect(asked()?.query.$filter).toBe(filter);
});

test('a person is found among the users of the site', async () => {
	const { graph } = product.simulator;
	const site = siteOf(graph, 'contoso.sharepoint.com:/sites/marketing');
	const users = itemsOf(graph, listOf(graph, site, 'Benutzerinformationsliste'));
	const [adele] = [...users.values()];
	const { EMail } = adele.fields as { EMail: string };
	const { error } = await run([condition('Owner', 'person', 'eq', EMail)]);
	expect(product.graphCalls().at(-1)?.query.$filter).toBe(`fields/OwnerLookupId eq ${adele.id}`);
	expect(error === undefined || /OwnerLookupId/.test(textOf(error))).toBe(true);
});

test('all conditions must be met, and the filter of the options too', async () => {
	const { items } = await run(
		[condition('Status', 'text', 'eq', 'Open'), condition('Amount', 'number', 'gt', 10)],
		{ filter: 'fields/Amount lt 100 or fields/Amount gt 1000' },
	);
	expect(asked()?.query.$filter).toBe(
		"fields/Status eq 'Open' and fields/Amount gt 10 and (fields/Amount lt 100 or fields/Amount gt 1000)",
	);
	expect(jsonOf(items).map(({ id }) => id)).toEqual(['3']);
});

test.each([
	[condition('Title', 'text', 'eq', ''), /"Condition on Title" is empty/],
	[condition('Title', 'text', 'eq', '={{ $json.nothing }}'), /"Condition on Title" is empty/],
	[condition('Title', 'text', 'oneOf', ' , '), /"Condition on Title" is empty/],
	[condition('Amount', 'number', 'eq', 'many'), /"Condition on Amount" isn't a number/],
	[condition('Amount', 'number', 'startsWith', '1'), /"Begins With" is for texts/],
	[condition("Title eq 'x' or fields/Title", 'text', 'eq', 'x'), /internal name/],
	[condition('={{ $json.nothing }}', 'text', 'eq', 'x'), /Column/],
])('an invalid condition is refused before anything is read: %#', async (one, message) => {
	const { error } = await run([one]);
	expect(textOf(error)).toMatch(message);
	expect(asked()).toBeUndefined();
});

test('an empty filter is left out where that is intended', async () => {
	const { items, error } = await run(
		[condition('Title', 'text', 'eq', '={{ $json.nothing }}'), condition('Status', 'text', 'eq', 'Paid')],
		{ ignoreEmptyFilters: true },
	);
	expect(error).toBeUndefined();
	expect(asked()?.query.$filter).toBe("fields/Status eq 'Paid'");
	expect(jsonOf(items)).toHaveLength(1);
});

test('only columns that SharePoint compares can be chosen, by their internal names', async () => {
	const { graph } = product.simulator;
	const list = listOf(graph, siteOf(graph, 'contoso.sharepoint.com:/sites/marketing'), 'Orders');
	const more = {
		Details: { text: { allowMultipleLines: true } },
		Total: { calculated: { formula: '=Amount*2', outputType: 'number' } },
		Labels: { choice: { displayAs: 'checkBoxes', choices: ['a'] } },
		Parents: { lookup: { allowMultipleValues: true } },
		Done: { boolean: {} },
		Due: { dateTime: {} },
		Reviewer: { personOrGroup: {} },
		Price: { currency: {} },
	};
	for (const [name, kind] of Object.entries(more))
		(list.columns as object[]).push(newColumn({ name, ...kind }));
	const found = await product.list('searchListColumnNames', {
		parameters: { resource: 'listItem', operation: 'getAll', ...orders },
	});
	expect(found.results.map(({ value }) => value).sort()).toEqual(
		[
			...['Amount', 'Customer', 'Done', 'Due', 'Price', 'Reviewer', 'Status', 'Tags', 'Title'],
			// SharePoint's own, read-only ones too.
			...['Attachments', 'Author', 'ContentType', 'ID', 'Modified', '_ColorTag', '_UIVersionString'],
		].sort(),
	);
	const { results } = await product.list('searchListColumnNames', {
		parameters: { resource: 'listItem', operation: 'getAll', ...orders },
		filter: 'sta',
	});
	expect(results).toEqual([{ name: 'Status (Status)', value: 'Status' }]);
});

test('the refusal of a column that SharePoint does not compare says what to do', async () => {
	product.simulator.faults.add({
		host: 'graph',
		path: /items$/,
		action: {
			status: 400,
			body: {
				error: {
					code: 'invalidRequest',
					message: "The field 'Details' of type 'Note' cannot be used in the query filter expression.",
				},
			},
		},
	});
	const { error } = await run([condition('Details', 'text', 'eq', 'x')]);
	expect(textOf(error)).toMatch(/Details.*Choose another column/);
});
