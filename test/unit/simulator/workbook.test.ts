import { fact } from '../../reality/facts';
import type { Simulator } from '../../../simulator/simulator';
import type { ClientAnswer, SimulatorClient } from '../../../simulator/client';
import { createClient } from '../../../simulator/client';
import {
	newWorkbook,
	newWorkbookFile,
	storedWorkbook,
	troubleWorkbook,
	type Trouble,
} from '../../../simulator/graph/routes/workbooks';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;
withClient((given) => ({ simulator, client } = given));

const newBook = (name?: string) => newWorkbook(simulator.graph, name);
const sheet = "/worksheets('Sheet1')";
const range = (address: string) => `${sheet}/range(address='${address}')`;
const patch = (path: string, body: object, headers = {}) => client.call('PATCH', path, { body, headers });
const put = (book: string, address: string, values: unknown) => patch(`${book}${range(address)}`, { values });
const bodyOf = ({ body }: ClientAnswer) => body as Record<string, unknown>;
const valuesOf = async (path: string) => bodyOf(await client.get(path)).values;
const codeOf = ({ status, body }: ClientAnswer) => [status, (body as { error: { code: string } }).error.code];

test(
	fact(25, 'simulator', 'worksheets and ranges are read and written with application permissions'),
	async () => {
		const book = newBook();
		const { body: sheets } = await client.get(`${book}/worksheets`);
		expect(sheets).toMatchObject({ value: [{ name: 'Sheet1', position: 0, visibility: 'Visible' }] });
		const written = await put(book, 'A1:B2', [
			['a', 1],
			[true, null],
		]);
		expect(written).toMatchObject({
			status: 200,
			body: {
				address: 'Sheet1!A1:B2',
				cellCount: 4,
				values: [
					['a', 1],
					[true, ''],
				],
				text: [
					['a', '1'],
					['TRUE', ''],
				],
				valueTypes: [
					['String', 'Double'],
					['Boolean', 'Empty'],
				],
			},
		});
		expect((await client.get(`${book}${range('B1')}`)).body).toMatchObject({
			values: [[1]],
			rowIndex: 0,
			columnIndex: 1,
		});
		expect(codeOf(await put(book, 'A1:B2', [[1, 2]]))).toEqual([400, 'InvalidArgument']);
	},
);

test.each([
	['conflict', 409, 'AccessConflict'],
	['throttled', 429, 'TooManyRequests'],
] as const)(
	fact(25, 'simulator', 'a second request to a workbook at a time is refused, and one to another is not: %s'),
	async (workbookBusy, status, code) => {
		simulator.set({ workbookBusy, partTime: 100 });
		const [book, other] = [newBook('One.xlsx'), newBook('Two.xlsx')];
		const answers = await Promise.all([book, book, other].map((path) => client.get(`${path}/worksheets`)));
		expect(answers.map((answer) => answer.status)).toEqual([200, status, 200]);
		expect(answers[1]?.body).toMatchObject({ error: { code } });
		expect((await client.get(`${book}/worksheets`)).status).toBe(200);
	},
);

test(fact(25, 'simulator', 'a workbook is reached through its drive, its owner, and its path'), async () => {
	const { id = '' } = bodyOf(await client.get('/users/adelev@contoso.example/drive')) as { id?: string };
	const file = bodyOf(await client.get(`/drives/${id}/root:/Reports/2026/January.xlsx`)) as { id: string };
	for (const start of [
		`/drives/${id}/items/${file.id}`,
		`/drives/${id}/root:/Reports/2026/January.xlsx:`,
		`/users/adelev@contoso.example/drive/items/${file.id}`,
		'/users/adelev@contoso.example/drive/root:/Reports/2026/January.xlsx:',
	])
		expect(await client.get(`${start}/workbook/worksheets`)).toMatchObject({ status: 200 });
	const site = '/sites/contoso.sharepoint.com:/sites/marketing:/drive/root:/Reports/2026/January.xlsx:';
	expect(await client.get(`${site}/workbook/worksheets`)).toMatchObject({ status: 200 });
	const [group] = [...simulator.graph.groups.values()];
	const inGroup = `/groups/${group?.id}/drive/root:/Reports/2026/January.xlsx:/workbook/worksheets`;
	expect(await client.get(inGroup)).toMatchObject({ status: 200 });
});

