import type { INodeParameters } from 'n8n-workflow';
import { reportSettings } from '../../../simulator/graph/routes/reports';
import { readCsv } from '../../../nodes/MicrosoftGraph/operations/report/csv';
import { binaryContent } from '../harness/binary';
import { itemsOf, jsonOf, sources, useForeignHost, useProduct } from '../harness/product';

const product = useProduct();
const foreign = useForeignHost();

const get = (parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'report',
	operation: 'get',
	report: 'getEmailActivityUserDetail',
	...parameters,
});
const toStorage = () => product.simulator.requests.filter(({ host }) => host === 'storage');

describe('a usage report', () => {
	test('comes as items, from where Graph redirects to, without the token', async () => {
		const run = await product.run(get());
		expect(run.error).toBeUndefined();
		expect(jsonOf(run.items)).toEqual([
			{
				'Report Refresh Date': '2026-01-20',
				'User Principal Name': 'adelev@contoso.example',
				'Display Name': 'Vance, Adele',
				Note: 'said "hi"\r\nand left',
				'Report Period': '7',
			},
			expect.objectContaining({ 'Display Name': 'Alex Wilber', Note: '' }),
		]);
		expect(product.graphPaths()).toEqual(["GET /v1.0/reports/getEmailActivityUserDetail(period='D7')"]);
		expect(toStorage()).toMatchObject([{ method: 'GET', status: 200 }]);
		expect(Object.keys(toStorage()[0].headers)).not.toContain('authorization');
	});

	test('comes as a file', async () => {
		const run = await product.run(get({ output: 'file', period: 'D180', binaryPropertyName: 'usage' }));
		const [item] = run.items;
		expect(item.json).toMatchObject({ fileName: 'EmailActivityUserDetail.csv', mimeType: 'text/csv' });
		const content = await binaryContent(item, 'usage');
		expect(content.toString()).toMatch(/^\uFEFFReport Refresh Date,.*\r\n/);
		expect(item.json.size).toBe(content.length);
	});

	test.each([
		[{ period: 'date', date: '2026-01-19T00:00:00' }, 'getEmailActivityUserDetail(date=2026-01-19)'],
		[{ report: 'getMailboxUsageDetail', period: 'D30' }, "getMailboxUsageDetail(period='D30')"],
		[{ report: 'getOffice365ActiveUserDetail' }, "getOffice365ActiveUserDetail(period='D7')"],
		[{ report: 'getOffice365ActivationsUserDetail' }, 'getOffice365ActivationsUserDetail'],
	])('is asked for by its function: %j', async (parameters, expected) => {
		const run = await product.run(get(parameters));
		expect(run.error).toBeUndefined();
		expect(product.graphPaths()).toEqual([`GET /v1.0/reports/${expected}`]);
	});

	test('goes in no batch', async () => {
		const run = await product.run(get(), { input: itemsOf({}, {}) });
		expect(sources(run.items)).toEqual([0, 0, 1, 1]);
		expect(product.simulator.parts).toEqual([]);
	});

	test('says where names are concealed, and how to reveal them', async () => {
		const { collections } = product.simulator.graph;
		collections.set(reportSettings, new Map([['concealed', { id: 'concealed' }]]));
		const run = await product.run(get());
		expect(run.items[0].json).toMatchObject({
			'User Principal Name': '0C2B5AE1A5F0433ABBB5F3FBD1AA1C7E',
			concealed: expect.stringMatching(/admin center.*Reports/),
		});
	});

	test.each([
		[
			{ report: 'getMailboxUsageDetail', period: 'date', date: '2026-01-19' },
			/isn't available for a single day/,
		],
		[{ period: 'date', date: 'yesterday' }, /"Day" isn't a time/],
	])('is not asked for where there is none: %j', async (parameters, message) => {
		const run = await product.run(get(parameters));
		expect(run.error?.message).toMatch(message);
		expect(product.graphCalls()).toEqual([]);
	});
});

describe('a file that does not come', () => {
	test('tells why Graph refused it, though bytes were expected', async () => {
		product.app.roles = [];
		const run = await product.run(get());
		expect(run.error).toMatchObject({
			message: 'Missing application permission: Reports.Read.All.',
			description: expect.stringMatching(/Reports\.Read\.All.*Missing application roles/),
			context: { data: { status: 403, code: 'Forbidden' } },
		});
		expect(toStorage()).toEqual([]);
	});

	test('is not fetched from a host that is not Microsoft’s', async () => {
		for (const location of [`${foreign.url.replace('127.0.0.1', 'localhost')}/report.csv`]) {
			product.simulator.faults.add({
				host: 'graph',
				path: /reports/,
				action: { status: 302, headers: { location }, body: '' },
			});
			const run = await product.run(get());
			expect(run.error?.message).toMatch(/redirects to localhost:\d+; the redirect wasn't followed/);
		}
		expect(foreign.requests).toEqual([]);
	});

	test('tells what the storage said', async () => {
		product.simulator.faults.add({ host: 'storage', times: Infinity, action: { status: 404 } });
		const run = await product.run(get());
		expect(run.error).toMatchObject({ context: { data: { status: 404 } } });
	});
});

describe('CSV', () => {
	test.each([
		['a,b\r\n1,2\r\n', [{ a: '1', b: '2' }]],
		['a,b\n1,2', [{ a: '1', b: '2' }]],
		['\uFEFFa,b\n"1,5","x ""y"" z"\n', [{ a: '1,5', b: 'x "y" z' }]],
		['a,b\n"line\nbreak",\n', [{ a: 'line\nbreak', b: '' }]],
		[
			'a,b\n1\n\n3,4,5\n',
			[
				{ a: '1', b: '' },
				{ a: '3', b: '4' },
			],
		],
		[
			'a,b\r\n1,\r\n,2',
			[
				{ a: '1', b: '' },
				{ a: '', b: '2' },
			],
		],
		['a\n"not closed, \n', [{ a: 'not closed, \n' }]],
		['a,b\n', []],
		['', []],
	])('is read as RFC 4180 has it: %j', (csv, rows) => {
		expect(readCsv(csv)).toEqual(rows);
	});
});
