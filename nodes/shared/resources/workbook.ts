import type { INodeProperties } from 'n8n-workflow';

import type { Send } from '../../graph/client';
import type { Guard } from '../../graph/errors/explain';
import { requestError } from '../../graph/errors/requestError';
import { shown } from '../../graph/errors/shown';
import { locatorField, textField } from '../fields/build';
import { byPath, fileAt, locationFields, notByLink } from '../fields/locators/drive';
import type { ItemParameters } from '../parameters/itemParameters';

/** Which file a workbook is: its name is that of any file's field, so that `fileAt` finds it. */
const workbook = locatorField(
	'fileId',
	'Workbook',
	{
		list: { method: 'searchWorkbooks', placeholder: 'Select a workbook…' },
		example: 'e.g. 01NKDM7HMOJTVYMDOSXFDK2QJDXCDI3WUK',
		modes: byPath('e.g. /Reports/2026/January.xlsx'),
	},
	{
		description:
			'An .xlsx, .xlsm, or .xlsb file. A path begins with a slash and starts at the root of the drive.',
		displayOptions: notByLink,
	},
);

/** Which workbook an operation is about: where its file is, and the file. */
export const workbookFields: readonly INodeProperties[] = [...locationFields, workbook];

const byName = (example: string) => [
	{ displayName: 'By Name', name: 'name', type: 'string' as const, placeholder: example },
];

const sheetWays = {
	example: 'e.g. {00000000-0001-0000-0000-000000000000}',
	modes: byName('e.g. Sheet1'),
};

/** A sheet of the workbook. */
export const sheetField = locatorField('sheetId', 'Sheet', {
	list: { method: 'searchSheets', placeholder: 'Select a sheet…' },
	...sheetWays,
});

/** A sheet of the workbook, or all of it. */
export const optionalSheetField = locatorField(
	'inSheetId',
	'In Sheet',
	{ list: { method: 'searchSheets', placeholder: 'All sheets' }, ...sheetWays },
	{ required: false, description: 'Leave empty for the entire workbook' },
);

/** A table of the workbook. */
export const tableField = locatorField('tableId', 'Table', {
	list: { method: 'searchTables', placeholder: 'Select a table…' },
	example: 'e.g. {BF0EA62F-6C3C-4DE3-8D4A-A5C0D39B5C1C}',
	modes: byName('e.g. Table1'),
});

/** A chart of the sheet. */
export const chartField = locatorField('chartId', 'Chart', {
	list: { method: 'searchCharts', placeholder: 'Select a chart…' },
	example: 'e.g. {2D421098-FA19-41F7-8528-EE7B00E4BB42}',
	modes: byName('e.g. Chart 1'),
});

/** The cells that an operation is about. */
export const addressField = textField('address', 'Range', {
	required: true,
	placeholder: 'e.g. A1:C10',
	description: 'Address of the cells, or a name that is defined for them',
});

/** The permission of all operations on workbooks, and what it doesn't cover. */
export const workbookPermissions = ['Files.ReadWrite.All'] as const;
export const workbookNote =
	"Microsoft's pages don't list this permission for apps, but Excel accepts it. A site by its URL needs Sites.Read.All too. For individual sites, Sites.Selected is enough, with a write grant for each.";
export const readWorkbookNote = `${workbookNote} Where Excel opens workbooks read-only for the app, Files.Read.All is enough for reading.`;

type Names = Pick<ItemParameters, 'id' | 'text'>;

/**
 * The path of an item's workbook, with further segments.
 * @param send looks up sharing links, and sites by their URL
 */
export async function workbookAt(item: Names, send: Send, ...below: readonly string[]): Promise<string[]> {
	return await fileAt(item, send, 'workbook', ...below);
}

/**
 * Segments for one object of a collection. The key is in parentheses, because the names of sheets may contain some.
 * @param key ID or name; empty ones are refused when the path is encoded
 */
