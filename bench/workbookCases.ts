import { addFile, driveOf, type StoredFile } from '../simulator/graph/state/drive';
import { storedWorkbook } from '../simulator/graph/routes/workbooks';
import { createState } from '../simulator/graph/state';
import * as books from '../simulator/graph/workbooks/workbook';
import { defaultSettings } from '../simulator/settings';
import type { Simulator } from '../simulator/simulator';
import type { BenchCase } from './benchCase';
import type { NodeParameters } from './n8n/offer';
import type { RawPart } from './raw/task';

const columns = ['ID', 'Name', 'Amount', 'Active', 'Note'] as const;

type Row = Record<(typeof columns)[number], string | number | boolean>;

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** The workbook of the bench: the same IDs in each simulator. */
function workbookOf({ graph }: Pick<Simulator, 'graph'>): { driveId: string; file: StoredFile } {
	const drive = driveOf(graph, 'bench', {
		name: 'Documents',
		driveType: 'business',
		webUrl: 'https://contoso.sharepoint.com/Documents',
	});
	const known = [...drive.files.values()].find(({ name }) => name === 'Bench.xlsx');
	return {
		driveId: drive.id,
		file: known ?? addFile(drive, drive.rootId, 'Bench.xlsx', Buffer.from('x'), 'bench'),
	};
}

/** Its only sheet, with the header row and these rows. */
function fill(simulator: Simulator, rows: readonly Row[]): void {
	const stored = storedWorkbook(workbookOf(simulator).file);
	stored.book = books.emptyWorkbook();
	const values = [[...columns], ...rows.map((row) => columns.map((name) => row[name]))];
	const area = { row: 0, column: 0, rows: values.length, columns: columns.length };
	books.writeRange(books.sheetAt(stored.book, 'Sheet1'), area, { values });
}

const rowsOf = (size: number): Row[] =>
	Array.from({ length: size }, (_, index) => ({
		ID: index,
		Name: `Customer ${index}`,
		Amount: index / 4,
		Active: index % 2 === 0,
		Note: 'Delivered to the customer',
	}));

/** How many rows its sheet has below the header row. */
function rowsIn(simulator: Simulator): number {
	const { book } = storedWorkbook(workbookOf(simulator).file);
	return books.usedArea(books.sheetAt(book, 'Sheet1'), true).rows - 1;
}

/** Where it is: any tenant gives the drive and the file the same IDs. */
const place = (() => {
	const { driveId, file } = workbookOf({
		graph: createState({ users: 0, messages: 0, messagesOfOthers: 0 }, defaultSettings()),
	});
	return { driveId, fileId: file.id };
})();

const ours = (operation: string, more: NodeParameters): NodeParameters => ({
	resource: 'workbook',
	operation,
	driveOf: 'drive',
	driveId: byId(place.driveId),
	fileId: byId(place.fileId),
	rowsIn: 'sheet',
	sheetId: byId('Sheet1'),
	options: {},
	...more,
});

const own = (operation: string, more: NodeParameters): NodeParameters => ({
	resourceTarget: 'drive',
	driveTarget: byId(place.driveId),
	resource: 'worksheet',
	operation,
	workbook: byId(place.fileId),
	// Its node takes no names of sheets.
	worksheet: byId(books.emptyWorkbook().sheets[0]?.id ?? ''),
	options: {},
	...more,
});

const sheetUrl = `/drives/${place.driveId}/items/${place.fileId}/workbook/worksheets('Sheet1')`;
const json = { 'Content-Type': 'application/json' };

const number = (value: number) => value.toLocaleString('en-US');

/**
 * Rows that are added to a sheet.
 * @param before how many it has
 */
function appending(
	before: number,
	{ id, title, size, quickSize }: Pick<BenchCase, 'id' | 'title' | 'size' | 'quickSize'>,
): BenchCase {
	const reset = (simulator: Simulator) => fill(simulator, rowsOf(before));
	return {
		id,
		title,
		size,
		quickSize,
		reset,
		items: (simulator, count) => {
			reset(simulator);
			return rowsOf(count);
		},
		ours: () =>
			ours('appendRows', {
				columns: { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] },
			}),
		ownNode: 'Excel',
		own: own('append', { dataMode: 'autoMap' }),
		raw: (items) => ({
			kind: 'requests',
			results: items.length,
			parts: [
				{
					method: 'PATCH',
					url: `${sheetUrl}/range(address='A${before + 2}:E${before + items.length + 1}')`,
					headers: json,
					body: { values: (items as Row[]).map((row) => columns.map((name) => row[name])) },
				} satisfies RawPart,
			],
		}),
		done: (simulator) => rowsIn(simulator) - before,
	};
}

/** How many rows the long sheet has. The Excel node reads all of them in one response, and Graph returns up to 5 MB. */
const longSheet = 5_000;

/** Rows of a workbook, in comparison with n8n's Excel node. */
export const workbookCases: readonly BenchCase[] = [
	appending(0, {
		id: 'appendRows',
		title: (size) => `${number(size)} rows appended to a sheet`,
		size: 10_000,
		quickSize: 1_000,
	}),
	appending(longSheet, {
		id: 'appendToLongSheet',
		title: (size) => `${number(size)} rows appended to a sheet of ${number(longSheet)}`,
		size: 1_000,
		quickSize: 100,
	}),
	{
		id: 'readRows',
		title: (size) => `${number(size)} rows of a sheet read`,
		size: 10_000,
		quickSize: 1_000,
		reset: (simulator, size) => fill(simulator, rowsOf(size)),
		items: () => [{}],
		ours: () => ours('getRows', { returnAll: true }),
		ownNode: 'Excel',
		own: own('readRows', { useRange: false }),
		raw: () => ({
			kind: 'requests',
			parts: [{ method: 'GET', url: `${sheetUrl}/usedRange(valuesOnly=true)?$select=values` }],
		}),
	},
];
