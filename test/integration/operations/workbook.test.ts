import type { INodeParameters } from 'n8n-workflow';
import { storedWorkbook, troubleWorkbook, type Trouble } from '../../../simulator/graph/routes/workbooks';
import { valueAt, type Sheet } from '../../../simulator/graph/workbooks/workbook';
import { areaOf } from '../../../simulator/graph/workbooks/addresses';
import { addFile, childNamed, type StoredFile } from '../../../simulator/graph/state/drive';
import type { WorkbookSettings } from '../../../simulator/settings';
import { fact } from '../../reality/facts';
import { sampleDrive } from '../../operations/samples/file';
import { sampleWorkbook } from '../../operations/samples/workbook';
import { byId, fromList, itemsOf, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const adele = { driveOf: 'user', userId: byId('adelev@contoso.example') };

let file: StoredFile;
beforeEach(() => {
	file = sampleWorkbook(product.simulator);
});

const run = async (operation: string, parameters: INodeParameters = {}, settings = {}) =>
	await product.run(
		{
			resource: 'workbook',
			operation,
			...adele,
			fileId: byId(file.id),
			sheetId: byId('Sheet1'),
			tableId: byId('Table1'),
			chartId: byId('Chart 1'),
			...parameters,
		},
		settings,
	);
const succeed = async (operation: string, parameters: INodeParameters = {}) => {
	const { items, error } = await run(operation, parameters);
	expect(error).toBeUndefined();
	return jsonOf(items);
};
const set = (change: Partial<WorkbookSettings>) =>
	product.simulator.set({ workbooks: { ...product.simulator.settings.workbooks, ...change } });
const stored = () => storedWorkbook(file);
const sheetNamed = (name = 'Sheet1') => stored().book.sheets.find((one) => one.name === name) as Sheet;
const cell = (address: string, sheet = sheetNamed()) => {
	const { row, column } = areaOf(address);
	return valueAt(stored().book, sheet, row, column);
};
const callsTo = (pattern: RegExp) => product.graphPaths().filter((path) => pattern.test(path));
const messageOf = (error: unknown) => {
	const { message, description } = error as { message: string; description?: string };
	return `${message} ${description ?? ''}`;
};

describe('sheets', () => {
	test(fact(25, 'node', 'are listed, added, changed, and deleted'), async () => {
		expect(await succeed('getSheets', { returnAll: true })).toMatchObject([
			{ name: 'Sheet1', position: 0, visibility: 'Visible' },
			{ name: 'Other', position: 1 },
		]);
		expect(await succeed('addSheet', { name: 'January' })).toMatchObject([{ name: 'January', position: 2 }]);
		expect(await succeed('addSheet')).toMatchObject([{ name: 'Sheet4' }]);
		const updateFields = { name: 'February (2)', position: 0, visibility: 'Hidden' };
		expect(await succeed('updateSheet', { sheetId: byId('January'), updateFields })).toMatchObject([
			updateFields,
		]);
		expect(await succeed('deleteSheet', { sheetId: byId('February (2)') })).toEqual([{ deleted: true }]);
		expect(await succeed('deleteSheet', { sheetId: byId(sheetNamed('Other').id) })).toEqual([
			{ deleted: true },
		]);
		expect(stored().book.sheets.map(({ name }) => name)).toEqual(['Sheet1', 'Sheet4']);
	});

	test('are made as requested in one session, which is closed', async () => {
		const additionalFields = { position: 0, visibility: 'Hidden' };
		expect(await succeed('addSheet', { name: "Bob's (new)", additionalFields })).toMatchObject([
			{ name: "Bob's (new)", ...additionalFields },
		]);
		expect(product.graphPaths().map((path) => path.replace(/^(\w+) .*\/workbook\//, '$1 '))).toEqual([
			'POST createSession',
			'POST worksheets/add',
			expect.stringMatching(/^PATCH worksheets\('/),
			'POST closeSession',
		]);
		expect(stored().sessions.size).toBe(0);
		expect(await succeed('getRange', { sheetId: byId("Bob's (new)") })).toMatchObject([{ values: [['']] }]);
	});

	test('whose second step is refused are named, and the session is closed', async () => {
		const { error } = await run('addSheet', { name: 'January', additionalFields: { position: 99 } });
		expect(messageOf(error)).toMatch(
			/The sheet "January" was added, but it couldn't be changed as requested\./,
		);
		expect(stored().sessions.size).toBe(0);
		expect(sheetNamed('January')).toBeDefined();
	});

	test.each([
		['addSheet', { name: 'sheet1' }, /already has something with this name/],
		['addSheet', { name: 'a/b' }, /Check the range, .*the names/],
		['updateSheet', { updateFields: {} }, /nothing to update/],
		['getCharts', { sheetId: byId('No such') }, /no such sheet, table, chart, or name/],
	])('%s with %j is refused with a reason', async (operation, parameters, reason) => {
		expect(messageOf((await run(operation, parameters as INodeParameters)).error)).toMatch(reason);
	});

	test('stay if there is no other visible one', async () => {
		await succeed('deleteSheet', { sheetId: byId('Other') });
		expect(messageOf((await run('deleteSheet')).error)).toMatch(/A workbook needs a visible sheet/);
	});
});

describe('tables', () => {
	test('are listed, with their columns, and deleted', async () => {
		expect(await succeed('getTables', { simplify: true })).toEqual([
			{
				id: expect.any(String),
				name: 'Table1',
				showHeaders: true,
				showTotals: false,
				style: 'TableStyleMedium2',
			},
		]);
		expect(await succeed('getTables', { inSheetId: byId('Other') })).toEqual([]);
		expect(await succeed('getTableColumns')).toMatchObject([
			{ name: 'Product', index: 0 },
			{ name: 'Amount', index: 1 },
		]);
		expect((await succeed('getTableColumns'))[0]).not.toHaveProperty('values');
		expect(await succeed('getTableColumns', { includeValues: true })).toMatchObject([
			{ values: [['Product'], ['Pears'], ['Apples']] },
			{ values: [['Amount'], [3], [5]] },
		]);
		for (const operation of ['clearTableFilters', 'clearTableSort'])
			expect(await succeed(operation)).toEqual([{ success: true }]);
		expect(await succeed('deleteTable')).toEqual([{ deleted: true }]);
		expect(stored().book.tables).toEqual([]);
	});

	test('are created, and named in the same session', async () => {
		const cells = { sheetId: byId('Other'), address: 'A1:B2', hasHeaders: true };
		const additionalFields = { name: 'Orders', style: 'TableStyleLight1' };
		expect(await succeed('createTable', { ...cells, additionalFields })).toMatchObject([
			{ ...additionalFields, showHeaders: true },
		]);
		expect(stored().sessions.size).toBe(0);
		const again = await run('createTable', { ...cells, additionalFields });
		expect(messageOf(again.error)).toMatch(/Choose cells that aren't in another table/);
		const other = { ...cells, address: 'D1:E2', additionalFields: { name: 'Orders' } };
		const { error } = await run('createTable', other);
		expect(messageOf(error)).toMatch(/The table "Table3" was created, but.*/);
	});
});

describe('cells', () => {
	test('are read by address, by name, and all of them', async () => {
		const read = async (address: string) => (await succeed('getRange', { address, simplify: true }))[0];
		const all = {
			address: 'Sheet1!A1:B3',
			rowCount: 3,
			columnCount: 2,
			values: [
				['Product', 'Amount'],
				['Pears', 3],
				['Apples', 5],
			],
			text: [
				['Product', 'Amount'],
				['Pears', '3'],
				['Apples', '5'],
			],
		};
		expect(await read('')).toEqual(all);
		expect(await read('A1:B3')).toEqual(all);
		expect(await read('B2')).toMatchObject({ values: [[3]] });
		expect(await succeed('getRange', { address: 'B2', simplify: false })).toMatchObject([
			{ formulas: [[3]], numberFormat: [['General']], valueTypes: [['Double']] },
		]);
		const { error } = await run('getRange', { address: 'A1/B2' });
		expect(messageOf(error)).toMatch(/"Range" isn't an address of cells/);
	});

	test('are written from their first one on, with formulas, formats, and what stays as it is', async () => {
		const written = await succeed('writeRange', {
			address: 'D1',
			values: '[["007", null, "=B2+B3"], ["2026-01-05", "", true]]',
			simplify: true,
		});
		expect(written).toMatchObject([
			{
				address: 'Sheet1!D1:F2',
				values: [
					[7, '', 8],
					[46027, '', true],
				],
				text: [
					['7', '', '8'],
					['1/5/2026', '', 'TRUE'],
				],
			},
		]);
		await succeed('writeRange', { address: 'A2', values: '[["Plums"]]' });
		await succeed('writeRange', { address: 'A2:B2', values: '[null, 4]' });
		expect([cell('A2'), cell('B2'), cell('F1')]).toEqual(['Plums', 4, 9]);
		const formatted = { address: 'D5:E5', values: '[[0.5, 1]]', options: { numberFormat: '0%' } };
		expect(await succeed('writeRange', formatted)).toMatchObject([{ text: [['50%', '100%']] }]);
		expect(await succeed('writeRange', { address: 'D6:E7', values: '"x"' })).toMatchObject([
			{
				values: [
					['x', 'x'],
					['x', 'x'],
				],
			},
		]);
	});

	test('keep texts as they are, if asked', async () => {
		const options = { keepText: true };
		const texts = [['007', '2026-01-05', '=A1', 'TRUE', '', "'quoted", 'a text']];
		expect(
			await succeed('writeRange', { address: 'D1', values: JSON.stringify(texts), options }),
		).toMatchObject([{ values: texts }]);
	});

	test.each([
		['[]', /"Values \(JSON\)" is empty/],
		['{}', /has no values/],
		['[[1, 2], [3]]', /rows of different lengths: row 2 doesn't have 2 columns/],
		['[[1, {"a": 1}]]', /Row 1, column 2 of "Values \(JSON\)" can't be in a cell/],
		['[[1, 2], [3, 4], [5, 6]]', /has 3 rows of 2 cells, but D1:E2 has 2 rows of 2 cells/],
	])('%s is not written', async (values, reason) => {
		const { error } = await run('writeRange', { address: 'D1:E2', values });
		expect(messageOf(error)).toMatch(reason);
		expect(product.graphCalls()).toEqual([]);
	});

	test('of a large range are written in pieces, in one session, and what was written is told', async () => {
		const values = Array.from({ length: 30_000 }, (_, row) => [row, `row ${row}`, row * 2, null]);
		const large = { address: 'H2', values: JSON.stringify(values), simplify: false };
		const [written] = await succeed('writeRange', large);
		expect(written).toMatchObject({ address: 'Sheet1!H2:K30001', rowCount: 30_000, cellCount: 120_000 });
		expect(written?.values).toHaveLength(30_000);
		expect(callsTo(/^PATCH/).length).toBeGreaterThan(1);
		expect([cell('H2'), cell('J30001')]).toEqual([0, 59_998]);
		expect(stored().sessions.size).toBe(0);

		product.simulator.requests.length = 0;
		product.simulator.faults.add({ method: 'PATCH', path: /A?12502|H125\d\d/, action: { status: 400 } });
		const { error } = await run('writeRange', large);
		expect(messageOf(error)).toMatch(/The first 12500 rows were written\./);
		expect(stored().sessions.size).toBe(0);
	});

	test('are cleared', async () => {
		expect(await succeed('clearRange', { address: 'A2:B2', applyTo: 'Contents' })).toEqual([
			{ success: true },
		]);
		expect([cell('A1'), cell('A2'), cell('B2')]).toEqual(['Product', '', '']);
	});
});

test('names, charts, and calculation', async () => {
	expect(await succeed('getNames')).toMatchObject([{ name: 'Prices', value: '=Sheet1!$A$1:$B$3' }]);
	expect(await succeed('getNames', { inSheetId: byId('Sheet1') })).toEqual([]);
	expect(await succeed('getCharts')).toMatchObject([{ name: 'Chart 1', width: 360 }]);
	const chart = { address: 'A1:B3', chartType: 'Pie', additionalFields: { name: 'Shares', width: 500 } };
	expect(await succeed('addChart', chart)).toMatchObject([{ name: 'Shares', width: 500 }]);
	const { items, error } = await run('getChartImage', {
		chartId: { __rl: true, mode: 'name', value: 'Shares' },
		binaryPropertyName: 'picture',
		options: { width: 300, height: 200 },
	});
	expect(error).toBeUndefined();
	expect(items[0]).toMatchObject({
		json: { fileName: 'Shares.png', mimeType: 'image/png', size: expect.any(Number) },
		binary: { picture: { mimeType: 'image/png', fileName: 'Shares.png' } },
	});
	expect(callsTo(/image/)).toEqual([
		expect.stringMatching(/image\(width=300,height=200,fittingMode='fit'\)$/),
	]);
	expect(await succeed('calculate', { calculationType: 'Full' })).toEqual([{ success: true }]);
	expect(stored().book.calculated).toBe(1);
});

describe('where the file is', () => {
	const workbooks = [
		['its path', { fileId: byId('/Reports/2026/January.xlsx') }],
		['a group', { driveOf: 'group', fileId: byId('/Reports/2026/January.xlsx') }],
		[
			'a site by its ID',
			{ driveOf: 'site', siteId: byId('root'), fileId: byId('/Reports/2026/January.xlsx') },
		],
		[
			'a site by its URL',
			{
				driveOf: 'site',
				siteId: byId('https://contoso.sharepoint.com/sites/marketing'),
				fileId: byId('/Reports/2026/January.xlsx'),
			},
		],
	] as const;
	test.each(workbooks)('is told by %s', async (_, parameters) => {
		const [group] = [...product.simulator.graph.groups.values()];
		const groupId = byId(group?.id ?? '');
		expect(await succeed('getSheets', { groupId, ...parameters })).toMatchObject([{ name: 'Sheet1' }]);
	});

	test('is told by a sharing link, and by a drive', async () => {
		const drive = sampleDrive(product.simulator);
		const sharingLink = `${drive.webUrl}/${encodeURIComponent(file.name)}`;
		expect(await succeed('getSheets', { driveOf: 'link', sharingLink })).toHaveLength(2);
		expect(await succeed('getSheets', { driveOf: 'drive', driveId: byId(drive.id) })).toHaveLength(2);
	});
});

describe('the lists to choose from', () => {
	const at = () => ({
		resource: 'workbook',
		operation: 'getCharts',
		...adele,
		userId: fromList('adelev@contoso.example'),
		fileId: fromList(file.id),
		sheetId: fromList('Sheet1'),
	});
	const names = async (method: string, parameters = {}, filter = '') =>
		(await product.list(method, { filter, parameters: { ...at(), ...parameters } })).results.map(
			({ name }) => name,
		);

	test('have workbooks, sheets, tables, and charts', async () => {
		const drive = sampleDrive(product.simulator);
		addFile(drive, drive.rootId, 'Old.xls', Buffer.from('old'));
		expect(await names('searchWorkbooks')).toEqual(
			expect.arrayContaining([expect.stringMatching(/January\.xlsx$/), expect.stringContaining(file.name)]),
		);
		expect(await names('searchWorkbooks', {}, 'old')).toEqual([]);
		expect(await names('searchSheets')).toEqual(['Sheet1', 'Other']);
		expect(await names('searchSheets', {}, 'oth')).toEqual(['Other']);
		expect(await names('searchTables')).toEqual(['Table1']);
		expect(await names('searchCharts')).toEqual(['Chart 1']);
	});

	test('follow a sharing link and the URL of a site', async () => {
		const sharingLink = `${sampleDrive(product.simulator).webUrl}/${encodeURIComponent(file.name)}`;
		expect(await names('searchSheets', { driveOf: 'link', sharingLink })).toEqual(['Sheet1', 'Other']);
		const siteId = fromList('https://contoso.sharepoint.com/sites/marketing');
		const fileId = fromList('/Reports/2026/January.xlsx');
		expect(await names('searchSheets', { driveOf: 'site', siteId, fileId })).toEqual(['Sheet1']);
		await expect(names('searchSheets', { fileId: fromList('') })).rejects.toThrow(/No workbook is selected/);
	});
});

describe('what Excel refuses', () => {
	test.each<[Trouble, RegExp]>([
		['locked', /It is locked.*Have them close it or check it in/],
		['conflict', /Others are using the workbook in a way that conflicts/],
		['encrypted', /The workbook is protected: remove its password/],
		['unsupported', /it's too large \(more than 100 MB\), protected, or has features/],
		['broken', /Excel couldn't open the workbook\. Try again later/],
		['unauthorized', /^Excel couldn't open the file: .*Check that the file is an \.xlsx/],
	])('a workbook that is %s', async (trouble, reason) => {
		troubleWorkbook(file, trouble);
		const maxWait = { options: { maxWait: 0 } };
		const { error } = await run('writeRange', { address: 'A1', values: '1', ...maxWait });
		expect(messageOf(error)).toMatch(reason);
		expect(messageOf(error)).not.toMatch(/Test the credential|needs at least the application permission/);
	});

	test('with 401, which isn’t about the token: it costs one more token for all items', async () => {
		troubleWorkbook(file, 'unauthorized');
		const input = itemsOf(...Array.from({ length: 10 }, (_, n) => ({ n })));
		const { items } = await run('getSheets', {}, { input, continueOnFail: 'continueRegularOutput' });
		expect(items).toHaveLength(10);
		for (const { json } of items) expect(json.error).toMatch(/^Excel couldn't open the file/);
		expect(product.tokenRequests()).toBeLessThanOrEqual(2);
	});

	test('a protected sheet, and a range that is too large', async () => {
		sheetNamed().isProtected = true;
		const { error } = await run('clearRange', { address: 'A1', applyTo: 'All' });
		expect(messageOf(error)).toMatch(/The sheet is protected: unprotect it/);
		const large = await run('getRange', { address: 'A1:Z1000000' });
		expect(messageOf(large.error)).toMatch(/too many cells for one request/);
		const column = await run('writeRange', { address: 'C:C', values: '1' });
		sheetNamed().isProtected = false;
		expect(messageOf(column.error)).toMatch(/protected/);
		const whole = await run('writeRange', { address: 'C:C', values: '1' });
		expect(messageOf(whole.error)).toMatch(/can't do this with entire rows or columns/);
	});

	test.each(['denied', 'unauthorized'] as const)('a file that is no workbook: %s', async (notAWorkbook) => {
		set({ notAWorkbook });
		const drive = sampleDrive(product.simulator);
		const old = addFile(drive, drive.rootId, 'Old.xls', Buffer.from('old'));
		for (const fileId of [old.id, childNamed(drive, drive.rootId, 'Reports')?.id ?? '']) {
			const { error } = await run('getSheets', { fileId: byId(fileId) });
			expect(messageOf(error)).toMatch(/convert an \.xls or \.csv file first/);
			expect(messageOf(error)).not.toMatch(/Test the credential|has it/);
		}
	});

	test.each(['allowed', 'refused'] as const)(
		fact(25, 'node', 'an app that may only read files reads cells, or is told what it needs: %s'),
		async (readOnlyApps) => {
			set({ readOnlyApps });
			product.app.roles = ['Files.Read.All'];
			const { error } = await run('getSheets');
			if (readOnlyApps === 'allowed') expect(error).toBeUndefined();
			else expect(messageOf(error)).toMatch(/check that the app has Files\.ReadWrite\.All/);
			expect(messageOf((await run('addSheet')).error)).toMatch(/Files\.ReadWrite\.All/);
		},
	);

	test('a workbook that isn’t there', async () => {
		const { error } = await run('getSheets', { fileId: byId('/Reports/Nothing.xlsx') });
		expect(messageOf(error)).toMatch(/Check the ID or the path of the workbook/);
	});
});

describe('what has no response', () => {
	const lost = (path: RegExp, times = 1) =>
		product.simulator.faults.add({ path, after: true, times, action: { status: 504 } });

	test('is unknown, and not done again, where that would do it twice', async () => {
		lost(/worksheets\/add/, 5);
		const { error } = await run('addSheet', { name: 'January' });
		expect(messageOf(error)).toMatch(/The outcome is unknown.*check before you run this again/);
		expect(stored().book.sheets.filter(({ name }) => /January/.test(name))).toHaveLength(1);
		expect(callsTo(/worksheets\/add/)).toHaveLength(1);
	});

	test('is done again where that does no harm', async () => {
		lost(/range\(/);
		expect(await succeed('writeRange', { address: 'D1', values: '[[5]]' })).toMatchObject([
			{ values: [[5]] },
		]);
		expect(callsTo(/^PATCH/)).toHaveLength(2);
		lost(/createSession/);
		await succeed('addSheet', { name: 'January', additionalFields: { position: 0 } });
		expect(callsTo(/createSession/)).toHaveLength(2);
	});

	test('a sheet that is gone after a lost response counts as deleted', async () => {
		lost(/worksheets\('Other'\)/);
		expect(await succeed('deleteSheet', { sheetId: byId('Other') })).toEqual([{ deleted: true }]);
	});

	test('leaves no session open', async () => {
		product.simulator.faults.add({ path: /worksheets\/add/, times: 9, action: { status: 504 } });
		const { error } = await run('addSheet', { name: 'January', additionalFields: { position: 0 } });
		expect(messageOf(error)).toMatch(/outcome is unknown/);
		expect(stored().sessions.size).toBe(0);
	});
});

describe('what takes long', () => {
	const long = { name: 'January', additionalFields: { position: 0 } };

	test.each(['succeeded', 'Completed'] as const)(
		fact(25, 'node', 'is followed by its monitor until it’s %s'),
		async (finished) => {
			set({ longRunning: 1, finished });
			expect(await succeed('addSheet', long)).toMatchObject([{ name: 'January', position: 0 }]);
			expect(callsTo(/workbook\/operations\//)).toHaveLength(2);
			expect(callsTo(/sessionInfoResource/)).toHaveLength(1);
			expect(stored().sessions.size).toBe(0);
		},
	);

	test('and fails says why', async () => {
		set({ longRunning: 0 });
		product.simulator.faults.add({
			path: /workbook\/operations\//,
			action: {
				status: 200,
				body: {
					id: '1',
					status: 'failed',
					error: {
						code: 'conflict',
						message: 'The current state conflicts with what the request expects.',
						innerError: { code: 'accessConflict', message: 'Other clients are accessing the workbook.' },
					},
				},
			},
		});
		const { error } = await run('addSheet', long);
		expect(messageOf(error)).toMatch(/Others are using the workbook in a way that conflicts/);
	});

	test('and isn’t finished in time is unknown', async () => {
		set({ longRunning: 1000 });
		const { error } = await run('addSheet', { ...long, options: { maxWait: 1 } });
		expect(messageOf(error)).toMatch(/Excel accepted the request, but isn't finished after \d s/);
		expect(stored().book.sheets).toHaveLength(2);
	});
});

test('a session is closed after the execution is cancelled', async () => {
	product.simulator.faults.add({ path: /worksheets\/add/, action: { hang: true } });
	const stop = new AbortController();
	const running = run(
		'addSheet',
		{ name: 'January', additionalFields: { position: 0 } },
		{ signal: stop.signal },
	);
	while (stored().sessions.size === 0) await new Promise((resolve) => setTimeout(resolve, 5));
	while (callsTo(/worksheets\/add/).length === 0 && product.simulator.faults.struck === 0)
		await new Promise((resolve) => setTimeout(resolve, 5));
	stop.abort();
	expect((await running).status).toBe('canceled');
	for (let n = 0; n < 400 && stored().sessions.size > 0; n++)
		await new Promise((resolve) => setTimeout(resolve, 25));
	expect(stored().sessions.size).toBe(0);
});

test.each([{ batching: true }, { batching: false }])(
	fact(25, 'node', 'sessions with one workbook follow one another, and no request meets another: %j'),
	async (options) => {
		product.simulator.set({ partTime: 5 });
		const input = itemsOf(...Array.from({ length: 6 }, (_, n) => ({ name: `Sheet number ${n}` })));
		const { items, error } = await run(
			'addSheet',
			{ name: '={{ $json.name }}', additionalFields: { visibility: 'Hidden' }, options },
			{ input },
		);
		expect(error).toBeUndefined();
		expect(jsonOf(items).map(({ name }) => name)).toEqual(input.map(({ json }) => json.name));
		expect(product.simulator.graph.throttled).toBe(0);
		const order = product.graphPaths().map((path) => (/(create|close)Session$/.exec(path) ?? [])[1]);
		expect(order.filter((one) => one !== undefined)).toEqual(Array(6).fill(['create', 'close']).flat());
	},
);

test('an app with SharePoint’s permission alone has enough', async () => {
	product.app.roles = ['Sites.ReadWrite.All'];
	await succeed('writeRange', { address: 'A9', values: '"x"' });
	expect(cell('A9')).toBe('x');
});
