import type { Simulator } from '../../../simulator/simulator';
import { addFile, type StoredFile } from '../../../simulator/graph/state/drive';
import { storedWorkbook } from '../../../simulator/graph/routes/workbooks';
import * as books from '../../../simulator/graph/workbooks/workbook';
import { areaOf } from '../../../simulator/graph/workbooks/addresses';
import type { Samples } from '../samples';
import { sampleDrive } from './file';

let made = 0;

/** A workbook of its own: two sheets, a table, a name, and a chart. */
export function sampleWorkbook(simulator: Simulator): StoredFile {
	made += 1;
	const drive = sampleDrive(simulator);
	const file = addFile(drive, drive.rootId, `Workbook ${made}.xlsx`, Buffer.from('workbook'));
	const { book } = storedWorkbook(file);
	const sheet = books.sheetAt(book, 'Sheet1');
	books.addSheet(book, 'Other');
	const values = [
		['Product', 'Amount'],
		['Pears', 3],
		['Apples', 5],
	];
	books.writeRange(sheet, areaOf('A1:B3'), { values });
	books.addTable(book, sheet, areaOf('A1:B3'), true);
	books.addName(book, { name: 'Prices', reference: '=Sheet1!A1:B3' }, undefined);
	books.addChart(book, sheet, { type: 'Line', sourceData: 'A1:B3' });
	return file;
}

export const samples: Samples = {
	fields: {
		driveId: (simulator) => sampleDrive(simulator).id,
		libraryId: (simulator) => sampleDrive(simulator).id,
		siteId: () => 'root',
		sharingLink: (simulator) =>
			`${sampleDrive(simulator).webUrl}/${encodeURIComponent(sampleWorkbook(simulator).name)}`,
		fileId: (simulator) => sampleWorkbook(simulator).id,
		sheetId: () => 'Sheet1',
		inSheetId: () => 'Sheet1',
		tableId: () => 'Table1',
		chartId: () => 'Chart 1',
		address: () => 'D1:E2',
		name: () => `Sheet ${(made += 1)}`,
		columns: () => ({
			mappingMode: 'defineBelow',
			value: { Product: 'Pears', Amount: 4 },
			matchingColumns: ['Product'],
			schema: [],
			attemptToConvertTypes: false,
			convertFieldsToString: false,
		}),
		matchColumn: () => 'Product',
		matchValue: () => 'Pears',
		rowNumbers: () => '2-3',
		values: () => '[["Product", "Amount"], ["Pears", 3]]',
	},
	operations: {
		// In the sheet, its rows are those of the table, which a deletion would tear apart.
		deleteRows: () => ({ rowsIn: 'table' }),
		getNames: () => ({ inSheetId: '' }),
	},
};
