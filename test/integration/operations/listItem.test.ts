import type { INodeParameters } from 'n8n-workflow';
import { columnView, itemsOf, listOf, newColumn, siteOf } from '../../../simulator/graph/state/sites';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const orders = { siteId: byId('https://contoso.sharepoint.com/sites/marketing'), listId: byId('Orders') };
type Json = Record<string, unknown>;
const run = async (operation: string, parameters: object = {}, input: Json[] = [{}]) =>
	await product.run({ resource: 'listItem', operation, ...orders, ...parameters } as INodeParameters, {
		input: input.map((json) => ({ json: json as never })),
	});
const list = () =>
	listOf(
		product.simulator.graph,
		siteOf(product.simulator.graph, 'contoso.sharepoint.com:/sites/marketing'),
		'Orders',
	);
const stored = () =>
	[...itemsOf(product.simulator.graph, list()).values()].map(({ fields }) => fields as Json);
const titled = (title: string) => stored().filter(({ Title }) => Title === title);
const textOf = (error: unknown) => {
	const { message = '', description = '' } = (error ?? {}) as { message?: string; description?: string };
	return `${message} ${description}`;
};

/** A resource mapper as the editor stores it. */
const mapped = (value: Json | null, more: Json = {}) => ({
	columns: { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [], ...more },
});
const automatic = (more: Json = {}) => mapped(null, { mappingMode: 'autoMapInputData', ...more });
const inJson = (fields: Json) => ({ columnsFrom: 'json', columnsJson: JSON.stringify(fields) });
const matchTitle = { matchingColumns: ['Title'] };
const writes = () => product.graphCalls().filter(({ method }) => method !== 'GET');

describe('the columns of a list', () => {
	const columnsOf = async (method: string, parameters: object = orders) =>
		(
			await product.columns(method, {
				resource: 'listItem',
				operation: 'create',
				...parameters,
			} as INodeParameters)
		).fields;

	test('are read with type and choices, without those that nobody can write', async () => {
		const title = (list().columns as Json[])[0];
		title.required = true;
		title.displayName = 'Order Name';
		const fields = await columnsOf('getListColumns');
		expect(fields.map(({ id, displayName, type, required }) => [id, displayName, type, required])).toEqual([
			['Title', 'Order Name', 'string', true],
			['Status', 'Status', 'options', false],
			['Amount', 'Amount', 'number', false],
			['Tags', 'Tags', 'options', false],
			['Customer', 'Customer', 'number', false],
			['Owners', 'Owners', 'string', false],
			['Page', 'Page', 'string', false],
		]);
		expect(fields[1].options).toEqual([
			{ name: 'Open', value: 'Open' },
			{ name: 'Paid', value: 'Paid' },
		]);
		expect(product.graphCalls()[0].headers.prefer).toBe('apiversion=2.1');
	});

	test('need no value in an update, and say which of them can be matched', async () => {
		(list().columns as Json[])[0].required = true;
		const fields = await columnsOf('getListColumnsToUpdate');
		expect(fields.some(({ required }) => required)).toBe(false);
		expect(fields.filter(({ canBeUsedToMatch }) => !canBeUsedToMatch).map(({ id }) => id)).toEqual([
			'Owners',
			'Page',
		]);
		expect(fields.filter(({ defaultMatch }) => defaultMatch).map(({ id }) => id)).toEqual(['Title']);
	});

	test.each([
		[{ siteId: byId(''), listId: byId('Orders') }, /No site is selected/],
		[{ ...orders, listId: byId('') }, /No list is selected/],
		[{ ...orders, listId: byId('Nothing') }, /Check the site and list|not found/i],
	])('say what is missing: %#', async (parameters, message) => {
		const error: unknown = await columnsOf('getListColumns', parameters).catch((one: unknown) => one);
		expect(textOf(error)).toMatch(message);
	});

	test('are what a run takes their kinds from, without another request', async () => {
		const schema = await columnsOf('getListColumns');
		product.simulator.requests.length = 0;
		const { error } = await run('create', mapped({ Title: 'A', Amount: '3', Customer: 4 }, { schema }));
		expect(error).toBeUndefined();
		expect(product.graphCalls().map(({ method, body }) => [method, body])).toEqual([
			['POST', { fields: { Title: 'A', Amount: 3, CustomerLookupId: 4 } }],
		]);
	});
});