describe('worksheets', () => {
	test('are added, renamed, hidden, moved, and deleted', async () => {
		const book = newBook();
		const made = await client.post(`${book}/worksheets/add`, { name: 'Sales' });
		expect(made).toMatchObject({ status: 201, body: { name: 'Sales', position: 1, visibility: 'Visible' } });
		expect(await client.post(`${book}/worksheets/add`, {})).toMatchObject({ body: { name: 'Sheet3' } });
		const at = `${book}/worksheets/${encodeURIComponent(String(bodyOf(made).id))}`;
		const change = { name: 'Sales 2026', visibility: 'Hidden', position: 0 };
		expect(await patch(at, change)).toMatchObject({ status: 200, body: change });
		expect((await client.all(`${book}/worksheets`)).map((one) => (one as { name: string }).name)).toEqual([
			'Sales 2026',
			'Sheet1',
			'Sheet3',
		]);
		expect(await client.call('DELETE', at)).toMatchObject({ status: 204 });
		expect(codeOf(await client.get(at))).toEqual([404, 'ItemNotFound']);
	});

	test('have names of their own, and one stays visible', async () => {
		const book = newBook();
		expect(codeOf(await client.post(`${book}/worksheets/add`, { name: 'sheet1' }))).toEqual([
			409,
			'ItemAlreadyExists',
		]);
		for (const name of ['a/b', 'x'.repeat(32), "'a"])
			expect((await client.post(`${book}/worksheets/add`, { name })).status).toBe(400);
		expect(codeOf(await client.call('DELETE', `${book}${sheet}`))).toEqual([400, 'InvalidOperation']);
		expect((await patch(`${book}${sheet}`, { visibility: 'Hidden' })).status).toBe(400);
		expect((await patch(`${book}${sheet}`, { position: 5 })).status).toBe(400);
	});
});

