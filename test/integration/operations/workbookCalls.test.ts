import { areaOf } from '../../../simulator/graph/workbooks/addresses';
import * as books from '../../../simulator/graph/workbooks/workbook';
import { byId, jsonOf, useProduct } from '../harness/product';
import { autoMapped, useWorkbook } from '../harness/workbook';

/*
 * How many HTTP requests rows of a workbook take, and that none is lost or written twice for it.
 */
const product = useProduct();
jest.setTimeout(120_000);

const { fill, run, sheet, stored, values } = useWorkbook(product);

/** A workbook with a table of these cells. */
function fillTable(values: unknown[][]) {
	fill(values);
	const area = { row: 0, column: 0, rows: values.length, columns: values[0].length };
	return books.addTable(stored().book, sheet(), area, true);
}

const inTable = { rowsIn: 'table', tableId: byId('Table1') };

/** The HTTP requests to Graph, a batch as one. */
const httpCalls = () =>
	product.simulator.requests
		.filter(({ host }) => host === 'graph')
		.map(({ method, path }) => `${method} ${decodeURIComponent(path.replace(/^.*\/workbook\//, ''))}`);

const header = ['ID', 'Name', 'Amount', 'Due'];
const rowOf = (n: number) => [n, `Customer ${n}`, n / 4, ''];
const itemOf = (n: number) => ({ ID: n, Name: `Customer ${n}`, Amount: n / 4 });
const rowsOf = (count: number) => [header, ...Array.from({ length: count }, (_, n) => rowOf(n))];
const itemsOf = (count: number) => Array.from({ length: count }, (_, n) => itemOf(n));
const batch = 'POST /v1.0/$batch';