describe('columns that are mapped', () => {
	test('are written by their kinds, which are read where the workflow does not have them', async () => {
		const many = list().columns as Json[];
		many[3] = columnView({ ...(many[3] as { id: string }), choice: { displayAs: 'checkBoxes' } });
		const value = {
			Title: 'New',
			Amount: '12.5',
			Tags: 'a, b',
			Customer: 4,
			Page: 'https://contoso.com, Home',
		};
		const { error } = await run('create', mapped(value));
		expect(error).toBeUndefined();
		expect(writes()[0].body).toEqual({
			fields: {
				Title: 'New',
				Amount: 12.5,
				'Tags@odata.type': 'Collection(Edm.String)',
				Tags: ['a', 'b'],
				CustomerLookupId: 4,
				Page: { Url: 'https://contoso.com', Description: 'Home' },
			},
		});
	});

	test('stay as they are where they are left blank, and are cleared by an expression', async () => {
		const value = { Title: '', Amount: null, Status: '={{ null }}' };
		const { error } = await run('update', { itemId: '1', ...mapped(value) });
		expect(error).toBeUndefined();
		expect(writes()[0].body).toEqual({ Status: null });
	});

	test('are refused where an expression of an update returns nothing', async () => {
		const { error } = await run('update', { itemId: '1', ...mapped({ Title: '={{ $json.missing }}' }) });
		expect(textOf(error)).toMatch(/Column Title.*is empty/);
		expect(writes()).toEqual([]);
	});

	test('take the properties of the items, and a hint names the others', async () => {
		(list().columns as Json[])[2].displayName = 'Total';
		const input = [{ Title: 'A', Total: 7, id: 'x', Modified: '2026-01-01' }];
		const { error, hints } = await run('create', automatic(), input);
		expect(error).toBeUndefined();
		expect(writes()[0].body).toEqual({ fields: { Title: 'A', Amount: 7 } });
		expect(hints.map(({ message }) => message).join()).toMatch(/Map Automatically.*id, Modified/);
	});

	test('are the default, and the columns are read once for all items', async () => {
		const input = Array.from({ length: 45 }, (_, n) => ({ id: `${n + 4}`, Title: `Item ${n}`, Amount: n }));
		for (const operation of ['create', 'update', 'createOrUpdate']) {
			product.simulator.requests.length = 0;
			product.simulator.parts.length = 0;
			const { columns } = automatic(matchTitle);
			const more = operation === 'createOrUpdate' ? { columns } : {};
			const { error } = await run(operation, { itemId: '={{ $json.id }}', ...more }, input);
			expect(error).toBeUndefined();
			expect(product.graphPaths().filter((path) => path.endsWith('/columns'))).toHaveLength(1);
			expect(writes()).toHaveLength(45);
			const sent = product.simulator.requests.filter(({ host }) => host === 'graph');
			expect(sent.length).toBeLessThanOrEqual(operation === 'createOrUpdate' ? 7 : 4);
		}
	});

	test.each([
		[mapped({ Nothing: 'x' }), {}, /no column "Nothing".*Refresh/],
		[mapped(null), {}, /No column has a value/],
		[automatic(), { nothing: 1 }, /No column has a value/],
		[{ columns: 'Title' }, {}, /"Columns" contains "Title" instead of mapped columns/],
		[mapped({ Amount: 'many' }), {}, /"Column Amount" isn.t a number/],
		[mapped({ __proto__x: 1, constructor: 'x' }), {}, /no column/],
	])('are refused: %#', async (parameters, json, message) => {
		const { error } = await run('create', parameters, [json]);
		expect(textOf(error)).toMatch(message);
		expect(writes()).toEqual([]);
	});

	test('are not mixed with JSON that was entered before', async () => {
		const { error } = await run('create', {
			...mapped({ Title: 'A' }),
			columnsJson: '{"Title": "B", "Amount": 2}',
		});
		expect(error).toBeUndefined();
		expect(writes()[0].body).toEqual({ fields: { Title: 'A' } });
	});
});

test('columns are filled in by a model that uses the node as a tool', async () => {
	const value = {
		Title: "={{ $fromAI('title', 'Name of the order', 'string') }}",
		Amount: "={{ $fromAI('amount', '', 'number') }}",
	};
	const input = [{ query: { title: 'By a model', amount: 4 } }];
	const { error } = await run('createOrUpdate', mapped(value, matchTitle), input);
	expect(error).toBeUndefined();
	expect(titled('By a model')).toEqual([expect.objectContaining({ Amount: 4 })]);
});