describe('cells', () => {
	test('take texts as a person types them, unless their format is text', async () => {
		const book = newBook();
		const written = bodyOf(
			await put(book, 'A1:F1', [['007', 'TRUE', '2026-01-05', '50%', "'007", 'a text']]),
		);
		expect(written.values).toEqual([[7, true, 46027, 0.5, '007', 'a text']]);
		expect(written.text).toEqual([['7', 'TRUE', '1/5/2026', '50%', '007', 'a text']]);
		expect(written.numberFormat).toEqual([['General', 'General', 'm/d/yyyy', '0%', 'General', 'General']]);
		const asText = await patch(`${book}${range('A2:B2')}`, {
			numberFormat: [['@', '#,##0.00']],
			values: [['007', 1234567.891]],
		});
		expect(bodyOf(asText)).toMatchObject({ values: [['007', 1234567.891]], text: [['007', '1,234,567.89']] });
	});

	test('have one value for all, keep what is null, and are cleared by an empty text', async () => {
		const book = newBook();
		expect(bodyOf(await put(book, 'A1:B2', 'x')).values).toEqual([
			['x', 'x'],
			['x', 'x'],
		]);
		expect(
			bodyOf(
				await put(book, 'A1:B2', [
					[null, ''],
					[1, null],
				]),
			).values,
		).toEqual([
			['x', ''],
			[1, 'x'],
		]);
		expect((await patch(`${book}${range('A1')}`, { values: null })).status).toBe(400);
		expect((await put(book, 'A1', { no: 'cell' })).status).toBe(400);
	});

	test.each([
		['=A1+B1*2', 8],
		['=SUM(A1:B1)/COUNT(A1:B1)', 2.5],
		['=(A1+B1)^2%', 5 ** 0.02],
		['=IF(A1<B1,"less","more")&"!"', 'less!'],
		['=ROUND(AVERAGE(A1:B1)/3,2)', 0.83],
		['="a ""quoted"" text"', 'a "quoted" text'],
		['=-A1', -2],
		['=A1/0', '#DIV/0!'],
		['=NOTHING(1)', '#NAME?'],
		["='No sheet'!A1", '#REF!'],
		['=C1', 0],
		['=MAX(A1:C1)', 3],
	])('calculate %s', async (formula, result) => {
		const book = newBook();
		await put(book, 'A1:B1', [[2, 3]]);
		const { values, formulas } = bodyOf(await patch(`${book}${range('D1')}`, { formulas: [[formula]] }));
		expect(formulas).toEqual([[formula]]);
		expect((values as unknown[][])[0]?.[0]).toEqual(
			typeof result === 'number' ? expect.closeTo(result) : result,
		);
	});

	test('have addresses with sheets, and whole columns without values', async () => {
		const book = newBook();
		await client.post(`${book}/worksheets/add`, { name: "Bob's sheet" });
		const inOther = encodeURIComponent("''Bob''''s sheet''!B2");
		expect(await put(book, inOther, [[1]])).toMatchObject({
			status: 200,
			body: { address: "'Bob''s sheet'!B2", values: [[1]] },
		});
		expect(bodyOf(await client.get(`${book}${range('$A$1:$B$2')}`))).toMatchObject({
			address: 'Sheet1!A1:B2',
		});
		expect(bodyOf(await client.get(`${book}${range('A:B')}`))).toMatchObject({
			values: null,
			columnCount: 2,
		});
		expect((await put(book, 'A:B', 1)).status).toBe(400);
		for (const wrong of ['A', '1', 'A0', 'A1:B2:C3', 'A1:B', 'XFE1'])
			expect(codeOf(await client.get(`${book}${range(wrong)}`))).toEqual([400, 'InvalidArgument']);
	});

	test('are the used range, with and without formats', async () => {
		const book = newBook();
		const used = (parameter = '') => client.get(`${book}${sheet}/usedRange${parameter}`);
		expect(await used()).toMatchObject({ body: { address: 'Sheet1!A1', values: [['']] } });
		await put(book, 'B2:C3', 5);
		await patch(`${book}${range('F9')}`, { numberFormat: [['0.00']] });
		expect(await used('(valuesOnly=true)')).toMatchObject({ body: { address: 'Sheet1!B2:C3' } });
		expect(await used()).toMatchObject({ body: { address: 'Sheet1!B2:F9' } });
	});

	test('are cleared, inserted, and deleted', async () => {
		const book = newBook();
		await patch(`${book}${range('A1:A3')}`, { numberFormat: '0.00', values: [[1], [2], [3]] });
		await client.post(`${book}${range('A1')}/clear`, { applyTo: 'Contents' });
		expect(bodyOf(await client.get(`${book}${range('A1:A2')}`))).toMatchObject({
			values: [[''], [2]],
			numberFormat: [['0.00'], ['0.00']],
		});
		await client.post(`${book}${range('A1:A2')}/insert`, { shift: 'Down' });
		expect(await valuesOf(`${book}${range('A1:A5')}`)).toEqual([[''], [''], [''], [2], [3]]);
		await client.post(`${book}${range('A2:A3')}/delete`, { shift: 'Up' });
		expect(await valuesOf(`${book}${range('A1:A3')}`)).toEqual([[''], [2], [3]]);
		expect((await client.post(`${book}${range('A1')}/delete`, { shift: 'Down' })).status).toBe(400);
	});

	test('of a protected sheet can’t be changed', async () => {
		const book = newBook();
		await client.post(`${book}${sheet}/protection/protect`, {});
		expect(codeOf(await put(book, 'A1', 1))).toEqual([403, 'AccessDenied']);
		expect((await client.get(`${book}${range('A1')}`)).status).toBe(200);
	});
});

