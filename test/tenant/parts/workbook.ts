import { crc32 } from 'node:zlib';
import { type Scope } from '../settings';
import { of, type Part } from './part';

const office = 'http://schemas.openxmlformats.org';
const xml = (text: string) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${text}`;
const relation = (type: string, target: string) =>
	xml(
		`<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`,
	);
const type = (name: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${name}+xml`;
const main = `xmlns="${office}/spreadsheetml/2006/main"`;

/** The files in an Excel file with one empty sheet. */
const parts: ReadonlyArray<[name: string, content: string]> = [
	[
		'[Content_Types].xml',
		xml(
			`<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type('sheet.main')}"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type('worksheet')}"/></Types>`,
		),
	],
	['_rels/.rels', relation('officeDocument', 'xl/workbook.xml')],
	[
		'xl/workbook.xml',
		xml(
			`<workbook ${main} xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		),
	],
	['xl/_rels/workbook.xml.rels', relation('worksheet', 'worksheets/sheet1.xml')],
	['xl/worksheets/sheet1.xml', xml(`<worksheet ${main}><sheetData/></worksheet>`)],
];

/** Numbers of 2 or 4 bytes, one after the other, the least byte first. */
const numbers = (...all: Array<[value: number, bytes: 2 | 4]>) =>
	Buffer.concat(
		all.map(([value, bytes]) => {
			const buffer = Buffer.alloc(bytes);
			buffer.writeUIntLE(value, 0, bytes);
			return buffer;
		}),
	);

/** An Excel file with one empty sheet: a ZIP archive whose files aren't compressed. */
export function emptyExcelFile(): Buffer {
	const files: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const [name, text] of parts) {
		const [path, content] = [Buffer.from(name), Buffer.from(text)];
		// Version, flags, method, and the first moment that the format knows.
		const facts = numbers(
			[20, 2],
			[0, 2],
			[0, 2],
			[0, 2],
			[33, 2],
			[crc32(content), 4],
			[content.length, 4],
			[content.length, 4],
			[path.length, 2],
			[0, 2],
		);
		const file = Buffer.concat([numbers([0x04034b50, 4]), facts, path, content]);
		const start = numbers([0x02014b50, 4], [20, 2]);
		directory.push(start, facts, numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), path);
		files.push(file);
		offset += file.length;
	}
	const list = Buffer.concat(directory);
	const count = parts.length;
	const end = numbers(
		[0x06054b50, 4],
		[0, 2],
		[0, 2],
		[count, 2],
		[count, 2],
		[list.length, 4],
		[offset, 4],
		[0, 2],
	);
	return Buffer.concat([...files, list, end]);
}

const drive = ({ target }: Scope) => ({ driveOf: 'user', userId: target.mailbox });
const workbook = (scope: Scope) => ({ ...drive(scope), fileId: of(scope, 'workbook') });
const sheet = (scope: Scope) => ({ ...workbook(scope), sheetId: 'Sheet1' });
const table = (scope: Scope) => ({ ...workbook(scope), tableId: of(scope, 'workbookTable') });
const needs = ['workbook'];
const writes = true;

export const workbooks: Part = {
	name: 'workbooks',
	title: 'Excel workbooks in OneDrive',
	steps: [
		{
			does: 'Create a folder for a workbook',
			operation: 'file.createFolder',
			parameters: (scope) => ({ ...drive(scope), name: `${scope.prefix} workbooks` }),
			makes: 'driveFolder',
			named: (scope) => `${scope.prefix} workbooks`,
			gives: 'workbookFolder',
			excused: { 404: 'The test user has no OneDrive.' },
		},
		{
			does: 'Upload a workbook',
			operation: 'file.upload',
			parameters: (scope) => ({
				...drive(scope),
				parentId: of(scope, 'workbookFolder'),
				binaryPropertyName: 'data',
				fileName: 'test.xlsx',
				conflictBehavior: 'replace',
			}),
			file: { content: emptyExcelFile(), fileName: 'test.xlsx' },
			needs: ['workbookFolder'],
			writes,
			gives: 'workbook',
		},
		{ does: 'Get the sheets', operation: 'workbook.getSheets', parameters: workbook, needs },
		{
			does: 'Add a sheet, and move it to the start in the same session',
			operation: 'workbook.addSheet',
			parameters: (scope) => ({ ...workbook(scope), name: 'Added (1)', additionalFields: { position: 0 } }),
			needs,
			writes,
			gives: 'sheet',
		},
		{
			does: 'Write cells with formulas',
			operation: 'workbook.writeRange',
			parameters: (scope) => ({
				...sheet(scope),
				address: 'A1',
				values: '[["Product", "Amount"], ["Pears", 3], ["All", "=SUM(B2:B2)"]]',
			}),
			needs,
			writes,
		},
		{
			does: 'Write texts as they are',
			operation: 'workbook.writeRange',
			parameters: (scope) => ({
				...sheet(scope),
				address: 'D1',
				values: '[["007", "2026-01-05", "=A1"]]',
				options: { keepText: true },
			}),
			needs,
			writes,
		},
		{
			does: 'Get the used range',
			operation: 'workbook.getRange',
			parameters: (scope) => ({ ...sheet(scope), address: '' }),
			needs,
		},
		{
			does: 'Create a table, and name it in the same session',
			operation: 'workbook.createTable',
			parameters: (scope) => ({
				...sheet(scope),
				address: 'A1:B3',
				hasHeaders: true,
				additionalFields: { name: 'Orders' },
			}),
			needs,
			writes,
			gives: 'workbookTable',
		},
		{ does: 'Get the tables', operation: 'workbook.getTables', parameters: workbook, needs },
		{
			does: 'Get the columns of the table',
			operation: 'workbook.getTableColumns',
			parameters: table,
			needs: ['workbookTable'],
		},
		{
			does: 'Clear the filters of the table',
			operation: 'workbook.clearTableFilters',
			parameters: table,
			needs: ['workbookTable'],
			writes,
		},
		{
			does: 'Add a chart',
			operation: 'workbook.addChart',
			parameters: (scope) => ({
				...sheet(scope),
				address: 'A1:B2',
				chartType: 'ColumnClustered',
				seriesBy: 'Auto',
				additionalFields: { name: 'Amounts' },
			}),
			needs,
			writes,
			gives: 'chart',
		},
		{
			does: 'Get the image of the chart',
			operation: 'workbook.getChartImage',
			parameters: (scope) => ({
				...sheet(scope),
				chartId: of(scope, 'chart'),
				binaryPropertyName: 'data',
				options: { width: 300, height: 200 },
			}),
			needs: ['chart'],
		},
		{ does: 'Get the charts', operation: 'workbook.getCharts', parameters: sheet, needs },
		{ does: 'Get the names', operation: 'workbook.getNames', parameters: workbook, needs },
		{
			does: 'Calculate the workbook',
			operation: 'workbook.calculate',
			parameters: (scope) => ({ ...workbook(scope), calculationType: 'Recalculate' }),
			needs,
			writes,
		},
		{
			does: 'Clear cells',
			operation: 'workbook.clearRange',
			parameters: (scope) => ({ ...sheet(scope), address: 'D1:F1', applyTo: 'All' }),
			needs,
			writes,
		},
		{
			does: 'Rename the sheet',
			operation: 'workbook.updateSheet',
			parameters: (scope) => ({
				...workbook(scope),
				sheetId: of(scope, 'sheet'),
				updateFields: { name: 'Renamed' },
			}),
			needs: ['sheet'],
			writes,
		},
		{
			does: 'Delete the table',
			operation: 'workbook.deleteTable',
			parameters: table,
			needs: ['workbookTable'],
			removes: true,
		},
		{
			does: 'Delete the sheet',
			operation: 'workbook.deleteSheet',
			parameters: (scope) => ({ ...workbook(scope), sheetId: of(scope, 'sheet') }),
			needs: ['sheet'],
			removes: true,
		},
	],
};