describe('rows are read', () => {
	test('of a sheet in one request, with dates, by any header row and any condition', async () => {
		fill(rowsOf(1000), { row: 1, column: 1 });
		books.writeRange(sheet(), areaOf('E3'), { values: [[46_027]], numberFormat: [['yyyy-mm-dd']] });
		const { items, error } = await run('getRows', [{}]);
		expect(error).toBeUndefined();
		expect(httpCalls()).toEqual(["GET worksheets('Sheet1')/usedRange(valuesOnly=true)"]);
		expect(items).toHaveLength(1000);
		expect(jsonOf(items)[0]).toEqual({ row_number: 3, ...itemOf(0), Due: '2026-01-05' });
		expect(jsonOf(items)[999]).toEqual({ row_number: 1002, ...itemOf(999), Due: null });

		const below = await run('getRows', [{}], { options: { headerRow: 3, firstDataRow: 5 } });
		expect(jsonOf(below.items)[0]).toMatchObject({ row_number: 5, 0: 2, 'Customer 0': 'Customer 2' });
		const above = await run('getRows', [{}], { options: { headerRow: 1 } });
		expect(jsonOf(above.items)[0]).toMatchObject({ row_number: 2, 'Column B': 'ID' });
		const rowConditions = { condition: [{ column: 'ID', equals: '998' }] };
		const found = await run('getRows', [{}], { rowConditions, returnAll: false, limit: 1 });
		expect(jsonOf(found.items).map(({ row_number }) => row_number)).toEqual([1001]);
		expect(httpCalls()).toHaveLength(4);
	});

	test('of a table in one call, without its total row', async () => {
		const table = fillTable([...rowsOf(100), ['Total', '', 1, '']]);
		table.showTotals = true;
		const { items, error } = await run('getRows', [{}], inTable);
		expect(error).toBeUndefined();
		expect(httpCalls()).toEqual([batch]);
		expect(items).toHaveLength(100);
		expect(jsonOf(items)[99]).toEqual({ row_number: 101, ...itemOf(99), Due: null });
	});

	test('a few of many in two calls, that read no more rows than those', async () => {
		fill(rowsOf(1000));
		const few = { returnAll: false, limit: 3 };
		expect(jsonOf((await run('getRows', [{}], few)).items)).toEqual(
			[0, 1, 2].map((n) => ({ row_number: n + 2, ...itemOf(n), Due: null })),
		);
		expect(httpCalls()).toEqual([batch, "GET worksheets('Sheet1')/range(address='A2:D4')"]);
	});

	test('until there are as many as wanted, past empty ones', async () => {
		fill([header, rowOf(0), ['', '', '', ''], rowOf(2), rowOf(3)]);
		const { items } = await run('getRows', [{}], { returnAll: false, limit: 3 });
		expect(jsonOf(items).map(({ row_number }) => row_number)).toEqual([2, 4, 5]);
	});

	test('with batching off, without a batch', async () => {
		fillTable(rowsOf(10));
		const { items, error } = await run('getRows', [{}], { ...inTable, options: { batching: false } });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(10);
		expect(httpCalls()).not.toContain(batch);
	});

	test.each(['refused', 'nulls'] as const)(
		'in pieces, if they are too large at once (%s)',
		async (tooLarge) => {
			const { simulator } = product;
			simulator.set({ workbooks: { ...simulator.settings.workbooks, maxResponse: 300_000, tooLarge } });
			fill(rowsOf(20_000));
			const { items, error } = await run('getRows', [{}]);
			expect(error).toBeUndefined();
			expect(items).toHaveLength(20_000);
			expect(jsonOf(items)[19_999]).toEqual({ row_number: 20_001, ...itemOf(19_999), Due: null });
			const sessions = httpCalls().filter((call) => /Session$/.test(call));
			expect(sessions).toEqual(['POST createSession', 'POST closeSession']);

			fillTable(rowsOf(20_000));
			const inPieces = await run('getRows', [{}], inTable);
			expect(inPieces.error).toBeUndefined();
			expect(inPieces.items).toHaveLength(20_000);
		},
	);

	test('in pieces at once, after Excel took too long for all of them', async () => {
		fill(rowsOf(12));
		product.simulator.faults.add({ path: /usedRange/, action: { status: 504 } });
		const { items, error } = await run('getRows', [{}]);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(12);
		const used = product.graphCalls().filter(({ path }) => path.endsWith('usedRange(valuesOnly=true)'));
		expect(used.length).toBeLessThan(4);
	});

	test('by a node that only reads', async () => {
		fill(rowsOf(5));
		for (const few of [{}, { returnAll: false, limit: 3 }]) {
			const { items, error } = await run('getRows', [{}], { options: { readOnly: true }, ...few });
			expect(error).toBeUndefined();
			expect(items).toHaveLength('limit' in few ? 3 : 5);
		}
	});

	test('in pieces by a node that only reads', async () => {
		const { simulator } = product;
		simulator.set({ workbooks: { ...simulator.settings.workbooks, maxResponse: 300_000 } });
		fill(rowsOf(20_000));
		const { items, error } = await run('getRows', [{}], { options: { readOnly: true } });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(20_000);
		expect(httpCalls()).toContain('POST createSession');
	});

	test('a sheet that is missing is an error that says so', async () => {
		fill(rowsOf(1));
		for (const more of [{ returnAll: true }, { returnAll: false, limit: 5 }]) {
			const { error } = await run('getRows', [{}], { sheetId: byId('No'), ...more });
			expect((error as { description?: string }).description).toContain('no such sheet');
		}
	});
});