describe('tables', () => {
	const table = "/tables('Table1')";
	async function orders(): Promise<string> {
		const book = newBook();
		await put(book, 'A1:B3', [
			['Product', 'Amount'],
			['Pears', 3],
			['Apples', 5],
		]);
		const made = await client.post(`${book}/tables/add`, { address: 'Sheet1!A1:B3', hasHeaders: true });
		expect(made).toMatchObject({ status: 201, body: { name: 'Table1', showHeaders: true } });
		return book;
	}
	const rowsOf = async (book: string, query = '') =>
		(await client.all(`${book}${table}/rows${query}`)).map(
			(row) => (row as { values: unknown[][] }).values[0],
		);

	test('are made of cells, listed by workbook and sheet, renamed, and deleted', async () => {
		const book = await orders();
		await client.post(`${book}/worksheets/add`, { name: 'Other' });
		expect(await client.all(`${book}/tables`)).toHaveLength(1);
		expect(await client.all(`${book}${sheet}/tables`)).toHaveLength(1);
		expect(await client.all(`${book}/worksheets('Other')/tables`)).toHaveLength(0);
		expect(
			codeOf(await client.post(`${book}/tables/add`, { address: 'Sheet1!B3:C4', hasHeaders: true })),
		).toEqual([400, 'InvalidArgument']);
		expect(await patch(`${book}${table}`, { name: 'Orders' })).toMatchObject({ body: { name: 'Orders' } });
		expect((await patch(`${book}/tables('Orders')`, { name: 'A1' })).status).toBe(400);
		expect(await client.call('DELETE', `${book}/tables('Orders')`)).toMatchObject({ status: 204 });
		expect(codeOf(await client.get(`${book}/tables('Orders')`))).toEqual([404, 'ItemNotFound']);
		expect(await valuesOf(`${book}${range('A1')}`)).toEqual([['']]);
	});

	test('get headers where there are none', async () => {
		const book = newBook();
		await put(book, 'A1:B1', [[1, 2]]);
		await client.post(`${book}/tables/add`, { address: 'Sheet1!A1:B1', hasHeaders: false });
		expect(await valuesOf(`${book}${table}/range`)).toEqual([
			['Column1', 'Column2'],
			[1, 2],
		]);
		expect(await valuesOf(`${book}${table}/headerRowRange`)).toEqual([['Column1', 'Column2']]);
		expect(await valuesOf(`${book}${table}/dataBodyRange`)).toEqual([[1, 2]]);
	});

	test('take rows at the end and in between, and push down what is below', async () => {
		const book = await orders();
		await put(book, 'A5', 'below');
		const added = await client.post(`${book}${table}/rows/add`, {
			index: null,
			values: [
				['Figs', 1],
				['Dates', null],
			],
		});
		expect(added).toMatchObject({
			status: 201,
			body: {
				index: 2,
				values: [
					['Figs', 1],
					['Dates', ''],
				],
			},
		});
		await client.post(`${book}${table}/rows/add`, { index: 0, values: [['First', 0]] });
		expect((await rowsOf(book)).map(([name]: unknown[] = []) => name)).toEqual([
			'First',
			'Pears',
			'Apples',
			'Figs',
			'Dates',
		]);
		expect(await valuesOf(`${book}${range('A8')}`)).toEqual([['below']]);
		expect((await client.post(`${book}${table}/rows/add`, { values: [['one cell']] })).status).toBe(400);
		expect((await client.post(`${book}${table}/rows/add`, { index: 9, values: [['a', 1]] })).status).toBe(
			400,
		);
	});

	test('list their rows in pieces, and change and delete one', async () => {
		const book = await orders();
		expect(await rowsOf(book, '?$top=1')).toEqual([['Pears', 3]]);
		expect(await rowsOf(book, '?$top=5&$skip=1')).toEqual([['Apples', 5]]);
		expect(await client.get(`${book}${table}/rows/itemAt(index=1)`)).toMatchObject({
			body: { index: 1, values: [['Apples', 5]] },
		});
		await patch(`${book}${table}/rows/itemAt(index=1)`, { values: [[null, 9]] });
		expect(await rowsOf(book)).toEqual([
			['Pears', 3],
			['Apples', 9],
		]);
		expect((await client.call('DELETE', `${book}${table}/rows/itemAt(index=0)`)).status).toBe(204);
		expect(await rowsOf(book)).toEqual([['Apples', 9]]);
		await client.call('DELETE', `${book}${table}/rows/$/itemAt(index=0)`);
		expect(await rowsOf(book)).toEqual([['', '']]);
		expect(codeOf(await client.get(`${book}${table}/rows/itemAt(index=1)`))).toEqual([404, 'ItemNotFound']);
	});

	test('have columns, which are added and deleted', async () => {
		const book = await orders();
		const added = await client.post(`${book}${table}/columns/add`, {
			values: [['Status'], ['open'], ['closed']],
		});
		expect(added).toMatchObject({ status: 201, body: { index: 2, name: 'Status' } });
		expect(await client.all(`${book}${table}/columns`)).toMatchObject([
			{ name: 'Product', index: 0, values: [['Product'], ['Pears'], ['Apples']] },
			{ name: 'Amount', index: 1 },
			{ name: 'Status', index: 2 },
		]);
		expect(await valuesOf(`${book}${table}/columns('Status')/dataBodyRange`)).toEqual([['open'], ['closed']]);
		expect((await client.call('DELETE', `${book}${table}/columns('Amount')`)).status).toBe(204);
		expect(await rowsOf(book)).toEqual([
			['Pears', 'open'],
			['Apples', 'closed'],
		]);
	});

	test('are sorted and filtered, and plain cells again', async () => {
		const book = await orders();
		await client.post(`${book}${table}/sort/apply`, { fields: [{ key: 0, ascending: true }] });
		expect(await rowsOf(book)).toEqual([
			['Apples', 5],
			['Pears', 3],
		]);
		await client.post(`${book}${table}/columns('Product')/filter/apply`, {
			criteria: { filterOn: 'Values' },
		});
		for (const action of ['clearFilters', 'reapplyFilters', 'sort/clear'])
			expect((await client.post(`${book}${table}/${action}`, {})).status).toBe(204);
		expect((await client.post(`${book}${table}/convertToRange`, {})).status).toBe(200);
		expect(await client.all(`${book}/tables`)).toEqual([]);
		expect(await valuesOf(`${book}${range('A1')}`)).toEqual([['Product']]);
	});
});

