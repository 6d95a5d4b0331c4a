import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { storedWorkbook } from '../../../simulator/graph/routes/workbooks';
import { addFile, driveOf } from '../../../simulator/graph/state/drive';
import type { StoredCell } from '../../../simulator/graph/workbooks/cells';
import * as books from '../../../simulator/graph/workbooks/workbook';
import { byId, credentialName, useProduct } from '../harness/product';
import type { ReadMemory, ReadTask } from './readRowsAlone';

const product = useProduct();

const rows = 200_000;
const columns = ['ID', 'Name', 'Amount', 'Active', 'Note'];

/** The cells of a sheet with very many rows, made as they are read: stored, they would take most of the test's time. */
class MadeCells extends Map<string, StoredCell> {
	override get(key: string): StoredCell | undefined {
		const [row = 0, column = 0] = key.split(',').map(Number);
		if (row > rows || column >= columns.length) return undefined;
		if (row === 0) return { value: columns[column] };
		return { value: [row, `Customer ${row}`, row / 4, row % 2 === 0, 'Delivered to the customer'][column] };
	}

	override *[Symbol.iterator](): MapIterator<[string, StoredCell]> {
		for (const key of ['0,0', `${rows},${columns.length - 1}`]) yield [key, this.get(key) ?? {}];
	}
}

test('200,000 rows take little more memory than their items', async () => {
	const drive = driveOf(product.simulator.graph, 'memory', {
		name: 'Documents',
		driveType: 'business',
		webUrl: 'https://contoso.sharepoint.com/Documents',
	});
	const file = addFile(drive, drive.rootId, 'Large.xlsx', Buffer.from('x'));
	const { book } = storedWorkbook(file);
	books.sheetAt(book, 'Sheet1').cells = new MadeCells();
	// A session for reading gets a copy of the workbook: this one, since nothing changes it.
	const clone = structuredClone;
	const spy = jest
		.spyOn(globalThis, 'structuredClone')
		.mockImplementation((value: unknown) => (value === book ? value : clone(value)));
	const child = fork(join(__dirname, 'readRowsAlone.ts'), [], {
		execArgv: ['--expose-gc', '--import', 'tsx'],
		cwd: join(__dirname, '..', '..', '..'),
	});
	try {
		child.send({
			fields: product.fields(),
			credentialName,
			parameters: {
				resource: 'workbook',
				operation: 'getRows',
				driveOf: 'drive',
				driveId: byId(drive.id),
				fileId: byId(file.id),
				rowsIn: 'sheet',
				sheetId: byId('Sheet1'),
				options: {},
			},
		} as ReadTask);
		const [memory] = (await Promise.race([
			once(child, 'message'),
			once(child, 'exit').then(([code]) => [{ error: `ended with ${code}` }]),
		])) as [ReadMemory];
		expect(memory.error).toBeUndefined();
		expect(memory.rows).toBe(rows);
		const { peak, kept } = memory;
		process.stdout.write(
			`${rows} rows: ${Math.round(kept)} MiB kept, at most ${Math.round(peak)} MiB in use meanwhile (${(peak / kept).toFixed(2)} times)\n`,
		);
		// Items, and what one piece takes as text and as objects.
		expect(peak).toBeLessThan(kept * 1.5 + 64);
	} finally {
		child.kill();
		spy.mockRestore();
	}
});