test.each(['create', 'update'])("columns are written as JSON in Graph's format: %s", async (operation) => {
	const fields = { Title: 'Stored', CustomerLookupId: 4, Status: null };
	const { error } = await run(
		operation,
		{ itemId: '1', ...inJson(fields), ...{ columns: automatic().columns } },
		[{ Amount: 7 }],
	);
	expect(error).toBeUndefined();
	expect(writes().map(({ body }) => body)).toEqual([operation === 'create' ? { fields } : fields]);
	expect(product.graphCalls()).toHaveLength(1);
});

test('an item gets a content type of the list', async () => {
	const types = await product.run({
		resource: 'list',
		operation: 'getContentTypes',
		...orders,
		returnAll: true,
	});
	const { id } = jsonOf(types.items).find(({ name }) => name === 'Complaint') as { id: string };
	const { items, error } = await run('create', { ...mapped({ Title: 'A' }), options: { contentType: id } });
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ contentType: { id, name: 'Complaint' } });
	const wrong = await run('create', { ...mapped({ Title: 'A' }), options: { contentType: '0x01' } });
	expect(textOf(wrong.error)).toMatch(/List: Get Content Types/);
});

describe('a content type by its name', () => {
	const complaint = { contentType: 'Complaint' };

	test('is given to new items, and looked up once for all', async () => {
		const input = [{ Title: 'A' }, { Title: 'B' }];
		const { items, error } = await run('create', { ...mapped({ Title: 'A' }), options: complaint }, input);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.contentType)).toEqual([
			expect.objectContaining({ name: 'Complaint' }),
			expect.objectContaining({ name: 'Complaint' }),
		]);
		const lookups = product.graphCalls().filter(({ path }) => path.endsWith('/contentTypes'));
		expect(lookups).toHaveLength(1);
	});

	test('is given to an existing item, with or without values of columns', async () => {
		const first = await run('update', { itemId: '1', ...mapped({ Title: 'Late' }), options: complaint });
		expect(first.error).toBeUndefined();
		expect(first.items[0].json).toMatchObject({
			id: '1',
			fields: { Title: 'Late' },
			contentType: { name: 'Complaint' },
		});
		const only = await run('update', { itemId: '2', options: complaint });
		expect(only.error).toBeUndefined();
		expect(only.items[0].json).toMatchObject({ id: '2', contentType: { name: 'Complaint' } });
		const read = await run('get', { itemId: '2' });
		expect(read.items[0].json).toMatchObject({
			contentType: 'Complaint',
			fields: { Title: 'Order 2' },
		});
	});

	test('has to be one of the list', async () => {
		const unknown = { contentType: 'Nothing' };
		for (const operation of ['create', 'update', 'createOrUpdate']) {
			const { error } = await run(operation, {
				...{ itemId: '1', ...mapped({ Title: 'New' }, matchTitle), options: unknown },
			});
			expect(textOf(error)).toMatch(/list has no content type with the name "Nothing"/);
		}
	});

	test('does not stand for values of columns where it is missing', async () => {
		expect(textOf((await run('update', { itemId: '1' })).error)).toMatch(/No column has a value/);
	});
});

test('versions of an item come with their columns', async () => {
	await run('update', { itemId: '1', ...mapped({ Title: 'Newer' }) });
	const { items, error } = await run('getVersions', { itemId: '1', returnAll: true });
	expect(error).toBeUndefined();
	expect(jsonOf(items).map(({ id, fields }) => [id, (fields as Json).Title])).toEqual([
		['2.0', 'Newer'],
		['1.0', 'Order 1'],
	]);
});

