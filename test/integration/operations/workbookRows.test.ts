import type { INodeParameters } from 'n8n-workflow';
import { areaOf } from '../../../simulator/graph/workbooks/addresses';
import * as books from '../../../simulator/graph/workbooks/workbook';
import { MicrosoftGraphAppOnlyApi } from '../../../credentials/MicrosoftGraphAppOnlyApi.credentials';
import { MicrosoftGraph } from '../../../nodes/MicrosoftGraph/MicrosoftGraph.node';
import { callResourceMapping } from '../harness';
import { byId, credentialName, jsonOf, useProduct } from '../harness/product';
import { autoMapped, useWorkbook } from '../harness/workbook';

const product = useProduct();
jest.setTimeout(120_000);

const { fill, place, run, stored, values: cells } = useWorkbook(product);

const calls = () =>
	product
		.graphPaths()
		.map((path) => path.replace(/.*\/workbook\//, (start) => `${start.split(' ')[0]} `))
		.map(decodeURIComponent);

describe('append', () => {
	test('all items of a sheet are one request, and each gets its row', async () => {
		fill([
			['Name', 'Amount', 'Due'],
			['Old', 1, ''],
		]);
		const items = [
			{ Name: '007', Amount: 2, Due: '2026-01-05' },
			{ Amount: 3, Name: '=1+1' },
			{ Name: null, Amount: true, Due: '2026-01-05T10:30:00' },
		];
		const { items: out, error } = await run('appendRows', items);
		expect(error).toBeUndefined();
		expect(out.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(jsonOf(out)).toEqual([
			{ row_number: 3, Name: '007', Amount: 2, Due: '2026-01-05' },
			{ row_number: 4, Name: '=1+1', Amount: 3 },
			{ row_number: 5, Name: '', Amount: true, Due: '2026-01-05T10:30:00' },
		]);
		expect(cells('A3:C5')).toEqual([
			['007', 2, 46_027],
			['=1+1', 3, ''],
			['', true, 46_027.4375],
		]);
		expect(calls()).toEqual([
			"GET worksheets('Sheet1')/usedRange(valuesOnly=true)",
			"GET worksheets('Sheet1')/usedRange(valuesOnly=true)/row(row=0)",
			"PATCH worksheets('Sheet1')/range(address='A3:C5')",
		]);
		const read = await run('getRows', [{}]);
		expect(jsonOf(read.items)).toEqual([
			{ row_number: 2, Name: 'Old', Amount: 1, Due: null },
			{ row_number: 3, Name: '007', Amount: 2, Due: '2026-01-05' },
			{ row_number: 4, Name: '=1+1', Amount: 3, Due: null },
			{ row_number: 5, Name: null, Amount: true, Due: '2026-01-05T10:30:00' },
		]);
	});
});

describe('more of append', () => {
	test('an empty sheet gets its columns from the items', async () => {
		fill();
		const { items, error } = await run('appendRows', [{ a: 1 }, { b: 'Text', a: 2 }]);
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([
			{ row_number: 2, a: 1 },
			{ row_number: 3, a: 2, b: 'Text' },
		]);
		expect(cells('A1:B3')).toEqual([
			['a', 'b'],
			[1, ''],
			[2, 'Text'],
		]);
	});

	const missing = [{ Name: 'x', Other: 1 }, { Name: 'y' }];

	test('a value without a column fails the item before anything is written', async () => {
		fill([['Name']]);
		const { error } = await run('appendRows', missing);
		expect(error?.message).toBe('There\'s no column for "Other".');
		expect(cells('A2')).toEqual([['']]);
	});

	test('it is left out, or its column is added, by choice', async () => {
		fill([['Name']]);
		const ignored = await run('appendRows', missing, { options: { newColumns: 'ignore' } });
		expect(jsonOf(ignored.items)).toEqual([
			{ row_number: 2, Name: 'x' },
			{ row_number: 3, Name: 'y' },
		]);
		expect(ignored.hints[0]?.message).toContain('Other');
		const added = await run('appendRows', missing, { options: { newColumns: 'add' } });
		expect(jsonOf(added.items)[0]).toEqual({ row_number: 4, Name: 'x', Other: 1 });
		expect(cells('A1:B5')).toEqual([
			['Name', 'Other'],
			['x', ''],
			['y', ''],
			['x', 1],
			['y', ''],
		]);
	});

	test('with Continue On Fail, only the invalid item fails', async () => {
		fill([['Name']]);
		const items = [{ Name: 'a' }, { Name: { nested: true } }, { Other: 1 }, { Name: 'b' }];
		const { items: out } = await run('appendRows', items, {}, { continueOnFail: 'continueRegularOutput' });
		expect(jsonOf(out)).toEqual([
			{ row_number: 2, Name: 'a' },
			expect.objectContaining({ error: 'The value for the column "Name" is an object.' }),
			expect.objectContaining({ error: 'There\'s no column for "Other".' }),
			{ row_number: 3, Name: 'b' },
		]);
		expect(cells('A2:A4')).toEqual([['a'], ['b'], ['']]);
	});

	test('a refused request fails each of its items, each told', async () => {
		const { sheet } = fill([['Name']]);
		sheet.isProtected = true;
		const { items } = await run(
			'appendRows',
			[{ Name: 'a' }, { Name: 'b' }],
			{},
			{
				continueOnFail: 'continueRegularOutput',
			},
		);
		expect(jsonOf(items)).toEqual([
			expect.objectContaining({ error: expect.stringContaining('denied access') }),
			expect.objectContaining({ error: expect.stringContaining('denied access') }),
		]);
	});

	test('with Retry On Fail, rows that were written are not written again', async () => {
		fill([['Name']]);
		const { error } = await run(
			'appendRows',
			[{ Name: 'a' }, { Name: 'b', Bad: 1 }],
			{},
			{
				retryOnFail: { maxTries: 2, waitBetweenTries: 1 },
				continueOnFail: 'continueRegularOutput',
			},
		);
		expect(error).toBeUndefined();
		expect(cells('A2:A4')).toEqual([['a'], [''], ['']]);
	});

	test('mapped by hand, with expressions', async () => {
		fill([['Name', 'Amount', 'Note']]);
		const columns = {
			mappingMode: 'defineBelow',
			value: { Name: '={{ $json.who }}', Amount: '={{ $json.n * 2 }}', Note: null },
			matchingColumns: [],
			schema: ['Name', 'Amount', 'Note'].map((id) => ({
				id,
				displayName: id,
				required: false,
				defaultMatch: false,
				display: true,
				canBeUsedToMatch: true,
			})),
		};
		const { error } = await run(
			'appendRows',
			[
				{ who: 'A', n: 1 },
				{ who: '7', n: 2 },
			],
			{ columns },
		);
		expect(error).toBeUndefined();
		expect(cells('A2:C3')).toEqual([
			['A', 2, ''],
			['7', 4, ''],
		]);
	});

	test.each([
		['text', '=1+1', '=1+1'],
		['typed', '=1+1', '=1+1'],
		['typed', '5%', 0.05],
		['formulas', '=1+1', 2],
		['text', '+1+1', '+1+1'],
		['text', '@SUM(1,1)', '@SUM(1,1)'],
	])('texts, by choice %s: %s is %p', async (textInput, text, value) => {
		fill([['Name']]);
		await run('appendRows', [{ Name: text }], { options: { textInput } });
		expect(cells('A2')).toEqual([[value]]);
	});

	test('a range below other cells', async () => {
		fill([
			['Report', '', ''],
			['', 'ID', 'Name'],
			['', 1, 'a'],
		]);
		const options = { range: 'B2:C100' };
		const { items, error } = await run('appendRows', [{ ID: 2, Name: 'b' }], { options });
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([{ row_number: 4, ID: 2, Name: 'b' }]);
		expect(jsonOf((await run('getRows', [{}], { options: { headerRow: 2, range: 'B:C' } })).items)).toEqual([
			{ row_number: 3, ID: 1, Name: 'a' },
			{ row_number: 4, ID: 2, Name: 'b' },
		]);
	});
});

/** A table in the first sheet, with these cells. */
function fillTable(values: unknown[][]) {
	const { book, sheet } = fill(values);
	books.addTable(book, sheet, { row: 0, column: 0, rows: values.length, columns: values[0].length }, true);
	return { book, sheet };
}
const inTable = { rowsIn: 'table', tableId: byId('Table1') };

describe('tables', () => {
	test('rows are added in one request; dates get their format', async () => {
		fillTable([
			['ID', 'Due', 'Note'],
			['a', '', ''],
		]);
		const { items, error } = await run(
			'appendRows',
			[
				{ ID: '1', Due: '2026-01-05', Note: '=1+1' },
				{ ID: '2', Due: null, Note: 'x' },
			],
			inTable,
		);
		expect(error).toBeUndefined();
		expect(jsonOf(items)[0]).toEqual({ row_number: 3, ID: '1', Due: '2026-01-05', Note: '=1+1' });
		expect(calls().filter((call) => !call.startsWith('GET'))).toEqual([
			'POST createSession',
			"POST tables('Table1')/rows/add",
			"PATCH worksheets('Sheet1')/range(address='A3:C4')",
			'POST closeSession',
		]);
		const read = await run('getRows', [{}], inTable);
		expect(jsonOf(read.items).slice(1)).toEqual([
			{ row_number: 3, ID: '1', Due: '2026-01-05', Note: '=1+1' },
			{ row_number: 4, ID: '2', Due: null, Note: 'x' },
		]);
	});

	test('two places in one run: one request for each, results in order', async () => {
		const { book } = fillTable([
			['ID', 'Name'],
			['a', 'b'],
		]);
		const other = books.addSheet(book, 'Other');
		books.writeRange(other, areaOf('A1:B1'), { values: [['ID', 'Name']] });
		books.addTable(book, other, areaOf('A1:B2'), true);
		const items = [1, 2, 3, 4].map((ID) => ({ ID, Name: `n${ID}`, table: ID % 2 ? 'Table1' : 'Table2' }));
		const { items: out, error } = await run('appendRows', items, {
			rowsIn: 'table',
			tableId: byId('={{ $json.table }}'),
			options: { newColumns: 'ignore' },
		});
		expect(error).toBeUndefined();
		expect(jsonOf(out).map(({ row_number, ID }) => [row_number, ID])).toEqual([
			[3, 1],
			[3, 2],
			[4, 3],
			[4, 4],
		]);
		expect(calls().filter((call) => /rows\/add/.test(call))).toHaveLength(2);
	});

	test('with Retry On Fail, rows that were added before another table failed are not added again', async () => {
		const { book } = fillTable([['ID'], ['a']]);
		const other = books.addSheet(book, 'Other');
		books.writeRange(other, areaOf('A1'), { values: [['ID']] });
		books.addTable(book, other, areaOf('A1:A2'), true);
		other.isProtected = true;
		const { error } = await run(
			'appendRows',
			[
				{ ID: 'b', table: 'Table1' },
				{ ID: 'c', table: 'Table2' },
			],
			{ rowsIn: 'table', tableId: byId('={{ $json.table }}'), options: { newColumns: 'ignore' } },
			{ retryOnFail: { maxTries: 3, waitBetweenTries: 1 } },
		);
		expect(error?.message).toMatch(/denied access/);
		expect(calls().filter((call) => /Table2.*rows\/add/.test(call))).toHaveLength(3);
		expect(calls().filter((call) => /Table1.*rows\/add/.test(call))).toHaveLength(1);
		expect(cells('A1:A4')).toEqual([['ID'], ['a'], ['b'], ['']]);
	});

	test('a column is added to a table', async () => {
		fillTable([['ID'], ['a']]);
		const { items, error } = await run('appendRows', [{ ID: 'b', New: 5 }], {
			...inTable,
			options: { newColumns: 'add' },
		});
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([{ row_number: 3, ID: 'b', New: 5 }]);
		expect(cells('A1:B3')).toEqual([
			['ID', 'New'],
			['a', ''],
			['b', 5],
		]);
	});

	test.each([
		['was carried out', { after: true }],
		['was not', {}],
		['is carried out later', { late: 1500 }],
	])('a lost response to an addition that %s: each row is there once', async (_, when) => {
		fillTable([['ID'], ['a']]);
		product.simulator.faults.add({ path: /rows\/add/, action: { status: 504 }, ...when });
		const { items, error } = await run('appendRows', [{ ID: 'b' }, { ID: 'c' }], inTable);
		expect(error).toBeUndefined();
		expect(jsonOf(items).map(({ row_number }) => row_number)).toEqual([3, 4]);
		expect(cells('A1:A6')).toEqual([['ID'], ['a'], ['b'], ['c'], [''], ['']]);
	});

	test('if it cannot be decided, the outcome is unknown, and nothing is sent again', async () => {
		fillTable([['ID'], ['a']]);
		product.simulator.faults.add({ path: /rows\/add/, action: { status: 504 }, after: true });
		const { error } = await run('appendRows', [{ ID: '007' }], {
			...inTable,
			options: { textInput: 'typed' },
		});
		expect(error?.message).toMatch(/outcome is unknown/);
		expect(calls().filter((call) => /rows\/add/.test(call))).toHaveLength(1);
	});
});

describe('append or update', () => {
	const stock = [
		['ID', 'Name', 'Amount'],
		['a', 'Apples', 1],
		[5, 'Pears', 2],
		['c', '=1+1', 3],
		['a', 'More apples', 4],
	];

	test('rows are read once, changed in one request, and added in one', async () => {
		fill(stock);
		const { items, error } = await run(
			'appendOrUpdateRows',
			[
				{ ID: 'a', Amount: 10 },
				{ ID: '5', Name: null },
				{ ID: 'new', Name: 'N', Amount: 1 },
				{ ID: 'new', Amount: 2 },
			],
			{ columns: autoMapped('ID') },
		);
		expect(error).toBeUndefined();
		expect(cells('A1:C7')).toEqual([
			['ID', 'Name', 'Amount'],
			['a', 'Apples', 10],
			[5, '', 2],
			['c', 2, 3],
			['a', 'More apples', 10],
			['new', 'N', 2],
			['', '', ''],
		]);
		expect(
			items.map(({ pairedItem, json }) => [(pairedItem as { item: number }).item, json.row_number]),
		).toEqual([
			[0, 2],
			[0, 5],
			[1, 3],
			[2, 6],
			[3, 6],
		]);
		expect(calls().filter((call) => call.startsWith('PATCH'))).toHaveLength(2);
	});

	test('update: an item without a row fails, or is skipped', async () => {
		fill(stock);
		const failed = await run('updateRows', [{ ID: 'x', Name: 'y' }], { columns: autoMapped('ID') });
		expect(failed.error?.message).toBe('No row has "x" in "ID".');
		const options = { noMatch: 'ignore' };
		const skipped = await run('updateRows', [{ ID: 'x', Name: 'y' }], { columns: autoMapped('ID'), options });
		expect(skipped.error).toBeUndefined();
		expect(skipped.items).toEqual([]);
		expect(
			(await run('updateRows', [{ ID: '', Name: 'y' }], { columns: autoMapped('ID') })).error?.message,
		).toBe('The item has no value for the column "ID", by which rows are found.');
		expect((await run('updateRows', [{ ID: 'a' }])).error?.message).toBe(
			'No column is chosen by which rows are found.',
		);
	});

	test('update by row number, several columns, and in a table', async () => {
		fillTable(stock);
		const byNumber = await run('updateRows', [{ row_number: 3, Amount: 7 }], {
			...inTable,
			columns: autoMapped('row_number'),
		});
		expect(jsonOf(byNumber.items)).toEqual([{ row_number: 3, Amount: 7 }]);
		const byTwo = await run('updateRows', [{ ID: 'a', Name: 'Apples', Amount: 8 }], {
			...inTable,
			columns: autoMapped('ID', 'Name'),
		});
		expect(byTwo.error).toBeUndefined();
		expect(cells('C2:C5')).toEqual([[8], [7], [3], [4]]);
	});

	test('with a fifth of all requests failing, no row is there twice', async () => {
		fillTable([['ID', 'Amount'], ...Array.from({ length: 20 }, (_, n) => [`old${n}`, n])]);
		const { faults } = product.simulator;
		faults.seed(17);
		faults.add({ host: 'graph', probability: 0.1, times: 1000, action: { status: 503 } });
		faults.add({ host: 'graph', probability: 0.1, times: 1000, after: true, action: { status: 504 } });
		const items = Array.from({ length: 60 }, (_, n) => ({
			ID: n % 3 ? `new${n}` : `old${n / 3}`,
			Amount: n + 100,
		}));
		for (let round = 0; round < 4; round++) {
			const { error } = await run('appendOrUpdateRows', items, { ...inTable, columns: autoMapped('ID') });
			if (error !== undefined) expect(error.message).not.toMatch(/outcome is unknown/);
		}
		expect(faults.struck).toBeGreaterThan(4);
		faults.clear();
		const { items: rows } = await run('getRows', [{}], inTable);
		const ids = jsonOf(rows).map(({ ID }) => ID);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toHaveLength(60);
	});
});

describe('delete', () => {
	const rows = [['ID', 'Name'], ...Array.from({ length: 8 }, (_, n) => [`i${n % 4}`, `n${n}`])];

	test('rows of several items are found first, then removed from below', async () => {
		fill(rows);
		const { items, error } = await run('deleteRows', [{ id: 'i1' }, { id: 'i2' }], {
			foundBy: 'column',
			matchColumn: 'ID',
			matchValue: '={{ $json.id }}',
			removal: 'delete',
		});
		expect(error).toBeUndefined();
		expect(jsonOf(items)).toEqual([
			{ deleted: true, rows: [3, 7] },
			{ deleted: true, rows: [4, 8] },
		]);
		expect(cells('B2:B6')).toEqual([['n0'], ['n3'], ['n4'], ['n7'], ['']]);
		expect(calls().filter((call) => call.endsWith('/delete'))).toHaveLength(2);
	});

	test('by number, in a table, and cleared', async () => {
		fillTable(rows);
		const { error } = await run('deleteRows', [{ n: 3 }, { n: '5-6' }], {
			...inTable,
			foundBy: 'numbers',
			rowNumbers: '={{ $json.n }}',
			removal: 'delete',
		});
		expect(error).toBeUndefined();
		expect(cells('B2:B7')).toEqual([['n0'], ['n2'], ['n5'], ['n6'], ['n7'], ['']]);
		await run('deleteRows', [{}], { ...inTable, foundBy: 'numbers', rowNumbers: '2, 3', removal: 'clear' });
		expect(cells('A2:B4')).toEqual([
			['', ''],
			['', ''],
			['i1', 'n5'],
		]);
		const outside = await run('deleteRows', [{}], { ...inTable, foundBy: 'numbers', rowNumbers: '1' });
		expect(outside.error?.message).toBe('"Row Numbers" contains 1, which isn\'t one of the rows with data.');
	});

	test.each([
		['sheet', { after: true }],
		['sheet', {}],
		['table', { after: true }],
		['table', {}],
	])('a lost response in a %s (%j) deletes nothing else', async (rowsIn, when) => {
		fillTable(rows);
		product.simulator.faults.add({ path: /(\/delete|itemAt.*)$/, action: { status: 504 }, ...when });
		if (rowsIn === 'sheet') stored().book.tables.splice(0);
		const { error } = await run('deleteRows', [{}], {
			...inTable,
			rowsIn,
			foundBy: 'numbers',
			rowNumbers: '4',
			removal: 'delete',
		});
		expect(error).toBeUndefined();
		expect(cells('B2:B9')).toEqual([['n0'], ['n1'], ['n3'], ['n4'], ['n5'], ['n6'], ['n7'], ['']]);
	});
});

describe('get', () => {
	test('rows by value, a limit, texts, formulas, empty rows, and doubled headers', async () => {
		const { sheet } = fill([
			['ID', 'ID', ''],
			[1, '=A2*2', 'x'],
			['', '', ''],
			[2, 'b', 'y'],
		]);
		books.writeRange(sheet, areaOf('A2'), { numberFormat: [['0.00']] });
		const all = await run('getRows', [{}]);
		expect(jsonOf(all.items)).toEqual([
			{ row_number: 2, ID: 1, 'ID 2': 2, 'Column C': 'x' },
			{ row_number: 4, ID: 2, 'ID 2': 'b', 'Column C': 'y' },
		]);
		expect(all.hints[0]?.message).toContain('ID 2, Column C');
		const one = await run('getRows', [{}], { rowConditions: { condition: [{ column: 'ID', equals: '2' }] } });
		expect(jsonOf(one.items).map(({ row_number }) => row_number)).toEqual([4]);
		const none = await run('getRows', [{}], {
			rowConditions: { condition: [{ column: 'Id', equals: '2' }] },
		});
		expect(none.error?.message).toBe('There\'s no column "Id".');
		const options = { includeEmptyRows: true, includeRowNumber: false, readAs: 'text' };
		const texts = await run('getRows', [{}], { options, returnAll: false, limit: 2 });
		expect(jsonOf(texts.items)).toEqual([
			{ ID: '1.00', 'ID 2': '2', 'Column C': 'x' },
			{ ID: null, 'ID 2': null, 'Column C': null },
		]);
		const formulas = await run('getRows', [{}], {
			options: { readAs: 'formulas' },
			returnAll: false,
			limit: 1,
		});
		expect(jsonOf(formulas.items)[0]).toMatchObject({ 'ID 2': '=A2*2' });
	});

	test('an empty sheet has no rows', async () => {
		fill();
		const { items, error } = await run('getRows', [{}]);
		expect(error).toBeUndefined();
		expect(items).toEqual([]);
	});
});

describe('the columns in the editor', () => {
	const columnsOf = async (operation: string, more: INodeParameters = {}) =>
		await callResourceMapping(MicrosoftGraph, 'rowColumns', {
			parameters: {
				resource: 'workbook',
				operation,
				...place(),
				rowsIn: 'sheet',
				sheetId: byId('Sheet1'),
				...more,
			},
			credentials: { [credentialName]: product.fields() },
			credentialTypes: [MicrosoftGraphAppOnlyApi],
		});

	test('are those of the header row; an update can also find rows by number', async () => {
		fillTable([
			['ID', 'Name'],
			[1, 'a'],
		]);
		const { fields } = await columnsOf('appendRows');
		expect(fields.map(({ id, defaultMatch }) => [id, defaultMatch])).toEqual([
			['ID', true],
			['Name', false],
		]);
		const table = await columnsOf('updateRows', inTable);
		expect(table.fields.map(({ id }) => id)).toEqual(['ID', 'Name', 'row_number']);
	});

	test('an empty sheet, a sheet that is missing, and none that is chosen', async () => {
		fill();
		expect(await columnsOf('appendRows')).toMatchObject({
			fields: [],
			emptyFieldsNotice: expect.any(String),
		});
		await expect(columnsOf('appendRows', { sheetId: byId('No') })).rejects.toMatchObject({
			description: expect.stringContaining('no such sheet'),
		});
		await expect(columnsOf('appendRows', { sheetId: byId('') })).rejects.toThrow(/is empty/);
	});
});

test('rows with a credential that cannot be used fail one by one', async () => {
	fill([['Name']]);
	const settings = {
		fields: { graphUrl: 'http://graph.example' },
		continueOnFail: 'continueRegularOutput',
	} as const;
	const { items, error } = await run('appendRows', [{ Name: 'a' }, { Name: 'b' }], {}, settings);
	expect(error).toBeUndefined();
	const failed = { error: expect.stringContaining('The Graph URL "http://graph.example" can\'t be used.') };
	expect(jsonOf(items)).toEqual([expect.objectContaining(failed), expect.objectContaining(failed)]);
	expect(calls()).toEqual([]);
});

test('10,000 rows are appended and read in a few calls', async () => {
	fill([['ID', 'Name', 'Amount', 'Due', 'Active', 'Note']]);
	const items = Array.from({ length: 10_000 }, (_, n) => ({
		ID: n,
		Name: `Customer ${n}`,
		Amount: n / 4,
		Due: '2026-01-05',
		Active: n % 2 === 0,
		Note: 'Delivered to the customer',
	}));
	const appended = await run('appendRows', items);
	expect(appended.error).toBeUndefined();
	expect(appended.items).toHaveLength(10_000);
	const writes = calls();
	expect(writes.filter((call) => call.startsWith('PATCH'))).toHaveLength(2);
	expect(writes.length).toBeLessThan(8);
	const read = await run('getRows', [{}]);
	expect(jsonOf(read.items)).toEqual(items.map((item, n) => ({ row_number: n + 2, ...item })));
	const reads = calls().slice(writes.length);
	expect(reads.length).toBeLessThan(8);
	process.stdout.write(
		`10,000 rows: ${writes.length} calls and ${appended.executionTime} ms to append, ${reads.length} calls and ${read.executionTime} ms to read\n`,
	);
});