export const keyed = (collection: string, key: string): string[] =>
	key === '' ? [collection, ''] : [`${collection}('${key.replace(/'/g, "''")}')`];

/** The path of the item's sheet, with further segments. */
export async function sheetAt(item: Names, send: Send, ...below: readonly string[]): Promise<string[]> {
	return await workbookAt(item, send, ...keyed('worksheets', item.id('sheetId')), ...below);
}

/** The path of the item's sheet if it has one, or of its workbook, with further segments. */
export async function sheetOrWorkbookAt(
	item: Names,
	send: Send,
	...below: readonly string[]
): Promise<string[]> {
	const sheet = item.id('inSheetId');
	return await workbookAt(item, send, ...(sheet === '' ? [] : keyed('worksheets', sheet)), ...below);
}

/** The path of the item's table, with further segments. */
export async function tableAt(item: Names, send: Send, ...below: readonly string[]): Promise<string[]> {
	return await workbookAt(item, send, ...keyed('tables', item.id('tableId')), ...below);
}

/** The path of a workbook, from that of something in it. */
export const workbookOf = (path: readonly string[]): string[] => path.slice(0, path.indexOf('workbook') + 1);

/**
 * The segment for a range.
 * @param address of the cells, or a name that is defined for them
 * @throws RequestError for what can't be an address
 */