describe('create or update', () => {
	const write = async (value: Json, input?: Json[]) =>
		await run('createOrUpdate', mapped(value, matchTitle), input);

	test('updates the item that has the value', async () => {
		const { items, error } = await write({ Title: "O'Neill", Amount: 31 });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([expect.objectContaining({ id: '3', created: false })]);
		expect(stored()[2]).toMatchObject({ Title: "O'Neill", Amount: 31, Status: 'Open' });
		const [find] = product.graphCalls().filter(({ path }) => path.endsWith('/items'));
		expect(find.query.$filter).toBe("fields/Title eq 'O''Neill'");
		expect(find.headers.prefer).toMatch(/HonorNonIndexedQueriesWarningMayFailRandomly/);
	});

	test('creates an item where none has it', async () => {
		const { items, error } = await write({ Title: 'New', Amount: 1, Status: '={{ null }}' });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([expect.objectContaining({ id: '4', created: true })]);
		expect(writes().map(({ method, body }) => [method, body])).toEqual([
			['POST', { fields: { Title: 'New', Amount: 1 } }],
		]);
	});

	test('does neither where several have it, and says which', async () => {
		await run('create', mapped({ Title: 'Order 1' }));
		product.simulator.requests.length = 0;
		product.simulator.parts.length = 0;
		const { error } = await write({ Title: 'Order 1', Amount: 5 });
		expect(textOf(error)).toMatch(/2 items have the value "Order 1" in the column "Title": 1, 4\./);
		expect(writes()).toEqual([]);
	});

	test('creates one item for items of a run that have the same value', async () => {
		const input = Array.from({ length: 9 }, (_, n) => ({ name: n % 3 === 0 ? 'same' : 'Same', n }));
		const { items, error } = await write({ Title: '={{ $json.name }}', Amount: '={{ $json.n }}' }, input);
		expect(error).toBeUndefined();
		expect(stored()).toHaveLength(4);
		expect(jsonOf(items).map(({ created }) => created)).toEqual([
			true,
			...Array.from({ length: 8 }, () => false),
		]);
	});

	test.each([[{ status: 504 }], [{ reset: true }]])(
		'finds what it created when the response is lost: %j',
		async (action) => {
			const fault = { host: 'graph', method: 'POST', path: /\/items$/, after: true, times: 1, action };
			product.simulator.faults.add(fault as never);
			const { items, error } = await write({ Title: 'Lost', Amount: 1 });
			expect(error).toBeUndefined();
			expect(titled('Lost')).toHaveLength(1);
			expect(jsonOf(items)).toEqual([expect.objectContaining({ id: '4', created: true })]);
		},
	);

	test('says that the outcome is unknown when it finds nothing', async () => {
		product.simulator.faults.add({
			host: 'graph',
			method: 'POST',
			path: /\/items$/,
			action: { status: 504 },
		} as never);
		const { error } = await write({ Title: 'Lost', Amount: 1 });
		expect(textOf(error)).toMatch(/may|unknown|Check whether/i);
		expect(writes()).toHaveLength(1);
	}, 60_000);

	test.each([
		['json', { matchColumn: 'Amount', ...inJson({ Amount: 20 }) }],
		['list', mapped({ Amount: 20 }, { matchingColumns: ['Amount'] })],
	])('matches a number as such: %s', async (_, parameters) => {
		const { items, error } = await run('createOrUpdate', parameters);
		expect(error).toBeUndefined();
		expect(jsonOf(items)[0]).toMatchObject({ id: '2', created: false });
		expect(product.graphCalls().find(({ path }) => path.endsWith('/items'))?.query.$filter).toBe(
			'fields/Amount eq 20',
		);
	});

	test('matches a lookup by its number', async () => {
		const { error } = await run(
			'createOrUpdate',
			mapped({ Title: 'A', Customer: 4 }, { matchingColumns: ['Customer'] }),
		);
		expect(error).toBeUndefined();
		expect(product.graphCalls().find(({ path }) => path.endsWith('/items'))?.query.$filter).toBe(
			'fields/CustomerLookupId eq 4',
		);
	});

	test.each([
		['Details', 'x'],
		['Owners', '7'],
		['Page', 'https://contoso.com'],
	])('is refused with a column that no item can be found by, before a request: %s', async (name, value) => {
		(list().columns as Json[]).push(newColumn({ name: 'Details', text: { allowMultipleLines: true } }));
		const parameters = { resource: 'listItem', operation: 'createOrUpdate', ...orders };
		const { fields: schema } = await product.columns('getListColumnsToUpdate', parameters as INodeParameters);
		product.simulator.requests.length = 0;
		const { error } = await run(
			'createOrUpdate',
			mapped({ [name]: value }, { matchingColumns: [name], schema }),
		);
		expect(textOf(error)).toMatch(new RegExp(`Items can't be found by the column "${name}"`));
		expect(product.graphPaths()).toEqual([]);
	});

	test.each([
		[mapped({ Title: 'A' }), /Choose one column/],
		[mapped({ Amount: 4 }, matchTitle), /"Title" has no value to find the item by/],
		[{ matchColumn: 'a b', ...inJson({ Title: 'A' }) }, /internal name/],
	])('is refused without a value to match: %#', async (parameters, message) => {
		const { error } = await run('createOrUpdate', parameters);
		expect(textOf(error)).toMatch(message);
		expect(product.graphCalls().filter(({ path }) => path.endsWith('/items'))).toEqual([]);
	});
});