test('names and charts', async () => {
	const book = newBook();
	await put(book, 'A1:B2', 2);
	expect(
		await client.post(`${book}/names/add`, { name: 'Prices', reference: '=Sheet1!A1:B2' }),
	).toMatchObject({
		status: 201,
		body: { name: 'Prices', value: '=Sheet1!$A$1:$B$2', type: 'Range', scope: 'Workbook', visible: true },
	});
	expect(await valuesOf(`${book}/names('Prices')/range`)).toEqual([
		[2, 2],
		[2, 2],
	]);
	expect(await client.all(`${book}${sheet}/names`)).toEqual([]);
	expect((await client.call('DELETE', `${book}/names('Prices')`)).status).toBe(204);

	const chart = { type: 'ColumnClustered', sourceData: 'A1:B2', seriesBy: 'Auto' };
	expect(await client.post(`${book}${sheet}/charts/add`, chart)).toMatchObject({
		status: 201,
		body: { name: 'Chart 1' },
	});
	expect((await client.post(`${book}${sheet}/charts/add`, { ...chart, type: 'Cake' })).status).toBe(400);
	const at = `${book}${sheet}/charts('Chart%201')`;
	for (const size of ['', "(width=0,height=0,fittingMode='fit')", '(width=300)'])
		expect(bodyOf(await client.get(`${at}/image${size}`)).value).toMatch(/^iVBOR/);
	expect(await patch(at, { name: 'Sales', width: 500 })).toMatchObject({
		body: { name: 'Sales', width: 500 },
	});
	expect((await client.call('DELETE', `${book}${sheet}/charts('Sales')`)).status).toBe(204);
	expect(await client.post(`${book}/application/calculate`, { calculationType: 'Full' })).toMatchObject({
		status: 204,
	});
	expect((await client.post(`${book}/application/calculate`, {})).status).toBe(400);
});