describe('rows are appended', () => {
	test('to a sheet by two calls, whatever is in it', async () => {
		fill(rowsOf(500));
		const { items, error } = await run('appendRows', itemsOf(1000));
		expect(error).toBeUndefined();
		expect(httpCalls()).toEqual([batch, "PATCH worksheets('Sheet1')/range(address='A502:D1501')"]);
		expect(jsonOf(items)[999]).toEqual({ row_number: 1501, ...itemOf(999) });
		expect(values('A1501:D1502')).toEqual([rowOf(999), ['', '', '', '']]);
	});

	test.each([
		['a given range', { range: 'A1:D400' }],
		['given columns', { range: 'A:D' }],
		['given columns, more than are in use', { range: 'A:F', newColumns: 'ignore' }],
	])('to %s by two calls', async (_, options) => {
		fill(rowsOf(5));
		const { error } = await run('appendRows', [itemOf(7)], { options });
		expect(error).toBeUndefined();
		expect(httpCalls()).toHaveLength(2);
		expect(values('A7:D7')).toEqual([rowOf(7)]);
	});

	test('to a table by two calls', async () => {
		fillTable(rowsOf(5));
		const { items, error } = await run('appendRows', itemsOf(1000), inTable);
		expect(error).toBeUndefined();
		expect(httpCalls()).toEqual([batch, "POST tables('Table1')/rows/add"]);
		expect(jsonOf(items)[999]).toEqual({ row_number: 1006, ...itemOf(999) });
	});

	test('in one session, if they take several requests', async () => {
		fill([header]);
		const note = 'A long text for each row. '.repeat(40);
		const items = itemsOf(1500).map((item) => ({ ...item, Name: note }));
		const { error } = await run('appendRows', items);
		expect(error).toBeUndefined();
		const [first, ...rest] = httpCalls();
		expect(first).toBe(batch);
		expect([rest.at(0), rest.at(-1)]).toEqual(['POST createSession', 'POST closeSession']);
		expect(rest.slice(1, -1).every((call) => call.startsWith('PATCH'))).toBe(true);
		expect(rest.length).toBeGreaterThan(3);
		expect(values('A1501:B1501')).toEqual([[1499, note]]);
		expect(stored().sessions.size).toBe(0);
	});

	test('by two runs at a time, one after the other: none over another', async () => {
		fill([header]);
		await Promise.all([1, 2, 3].map(async (n) => await run('appendRows', [itemOf(n)])));
		expect((values('A2:A5') as unknown[][]).flat().sort()).toEqual(['', 1, 2, 3]);
	});

	test('with a fifth of all requests failing: none twice, and none missing', async () => {
		fill([header]);
		const { faults } = product.simulator;
		faults.seed(5);
		faults.add({ host: 'graph', probability: 0.1, times: 1000, action: { status: 503 } });
		faults.add({ host: 'graph', probability: 0.1, times: 1000, after: true, action: { status: 504 } });
		for (let round = 0; round < 6; round++) {
			const { error } = await run('appendRows', [itemOf(2 * round), itemOf(2 * round + 1)]);
			expect(error).toBeUndefined();
		}
		expect(faults.struck).toBeGreaterThan(2);
		expect((values('A2:A14') as unknown[][]).flat()).toEqual([...Array(12).keys(), '']);
	});

	test('after a part of the batch was throttled, once Graph allows it', async () => {
		fill([header]);
		product.simulator.faults.add({
			path: /row\(row=0\)/,
			action: { status: 429, headers: { 'retry-after': '1' } },
		});
		const { error } = await run('appendRows', [itemOf(1)]);
		expect(error).toBeUndefined();
		expect(values('A2:A3')).toEqual([[1], ['']]);
	});
});

describe('rows are changed', () => {
	test('by one request, without a session; by several, in one', async () => {
		fill(rowsOf(300));
		const close = await run(
			'updateRows',
			[
				{ ID: 3, Name: 'x' },
				{ ID: 9, Name: 'y' },
			],
			{ columns: autoMapped('ID') },
		);
		expect(close.error).toBeUndefined();
		expect(httpCalls()).toEqual([
			batch,
			"GET worksheets('Sheet1')/range(address='A2:A301')",
			"PATCH worksheets('Sheet1')/range(address='A5:D11')",
		]);
		const apart = await run(
			'updateRows',
			[
				{ ID: 3, Name: 'z' },
				{ ID: 290, Name: 'y' },
			],
			{
				columns: autoMapped('ID'),
			},
		);
		expect(apart.error).toBeUndefined();
		expect(httpCalls().slice(3)).toEqual([
			batch,
			"GET worksheets('Sheet1')/range(address='A2:A301')",
			'POST createSession',
			"PATCH worksheets('Sheet1')/range(address='A5:D5')",
			"PATCH worksheets('Sheet1')/range(address='A292:D292')",
			'POST closeSession',
		]);
	});
});