export function rangeSegment(address: string): string {
	if (address.length <= 300 && !/[\\/?*[\]#%]/.test(address))
		return `range(address='${address.replace(/'/g, "''")}')`;
	throw requestError({
		what: `"${addressField.displayName}" isn't an address of cells: ${shown(address)}.`,
		fix: 'Enter one such as A1:C10, B:B for a column, or a name that is defined in the workbook.',
	});
}

/** A block of cells; rows and columns count from 0. */
export interface Block {
	row: number;
	column: number;
	rows: number;
	columns: number;
	/** What is before the cells in the address: `Sheet1!`. */
	prefix: string;
}

const columnOf = (letters: string): number =>
	[...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

const lettersOf = (column: number): string => {
	const rest = Math.floor(column / 26) - 1;
	return `${rest >= 0 ? lettersOf(rest) : ''}${String.fromCharCode(65 + (column % 26))}`;
};

/** The block of an address such as `A1`, `$A$1:C3`, or `Sheet1!A1:C3`; `undefined` for columns, rows, and names. */
export function blockOf(address: string): Block | undefined {
	const at = address.lastIndexOf('!') + 1;
	const cells = /^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$/i.exec(address.slice(at));
	if (cells === null) return undefined;
	const [, left = '', top = '', right = left, bottom = top] = cells;
	const columns = [columnOf(left), columnOf(right)];
	const rows = [Number(top) - 1, Number(bottom) - 1];
	const [column, row] = [Math.min(...columns), Math.min(...rows)];
	return {
		row,
		column,
		rows: Math.max(...rows) - row + 1,
		columns: Math.max(...columns) - column + 1,
		prefix: address.slice(0, at),
	};
}

/** The address of a block. */
export function addressOfBlock({ row, column, rows, columns, prefix }: Block): string {
	const first = `${lettersOf(column)}${row + 1}`;
	const last = `${lettersOf(column + columns - 1)}${row + rows}`;
	return `${prefix}${first === last ? first : `${first}:${last}`}`;
}

/** What a cell can contain; `null` leaves it as it is. */
export type CellValue = string | number | boolean | null;

/** A value that Excel keeps as it is: it reads a text as if typed, so `007` would be 7, and `=A1` a formula. */
export const asText = (value: CellValue): CellValue =>
	typeof value === 'string' && value !== '' ? `'${value}` : value;

/** What Graph and Excel refuse for workbooks, and what to do. Source: "Error handling for Excel APIs in Microsoft Graph". */
export const workbookGuards: readonly Guard[] = [
	...[{ code: 'FileOpenUserUnauthorized' }, { message: /WAC access token/i }].map((when) => ({
		when,
		fix: "Check that the file is an .xlsx, .xlsm, or .xlsb workbook: convert an .xls or .csv file first, for example in Excel. Check that it opens in Excel for the web, without a password. If it does, check that the app has Files.ReadWrite.All, and that the file's site lets apps in.",
		isPermission: false,
	})),
	...['AccessConflict', 'InvalidSessionAccessConflict', 'ConflictUncategorized'].map((code) => ({
		when: { code },
		fix: "Others are using the workbook in a way that conflicts with this. Run this again when they are finished: desktop Excel can lock a workbook, and other workflows or apps shouldn't change it at the same time.",
	})),
	{
		when: { status: 423 },
		fix: 'Someone has the workbook open in a way that locks it, or has it checked out. Have them close it or check it in, and run this again.',
	},
	...['UnsupportedWorkbook', 'InvalidSessionUnsupportedWorkbook'].map((code) => ({
		when: { code },
		fix: "Excel for the web can't open the workbook: it's too large (more than 100 MB), protected, or has features that aren't supported. Open it in desktop Excel, and make it smaller, or remove them.",
	})),
	{
		when: { message: /encrypt|password|rights management|IRM|sensitivity label/i },
		fix: "The workbook is protected: remove its password or its encryption by a sensitivity label, because an app can't open it.",
		isPermission: false,
	},
	{
		when: { code: 'GenericFileOpenError' },
		fix: "Excel couldn't open the workbook. Try again later; then open it in Excel for the web, which shows the reason, and save it again.",
	},
	{
		when: { status: 403, code: 'AccessDenied', message: /cannot perform the requested operation/i },
		fix: 'The sheet is protected: unprotect it in Excel (Review, Unprotect Sheet), or unlock these cells.',
		isPermission: false,
	},
	{
		when: { code: 'InvalidSessionReCreatable' },
		fix: 'The session with the workbook has expired: run this again.',
	},
	{
		when: { status: 404, code: 'ItemNotFound' },
		fix: 'The workbook has no such sheet, table, chart, or name. Choose it from the list, or check its ID or name for this item.',
	},
	{
		when: { code: 'ItemAlreadyExists' },
		fix: 'The workbook already has something with this name: choose another.',
	},
	{
		when: { code: 'InvalidOperation', message: /visible worksheet/i },
		fix: 'A workbook needs a visible sheet: add or show another one first.',
	},
	...['InsertDeleteConflict', 'NonBlankCellOffSheet', 'FilteredRangeConflict'].map((code) => ({
		when: { code },
		fix: 'This would tear a table or a filter apart, or push cells off the sheet: make room first.',
	})),
	...['RangeExceedsLimit', 'ResponsePayloadSizeLimitExceeded', 'PayloadTooLargeUncategorized'].map(
		(code) => ({
			when: { code },
			fix: 'There are too many cells for one request: read or write a smaller range.',
		}),
	),
	{
		when: { code: 'RequestAborted' },
		fix: "The workbook's formulas take too long to calculate: simplify them, or set calculation to manual.",
	},
	{
		when: { code: 'UnsupportedOperation' },
		fix: "Excel can't do this with entire rows or columns: enter a range with both, such as A1:C10.",
	},
	...['InvalidArgument', 'InvalidReference'].map((code) => ({
		when: { code },
		fix: 'Check the range, such as A1:C10, the names, and that the values have as many rows and columns as the range.',
	})),
	{
		when: { status: 404, message: /mysite/i },
		fix: "The user has no OneDrive yet: it's created when they first open it with a license. Check the user, and check that OneDrive is set up for them.",
	},
	{
		when: { status: 404 },
		fix: 'Check the ID or the path of the workbook for this item. A path begins with a slash and starts at the root of the drive: /Reports/2026/January.xlsx.',
	},
];