describe('sessions', () => {
	const session = async (book: string, persistChanges: boolean) => ({
		'workbook-session-id': String(bodyOf(await client.post(`${book}/createSession`, { persistChanges })).id),
	});

	test(fact(25, 'simulator', 'a session keeps its changes, or is a copy until it’s closed'), async () => {
		const book = newBook();
		for (const [persistChanges, after] of [
			[false, ''],
			[true, 7],
		] as const) {
			const headers = await session(book, persistChanges);
			await patch(`${book}${range('A1')}`, { values: [[7]] }, headers);
			expect(bodyOf(await client.get(`${book}${range('A1')}`, headers)).values).toEqual([[7]]);
			expect(await valuesOf(`${book}${range('A1')}`)).toEqual([[after]]);
			expect((await client.post(`${book}/refreshSession`, {}, headers)).status).toBe(204);
			expect((await client.post(`${book}/closeSession`, {}, headers)).status).toBe(204);
			expect(await client.get(`${book}${range('A1')}`, headers)).toMatchObject({
				status: 404,
				body: { error: { innerError: { code: 'invalidSessionReCreatable' } } },
			});
		}
	});

	test.each(['succeeded', 'Completed'] as const)(
		fact(25, 'simulator', 'what takes long is answered with 202, and followed by its monitor until it’s %s'),
		async (finished) => {
			const book = newBook();
			simulator.set({ workbooks: { ...simulator.settings.workbooks, longRunning: 1, finished } });
			const headers = { prefer: 'respond-async' };
			const accepted = await client.post(`${book}/createSession`, { persistChanges: true }, headers);
			expect(accepted.status).toBe(202);
			const at = String(accepted.headers.location);
			expect(await client.get(at)).toMatchObject({ status: 200, body: { status: 'running' } });
			const done = bodyOf(await client.get(at));
			expect(done.status).toBe(finished);
			const { id } = bodyOf(await client.get(String(done.resourceLocation)));
			expect((await client.get(`${book}/worksheets`, { 'workbook-session-id': String(id) })).status).toBe(
				200,
			);
		},
	);

	test('a long-running request that fails says so in its monitor', async () => {
		const book = newBook();
		simulator.set({ workbooks: { ...simulator.settings.workbooks, longRunning: 0 } });
		const headers = { prefer: 'respond-async', ...(await session(book, true)) };
		const accepted = await client.call('PATCH', `${book}${range('A1:B2')}`, {
			body: { values: [[1, 2]] },
			headers,
		});
		expect(accepted.status).toBe(202);
		expect(await client.get(String(accepted.headers.location))).toMatchObject({
			body: { status: 'failed', error: { code: 'InvalidArgument' } },
		});
	});
});

describe('refusals', () => {
	test.each<[Trouble, number, number, string]>([
		['locked', 200, 423, 'EditModeCannotAcquireLockUnknown'],
		['conflict', 200, 409, 'conflict'],
		['encrypted', 403, 403, 'accessDenied'],
		['unsupported', 400, 400, 'invalidRequest'],
		['broken', 500, 500, 'internalServerError'],
		['unauthorized', 401, 401, 'FileOpenUserUnauthorized'],
	])('a workbook that is %s', async (trouble, reading, writing, code) => {
		const { drive, file } = newWorkbookFile(simulator.graph);
		const book = `/drives/${drive.id}/items/${file.id}/workbook`;
		troubleWorkbook(file, trouble);
		expect((await client.get(`${book}/worksheets`)).status).toBe(reading);
		expect(codeOf(await put(book, 'A1', 1))).toEqual([writing, code]);
		troubleWorkbook(file, undefined);
		expect((await put(book, 'A1', 1)).status).toBe(200);
	});

	test.each(['Book.xls', 'Book.csv', 'Book.txt'])('%s is no workbook', async (name) => {
		expect(codeOf(await client.get(`${newBook(name)}/worksheets`))).toEqual([403, 'AccessDenied']);
		simulator.set({ workbooks: { ...simulator.settings.workbooks, notAWorkbook: 'unauthorized' } });
		expect(codeOf(await client.get(`${newBook(name)}/worksheets`))).toEqual([
			401,
			'FileOpenUserUnauthorized',
		]);
	});

	test(
		fact(25, 'simulator', 'who may only read files reads cells, or is refused: a setting chooses'),
		async () => {
			const book = newBook();
			const reader = await createClient(simulator, ['Files.Read.All']);
			expect((await reader.get(`${book}/worksheets`)).status).toBe(200);
			expect((await reader.post(`${book}/worksheets/add`, {})).status).toBe(403);
			simulator.set({ workbooks: { ...simulator.settings.workbooks, readOnlyApps: 'refused' } });
			expect(codeOf(await reader.get(`${book}/worksheets`))).toEqual([403, 'AccessDenied']);
			await reader.close();
		},
	);
});

