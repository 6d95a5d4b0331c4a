import { fact } from '../../reality/facts';
import type { Simulator } from '../../../simulator/simulator';
import type { SimulatorClient } from '../../../simulator/client';
import { newWorkbook } from '../../../simulator/graph/routes/workbooks';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;
withClient((given) => ({ simulator, client } = given));

const newBook = (name?: string) => newWorkbook(simulator.graph, name);
const range = (address: string) => `/worksheets('Sheet1')/range(address='${address}')`;

test(
	fact(25, 'simulator', 'worksheets and ranges are read and written with application permissions'),
	async () => {
		const book = newBook();
		const { body: sheets } = await client.get(`${book}/worksheets`);
		expect(sheets).toMatchObject({ value: [{ name: 'Sheet1', position: 0, visibility: 'Visible' }] });
		const written = await client.call('PATCH', `${book}${range('A1:B2')}`, {
			body: {
				values: [
					['a', 1],
					[true, null],
				],
			},
		});
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
					['true', ''],
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
		const wrong = await client.call('PATCH', `${book}${range('A1:B2')}`, { body: { values: [[1]] } });
		expect(wrong).toMatchObject({ status: 400, body: { error: { code: 'InvalidArgument' } } });
		expect((await client.get(`${newBook('Book.txt')}/worksheets`)).status).toBe(400);
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