test('a change is a new version of the file', async () => {
	const { drive, file } = newWorkbookFile(simulator.graph);
	const before = file.change;
	await put(`/drives/${drive.id}/items/${file.id}/workbook`, 'A1', 1);
	expect(file.change).toBeGreaterThan(before);
	expect(storedWorkbook(file).book.sheets).toHaveLength(1);
});

test('a text with a sign before it is a formula, unless it is a number or begins with an apostrophe', async () => {
	const book = newBook();
	await put(book, 'A1:A6', [['+1+1'], ['-2+3'], ['@SUM(1,2)'], ['-5'], ["'-2+3"], ['- a list']]);
	expect(await valuesOf(`${book}${range('A1:A5')}`)).toEqual([[2], [1], [3], [-5], ['-2+3']]);
	expect(bodyOf(await client.get(`${book}${range('A1:A5')}`)).formulas).toEqual([
		['=1+1'],
		['=-2+3'],
		['=SUM(1,2)'],
		[-5],
		['-2+3'],
	]);
});

test('the used range of a sheet with very many cells is found', async () => {
	const book = newBook();
	await put(book, 'B2:U9001', 1);
	expect(bodyOf(await client.get(`${book}${sheet}/usedRange(valuesOnly=true)?$select=address`)).address).toBe(
		'Sheet1!B2:U9001',
	);
});

test('$select returns the named properties of a range only', async () => {
	const book = newBook();
	await put(book, 'A1:B2', 1);
	const selected = bodyOf(await client.get(`${book}${range('A1:B2')}?$select=address,values`));
	expect(Object.keys(selected).filter((name) => !name.startsWith('@'))).toEqual(['address', 'values']);
});

test('a row of the used range is counted from its first one', async () => {
	const book = newBook();
	await put(book, 'B3:C4', [
		['a', 'b'],
		[1, 2],
	]);
	const row = async (index: number) =>
		await client.get(`${book}${sheet}/usedRange(valuesOnly=true)/row(row=${index})?$select=address,values`);
	expect(bodyOf(await row(0))).toMatchObject({ address: 'Sheet1!B3:C3', values: [['a', 'b']] });
	expect(bodyOf(await row(1))).toMatchObject({ address: 'Sheet1!B4:C4', values: [[1, 2]] });
	expect(codeOf(await row(2))).toEqual([400, 'InvalidArgument']);
});

test('a range with more than 5 MB is refused, or has no values: a setting chooses', async () => {
	const book = newBook();
	await put(book, 'A1:A6000', 'x'.repeat(1000));
	const values = `${book}${range('A1:A6000')}?$select=address,values`;
	expect(codeOf(await client.get(values))).toEqual([400, 'ResponsePayloadSizeLimitExceeded']);
	expect((await client.get(`${book}${range('A1:A6000')}?$select=address`)).status).toBe(200);
	simulator.set({ workbooks: { ...simulator.settings.workbooks, tooLarge: 'nulls' } });
	expect(bodyOf(await client.get(values))).toMatchObject({ address: 'Sheet1!A1:A6000', values: null });
});
