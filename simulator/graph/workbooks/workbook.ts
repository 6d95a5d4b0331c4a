import { randomUUID } from 'node:crypto';
import { GraphError } from '../errors';
import { addressOf, areaOf, isUnbounded, overlap, quotedSheet, type Area } from './addresses';
import { shownText, typed, valueType, type Cell, type StoredCell } from './cells';
import { evaluate, FormulaError, type Reference } from './formulas';

/** A worksheet; its position is its place in the workbook. */
export interface Sheet {
	id: string;
	name: string;
	visibility: 'Visible' | 'Hidden' | 'VeryHidden';
	/** By row and column from 0, as `row,column`. */
	cells: Map<string, StoredCell>;
	/** Its cells are locked: changes are refused. */
	isProtected: boolean;
	charts: Chart[];
}

export interface Chart {
	id: string;
	name: string;
	type: string;
	height: number;
	left: number;
	top: number;
	width: number;
}

export interface TableColumn {
	id: string;
	/** Whether a filter hides rows by this column. */
	filter?: object;
}

/** A table; the names of its columns are in the cells of its header row. */
export interface Table {
	id: string;
	name: string;
	sheetId: string;
	/** With its header row. */
	area: Area;
	columns: TableColumn[];
	nextColumn: number;
	showHeaders: boolean;
	showTotals: boolean;
	showBandedRows: boolean;
	showBandedColumns: boolean;
	showFilterButton: boolean;
	highlightFirstColumn: boolean;
	highlightLastColumn: boolean;
	style: string;
	sortFields: object[];
}

export interface NamedItem {
	name: string;
	/** `=Sheet1!$A$1:$B$2`, or a constant. */
	value: string;
	type: 'Range' | 'String' | 'Double' | 'Boolean';
	comment: string;
	visible: boolean;
	/** The worksheet's ID, or `Workbook`. */
	scope: string;
}

/** The content of an Excel file. */
export interface Workbook {
	sheets: Sheet[];
	tables: Table[];
	names: NamedItem[];
	nextSheet: number;
	nextTable: number;
	nextChart: number;
	calculated: number;
}

const at = (row: number, column: number) => `${row},${column}`;

export const itemNotFound = () =>
	new GraphError(404, 'ItemNotFound', "The requested resource doesn't exist.");
export const invalidArgument = (message = '') =>
	new GraphError(
		400,
		'InvalidArgument',
		`The argument is invalid or missing or has an incorrect format.${message === '' ? '' : ` ${message}`}`,
	);
const alreadyExists = () =>
	new GraphError(409, 'ItemAlreadyExists', 'A resource with the same name or identifier already exists.');
const invalidOperation = (message: string) => new GraphError(400, 'InvalidOperation', message);
const insertDeleteConflict = () =>
	new GraphError(
		409,
		'InsertDeleteConflict',
		'The insert or delete operation attempted resulted in a conflict.',
	);

function newSheet(book: Workbook, name: string): Sheet {
	const number = book.nextSheet++;
	return {
		id: `{00000000-0001-0000-${number.toString(16).toUpperCase().padStart(2, '0')}00-000000000000}`,
		name,
		visibility: 'Visible',
		cells: new Map(),
		isProtected: false,
		charts: [],
	};
}

/** An empty workbook with one sheet. */
export function emptyWorkbook(): Workbook {
	const book: Workbook = {
		sheets: [],
		tables: [],
		names: [],
		nextSheet: 0,
		nextTable: 1,
		nextChart: 1,
		calculated: 0,
	};
	book.sheets.push(newSheet(book, 'Sheet1'));
	return book;
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** A sheet by its ID or name. @throws GraphError 404 */
export function sheetAt(book: Workbook, key: string): Sheet {
	const found = book.sheets.find(({ id, name }) => same(id, key) || same(name, key));
	if (found) return found;
	throw itemNotFound();
}

/** Source: Excel's rules for the names of sheets. */
function checkSheetName(book: Workbook, name: unknown, own?: Sheet): string {
	if (typeof name !== 'string' || name === '' || name.length > 31 || /[\\/?*[\]:]|^'|'$/.test(name))
		throw invalidArgument();
	if (book.sheets.some((sheet) => sheet !== own && same(sheet.name, name))) throw alreadyExists();
	return name;
}

/** @param name Excel chooses one if it's absent */
export function addSheet(book: Workbook, name: unknown): Sheet {
	const given = name ?? '';
	let chosen = given;
	for (let n = book.sheets.length + 1; chosen === ''; n++) {
		if (!book.sheets.some((sheet) => same(sheet.name, `Sheet${n}`))) chosen = `Sheet${n}`;
	}
	const sheet = newSheet(book, checkSheetName(book, chosen));
	book.sheets.push(sheet);
	return sheet;
}

const visibilities = ['Visible', 'Hidden', 'VeryHidden'] as const;
const isLastVisible = (book: Workbook, sheet: Sheet) =>
	book.sheets.every((one) => one === sheet || one.visibility !== 'Visible');

export function changeSheet(book: Workbook, sheet: Sheet, body: Record<string, unknown>): void {
	const { name, visibility, position } = body;
	const chosen = name === undefined ? sheet.name : checkSheetName(book, name, sheet);
	const shown = visibilities.find((one) => one === visibility);
	if (visibility !== undefined && shown === undefined) throw invalidArgument();
	if (shown !== undefined && shown !== 'Visible' && isLastVisible(book, sheet))
		throw invalidOperation('A workbook must contain at least one visible worksheet.');
	const last = book.sheets.length - 1;
	if (
		position !== undefined &&
		!(Number.isInteger(position) && Number(position) >= 0 && Number(position) <= last)
	)
		throw invalidArgument();
	sheet.name = chosen;
	sheet.visibility = shown ?? sheet.visibility;
	if (position === undefined) return;
	book.sheets.splice(book.sheets.indexOf(sheet), 1);
	book.sheets.splice(Number(position), 0, sheet);
}

export function deleteSheet(book: Workbook, sheet: Sheet): void {
	if (isLastVisible(book, sheet))
		throw invalidOperation('A workbook must contain at least one visible worksheet.');
	book.sheets.splice(book.sheets.indexOf(sheet), 1);
	book.tables = book.tables.filter(({ sheetId }) => sheetId !== sheet.id);
	book.names = book.names.filter(({ scope }) => scope !== sheet.id);
}

/** The value of a cell, calculated if it has a formula. */
export function valueAt(
	book: Workbook,
	sheet: Sheet,
	row: number,
	column: number,
	open: ReadonlySet<string> = new Set(),
): Cell {
	const cell = sheet.cells.get(at(row, column));
	if (cell?.formula === undefined) return cell?.value ?? '';
	const key = `${sheet.id} ${at(row, column)}`;
	// A formula that refers to itself is 0, with a warning that Graph doesn't show.
	if (open.has(key)) return 0;
	const inside = new Set([...open, key]);
	const read = ({ sheet: name, row: top, column: left, rows, columns }: Reference): Cell[][] => {
		const from = name === undefined ? sheet : book.sheets.find((one) => same(one.name, name));
		if (!from) throw new FormulaError('#REF!');
		return grid({ row: top, column: left, rows, columns }, (r, c) => valueAt(book, from, r, c, inside));
	};
	const named = (name: string) => book.names.find((one) => same(one.name, name))?.value;
	try {
		return evaluate(cell.formula.slice(1), { read, named });
	} catch (error) {
		if (error instanceof FormulaError) return error.message;
		throw error;
	}
}

/** Something for each cell of an area. */
export function grid<T>(
	{ row, column, rows, columns }: Area,
	cell: (row: number, column: number) => T,
): T[][] {
	return Array.from({ length: rows }, (_, r) =>
		Array.from({ length: columns }, (__, c) => cell(row + r, column + c)),
	);
}

/** The most cells that one request reads or writes. Source: "Excel APIs in Microsoft Graph", on large ranges. */
const maxCells = 5_000_000;

/**
 * A range as Graph returns it, without its `@odata.id`.
 * @param wants whether a property is to be returned
 * @throws GraphError 400 for the values of too many cells
 */
export function rangeView(
	book: Workbook,
	sheet: Sheet,
	area: Area,
	wants: (name: string) => boolean = () => true,
): Record<string, unknown> {
	const { row, column, rows, columns } = area;
	const all = <T>(cell: (row: number, column: number) => T) => {
		if (isUnbounded(area)) return null;
		if (rows * columns <= maxCells) return grid(area, cell);
		throw new GraphError(
			400,
			'RangeExceedsLimit',
			'The cell count in range has exceeded the maximum supported number.',
		);
	};
	const stored = (r: number, c: number) => sheet.cells.get(at(r, c));
	const value = (r: number, c: number) => valueAt(book, sheet, r, c);
	const address = () => `${quotedSheet(sheet.name)}!${addressOf(area)}`;
	const formulas = () => all((r, c) => stored(r, c)?.formula ?? value(r, c));
	const properties: Record<string, () => unknown> = {
		address,
		addressLocal: address,
		cellCount: () => (rows * columns > 2 ** 31 - 1 ? -1 : rows * columns),
		columnCount: () => columns,
		columnHidden: () => false,
		columnIndex: () => column,
		formulas,
		formulasLocal: formulas,
		formulasR1C1: formulas,
		hidden: () => false,
		numberFormat: () => all((r, c) => stored(r, c)?.format ?? 'General'),
		rowCount: () => rows,
		rowHidden: () => false,
		rowIndex: () => row,
		text: () => all((r, c) => shownText(value(r, c), stored(r, c)?.format)),
		valueTypes: () => all((r, c) => valueType(value(r, c))),
		values: () => all(value),
	};
	return Object.fromEntries(
		Object.entries(properties)
			.filter(([name]) => wants(name))
			.map(([name, read]) => [name, read()]),
	);
}

const sizeDiffers =
	"The number of rows or columns in the input array doesn't match the size or dimensions of the range.";

/** The input of a range: one entry stands for all cells. */
function inputOf({ rows, columns }: Area, given: unknown): unknown[][] {
	if (given === null) throw invalidArgument();
	const lines = Array.isArray(given) ? (given as unknown[]) : undefined;
	const one =
		lines === undefined
			? given
			: lines.length === 1 && Array.isArray(lines[0]) && lines[0].length === 1
				? (lines[0] as unknown[])[0]
				: undefined;
	if (lines === undefined || (one !== undefined && (rows > 1 || columns > 1)))
		return Array.from({ length: rows }, () => Array<unknown>(columns).fill(one));
	if (lines.length !== rows || lines.some((line) => !Array.isArray(line) || line.length !== columns))
		throw invalidArgument(sizeDiffers);
	return lines as unknown[][];
}

function checkCell(value: unknown): Cell {
	if (typeof value === 'string' && value.length <= 32_767) return value;
	if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value;
	throw invalidArgument();
}

const accessDenied = () => new GraphError(403, 'AccessDenied', 'You cannot perform the requested operation.');

const checkUnprotected = ({ isProtected }: Sheet) => {
	if (isProtected) throw accessDenied();
};

/** Stores a cell, or removes it if nothing is left. */
function put(sheet: Sheet, row: number, column: number, cell: StoredCell): void {
	if (Object.keys(cell).length === 0) sheet.cells.delete(at(row, column));
	else sheet.cells.set(at(row, column), cell);
}

/**
 * Changes a range: number formats first, then formulas and values; `null` leaves a cell as it is.
 * @throws GraphError 400 for an input of another size, 403 for a protected sheet
 */
export function writeRange(sheet: Sheet, area: Area, body: Record<string, unknown>): void {
	checkUnprotected(sheet);
	if (isUnbounded(area))
		throw new GraphError(400, 'UnsupportedOperation', 'The operation being attempted is not supported.');
	const { values, formulas, formulasLocal, formulasR1C1, numberFormat } = body;
	const changes: Array<[unknown, (value: unknown, cell: StoredCell) => StoredCell]> = [
		[
			numberFormat,
			(format, cell) => {
				if (typeof format !== 'string') throw invalidArgument();
				const plain = { ...cell };
				delete plain.format;
				return format === '' || format === 'General' ? plain : { ...plain, format };
			},
		],
		...[formulas, formulasLocal, formulasR1C1, values].map(
			(input): [unknown, (value: unknown, cell: StoredCell) => StoredCell] => [
				input,
				(value, cell) => typed(checkCell(value), cell),
			],
		),
	];
	const read = changes
		.filter(([input]) => input !== undefined)
		.map(([input, change]) => [inputOf(area, input), change] as const);
	// Everything is checked before anything is changed.
	const made = new Map<string, StoredCell>();
	for (const [lines, change] of read) {
		for (const [r, line] of lines.entries()) {
			for (const [c, value] of line.entries()) {
				if (value === null) continue;
				const key = at(area.row + r, area.column + c);
				made.set(key, change(value, made.get(key) ?? sheet.cells.get(key) ?? {}));
			}
		}
	}
	for (const [key, cell] of made) {
		if (Object.keys(cell).length === 0) sheet.cells.delete(key);
		else sheet.cells.set(key, cell);
	}
}

/** Clears contents, formats, or both. @throws GraphError 403 for a protected sheet, 400 for another word */
export function clearRange(sheet: Sheet, area: Area, applyTo: unknown): void {
	checkUnprotected(sheet);
	const what = typeof applyTo === 'string' ? applyTo.toLowerCase() : 'all';
	if (!['all', 'formats', 'contents'].includes(what)) throw invalidArgument();
	for (const [key, { format, ...content }] of [...sheet.cells]) {
		if (!isIn(key, area)) continue;
		const [row = 0, column = 0] = key.split(',').map(Number);
		put(
			sheet,
			row,
			column,
			what === 'formats' ? content : what === 'contents' && format !== undefined ? { format } : {},
		);
	}
}

function isIn(key: string, area: Area): boolean {
	const [row = 0, column = 0] = key.split(',').map(Number);
	return overlap({ row, column, rows: 1, columns: 1 }, area);
}

/** The block of cells that is in use; a single cell of an empty sheet. */
export function usedArea(sheet: Sheet, valuesOnly: boolean): Area {
	let [row, column, lastRow, lastColumn] = [Infinity, Infinity, 0, 0];
	for (const [key, { value, formula }] of sheet.cells) {
		if (valuesOnly && value === undefined && formula === undefined) continue;
		const comma = key.indexOf(',');
		const [r, c] = [Number(key.slice(0, comma)), Number(key.slice(comma + 1))];
		[row, lastRow] = [Math.min(row, r), Math.max(lastRow, r)];
		[column, lastColumn] = [Math.min(column, c), Math.max(lastColumn, c)];
	}
	if (row === Infinity) return { row: 0, column: 0, rows: 1, columns: 1 };
	return { row, column, rows: lastRow - row + 1, columns: lastColumn - column + 1 };
}

/**
 * Moves cells and tables, as an insertion or deletion does.
 * @param by how far; negative for a deletion, whose cells are removed
 * @param along `row` moves what is below, `column` what is to the right
 * @throws GraphError 409 where a table would be torn apart
 */
function shift(
	book: Workbook,
	sheet: Sheet,
	area: Area,
	by: number,
	along: 'row' | 'column',
	own?: Table,
): void {
	const across = along === 'row' ? 'column' : 'row';
	const count = along === 'row' ? 'rows' : 'columns';
	const acrossCount = along === 'row' ? 'columns' : 'rows';
	const start = by > 0 ? area[along] : area[along] + area[count];
	for (const table of book.tables) {
		if (table === own || table.sheetId !== sheet.id) continue;
		const { area: block } = table;
		const beside =
			block[across] + block[acrossCount] <= area[across] || block[across] >= area[across] + area[acrossCount];
		if (beside || block[along] + block[count] <= area[along]) continue;
		const whole =
			block[across] >= area[across] && block[across] + block[acrossCount] <= area[across] + area[acrossCount];
		if (!whole || block[along] < start) throw insertDeleteConflict();
		block[along] += by;
	}
	const moved: Array<[number, number, StoredCell]> = [];
	for (const [key, cell] of [...sheet.cells]) {
		const [row = 0, column = 0] = key.split(',').map(Number);
		const place = { row, column };
		if (place[across] < area[across] || place[across] >= area[across] + area[acrossCount]) continue;
		if (place[along] < area[along]) continue;
		sheet.cells.delete(key);
		if (place[along] < start) continue;
		place[along] += by;
		moved.push([place.row, place.column, cell]);
	}
	for (const [row, column, cell] of moved) put(sheet, row, column, cell);
}

/** Inserts empty cells; what was there moves down or right. */
export function insertCells(book: Workbook, sheet: Sheet, area: Area, direction: unknown): void {
	checkUnprotected(sheet);
	if (direction !== 'Down' && direction !== 'Right') throw invalidArgument();
	if (direction === 'Down') shift(book, sheet, area, area.rows, 'row');
	else shift(book, sheet, area, area.columns, 'column');
}

/** Deletes cells; what follows moves up or left. */
export function deleteCells(book: Workbook, sheet: Sheet, area: Area, direction: unknown): void {
	checkUnprotected(sheet);
	if (direction !== 'Up' && direction !== 'Left') throw invalidArgument();
	if (direction === 'Up') shift(book, sheet, area, -area.rows, 'row');
	else shift(book, sheet, area, -area.columns, 'column');
}

/** The area of an address, and its sheet. @throws GraphError 400, 404 */
export function placeOf(book: Workbook, address: string, fallback?: Sheet): { sheet: Sheet; area: Area } {
	const area = areaOf(address);
	const sheet = area.sheet === undefined ? (fallback ?? book.sheets[0]) : sheetAt(book, area.sheet);
	if (!sheet) throw itemNotFound();
	return { sheet, area };
}

/* Tables */

/** A table by its ID or name. @throws GraphError 404 */
export function tableAt(book: Workbook, key: string, sheet?: Sheet): Table {
	const found = book.tables.find(
		({ id, name, sheetId }) => (id === key || same(name, key)) && (!sheet || sheetId === sheet.id),
	);
	if (found) return found;
	throw itemNotFound();
}

export const sheetOfTable = (book: Workbook, { sheetId }: Table): Sheet => sheetAt(book, sheetId);

export function headerArea({ area, showHeaders }: Table): Area {
	if (!showHeaders) throw itemNotFound();
	return { ...area, rows: 1 };
}

export const bodyArea = ({ area, showHeaders, showTotals }: Table): Area => {
	const top = showHeaders ? 1 : 0;
	return { ...area, row: area.row + top, rows: area.rows - top - (showTotals ? 1 : 0) };
};

export const headersOf = (book: Workbook, table: Table): string[] => {
	const sheet = sheetOfTable(book, table);
	return table.columns.map((_, index) =>
		String(valueAt(book, sheet, table.area.row, table.area.column + index)),
	);
};

/** Source: Excel's rules for the names of tables. */
function checkTableName(book: Workbook, name: unknown, own?: Table): string {
	if (
		typeof name !== 'string' ||
		!/^[\p{L}_\\][\p{L}\p{N}_.\\]{0,254}$/u.test(name) ||
		/^([A-Z]{1,3}\d+|[rc])$/i.test(name)
	)
		throw invalidArgument();
	if (book.tables.some((table) => table !== own && same(table.name, name))) throw alreadyExists();
	return name;
}

/** Column names that differ from each other: an empty one becomes `Column1`, a repeated one gets a number. */
function distinct(names: readonly string[]): string[] {
	const known: string[] = [];
	for (const [index, given] of names.entries()) {
		const stem = given === '' ? 'Column' : given;
		let name = given === '' ? `Column${index + 1}` : given;
		for (let n = 2; known.some((one) => same(one, name)); n++) name = `${stem}${n}`;
		known.push(name);
	}
	return known;
}

export function addTable(book: Workbook, sheet: Sheet, given: Area, hasHeaders: boolean): Table {
	checkUnprotected(sheet);
	if (isUnbounded(given)) throw invalidArgument();
	const { row, column, rows, columns } = given;
	const area: Area = { row, column, rows, columns };
	if (book.tables.some((table) => table.sheetId === sheet.id && overlap(table.area, area)))
		throw invalidArgument("A table can't overlap another table.");
	if (!hasHeaders) {
		shift(book, sheet, { ...area, rows: 1 }, 1, 'row');
		area.rows += 1;
	} else if (area.rows === 1) area.rows = 2;
	const first = { ...area, rows: 1 };
	const names = hasHeaders
		? grid(first, (r, c) => valueAt(book, sheet, r, c))
				.flat()
				.map(String)
		: Array<string>(area.columns).fill('');
	// Headers are texts, also where there was a number.
	for (const [index, name] of distinct(names).entries())
		put(sheet, area.row, area.column + index, { value: name });
	const number = book.nextTable++;
	const table: Table = {
		id: `{${randomUUID().toUpperCase()}}`,
		name: `Table${number}`,
		sheetId: sheet.id,
		area,
		columns: Array.from({ length: area.columns }, (__, index) => ({ id: String(index + 1) })),
		nextColumn: area.columns + 1,
		showHeaders: true,
		showTotals: false,
		showBandedRows: true,
		showBandedColumns: false,
		showFilterButton: true,
		highlightFirstColumn: false,
		highlightLastColumn: false,
		style: 'TableStyleMedium2',
		sortFields: [],
	};
	book.tables.push(table);
	return table;
}

const tableFlags = [
	'showHeaders',
	'showTotals',
	'showBandedRows',
	'showBandedColumns',
	'showFilterButton',
	'highlightFirstColumn',
	'highlightLastColumn',
] as const;

export function changeTable(book: Workbook, table: Table, body: Record<string, unknown>): void {
	const name = body.name === undefined ? table.name : checkTableName(book, body.name, table);
	for (const flag of tableFlags) {
		const value = body[flag];
		if (value === undefined) continue;
		if (typeof value !== 'boolean') throw invalidArgument();
		table[flag] = value;
	}
	if (typeof body.style === 'string') table.style = body.style;
	table.name = name;
}

/** Removes a table with its cells. */
export function deleteTable(book: Workbook, table: Table): void {
	const sheet = sheetOfTable(book, table);
	checkUnprotected(sheet);
	clearRange(sheet, table.area, 'All');
	book.tables.splice(book.tables.indexOf(table), 1);
}

/** Makes a table plain cells again. */
export function convertToRange(book: Workbook, table: Table): void {
	checkUnprotected(sheetOfTable(book, table));
	book.tables.splice(book.tables.indexOf(table), 1);
}

/** The area of one data row. @throws GraphError 404 */
export function rowArea(table: Table, index: number): Area {
	const body = bodyArea(table);
	if (!Number.isInteger(index) || index < 0 || index >= body.rows) throw itemNotFound();
	return { ...body, row: body.row + index, rows: 1 };
}

/**
 * Adds rows.
 * @param index the place of the first one; at the end if `null`
 * @returns the place of the first one
 */
export function addRows(book: Workbook, table: Table, values: unknown, index: unknown): number {
	const sheet = sheetOfTable(book, table);
	checkUnprotected(sheet);
	const { columns } = table.area;
	const lines = Array.isArray(values) ? (values as unknown[]) : undefined;
	if (!lines || lines.length === 0 || lines.some((line) => !Array.isArray(line) || line.length !== columns))
		throw invalidArgument(sizeDiffers);
	for (const value of (lines as unknown[][]).flat()) if (value !== null) checkCell(value);
	const body = bodyArea(table);
	const place = index ?? body.rows;
	if (!Number.isInteger(place) || Number(place) < 0 || Number(place) > body.rows) throw invalidArgument();
	const area = { ...body, row: body.row + Number(place), rows: lines.length };
	shift(book, sheet, area, lines.length, 'row', table);
	table.area.rows += lines.length;
	writeRange(sheet, area, { values: lines });
	return Number(place);
}

export function deleteRow(book: Workbook, table: Table, index: number): void {
	const sheet = sheetOfTable(book, table);
	checkUnprotected(sheet);
	const area = rowArea(table, index);
	// A table keeps one row, which is empty then.
	if (bodyArea(table).rows === 1) {
		clearRange(sheet, area, 'Contents');
		return;
	}
	shift(book, sheet, area, -1, 'row', table);
	table.area.rows -= 1;
}

/** A column by its ID, name, or place. @throws GraphError 404 */
export function columnAt(book: Workbook, table: Table, key: string): { column: TableColumn; index: number } {
	const names = headersOf(book, table);
	const index = table.columns.findIndex(({ id }, place) => id === key || same(names[place] ?? '', key));
	const column = table.columns[index];
	if (column) return { column, index };
	throw itemNotFound();
}

export function addColumn(book: Workbook, table: Table, body: Record<string, unknown>): number {
	const sheet = sheetOfTable(book, table);
	checkUnprotected(sheet);
	const { values, name } = body;
	const place = body.index ?? table.area.columns;
	if (!Number.isInteger(place) || Number(place) < 0 || Number(place) > table.area.columns)
		throw invalidArgument();
	const lines = values === undefined || values === null ? undefined : (values as unknown[]);
	if (lines !== undefined && (!Array.isArray(lines) || lines.length !== table.area.rows))
		throw invalidArgument(sizeDiffers);
	const index = Number(place);
	const area = { ...table.area, column: table.area.column + index, columns: 1 };
	shift(book, sheet, area, 1, 'column', table);
	table.area.columns += 1;
	table.columns.splice(index, 0, { id: String(table.nextColumn++) });
	if (lines !== undefined) writeRange(sheet, area, { values: lines });
	const header = name ?? headersOf(book, table)[index];
	const others = headersOf(book, table).filter((_, at) => at !== index);
	const [own = ''] = distinct([...others, String(header ?? '')]).slice(-1);
	put(sheet, table.area.row, area.column, { value: own });
	return index;
}

export function deleteColumn(book: Workbook, table: Table, index: number): void {
	const sheet = sheetOfTable(book, table);
	checkUnprotected(sheet);
	if (table.columns.length === 1) throw insertDeleteConflict();
	const area = { ...table.area, column: table.area.column + index, columns: 1 };
	shift(book, sheet, area, -1, 'column', table);
	table.area.columns -= 1;
	table.columns.splice(index, 1);
}

/** Whether one value comes before another in Excel's order: numbers, texts, booleans, and empty cells last. */
function order(one: Cell, other: Cell): number {
	const rank = (cell: Cell) =>
		cell === '' ? 3 : { number: 0, string: 1, boolean: 2 }[typeof cell as 'number'];
	if (rank(one) !== rank(other)) return rank(one) - rank(other);
	if (typeof one === 'string') return one.localeCompare(String(other));
	return Number(one) - Number(other);
}

/** Sorts the rows of a table. */
export function sortTable(book: Workbook, table: Table, fields: unknown): void {
	const sheet = sheetOfTable(book, table);
	checkUnprotected(sheet);
	const keys = Array.isArray(fields) ? (fields as Array<{ key?: number; ascending?: boolean }>) : [];
	if (
		keys.length === 0 ||
		keys.some(({ key }) => !Number.isInteger(key) || Number(key) < 0 || Number(key) >= table.columns.length)
	)
		throw invalidArgument();
	const body = bodyArea(table);
	const lines = grid(body, (row, column) => ({
		value: valueAt(book, sheet, row, column),
		cell: sheet.cells.get(at(row, column)) ?? {},
	}));
	lines.sort((one, other) => {
		for (const { key = 0, ascending = true } of keys) {
			const [left, right] = [one[key]?.value ?? '', other[key]?.value ?? ''];
			if (left === '' || right === '') {
				if (left !== right) return order(left, right);
				continue;
			}
			const found = order(left, right) * (ascending ? 1 : -1);
			if (found !== 0) return found;
		}
		return 0;
	});
	for (const [r, line] of lines.entries())
		for (const [c, { cell }] of line.entries()) put(sheet, body.row + r, body.column + c, cell);
	table.sortFields = keys;
}

/* Names and charts */

const dollars = (area: Area) =>
	addressOf(area).replace(
		/([A-Z]+)(\d*)/g,
		(_, letters: string, row: string) => `$${letters}${row ? `$${row}` : ''}`,
	);

/** Adds a name for a range, or for a formula or constant. */
export function addName(
	book: Workbook,
	{ name, reference, comment }: Record<string, unknown>,
	scope: Sheet | undefined,
): NamedItem {
	if (
		typeof name !== 'string' ||
		!/^[\p{L}_\\][\p{L}\p{N}_.\\]{0,254}$/u.test(name) ||
		/^[A-Z]{1,3}\d+$/i.test(name)
	)
		throw invalidArgument();
	const within = scope?.id ?? 'Workbook';
	if (book.names.some((one) => one.scope === within && same(one.name, name))) throw alreadyExists();
	if (typeof reference !== 'string' || reference === '') throw invalidArgument();
	const isFormula = reference.startsWith('=');
	const { sheet, area } = isFormula
		? placeOf(book, reference.slice(1), scope)
		: placeOf(book, reference, scope);
	const made: NamedItem = {
		name,
		value: `${isFormula ? '=' : ''}${quotedSheet(sheet.name)}!${dollars(area)}`,
		type: 'Range',
		comment: typeof comment === 'string' ? comment : '',
		visible: true,
		scope: within,
	};
	book.names.push(made);
	return made;
}

/** A name of the workbook, or of a sheet. @throws GraphError 404 */
export function nameAt(book: Workbook, key: string, scope?: Sheet): NamedItem {
	const within = scope?.id ?? 'Workbook';
	const found = book.names.find((one) => one.scope === within && same(one.name, key));
	if (found) return found;
	throw itemNotFound();
}

/** Types of charts. Source: "Add Chart" has a part of them. */
const chartTypes =
	/^(ColumnClustered|ColumnStacked|ColumnStacked100|3DColumn\w*|BarClustered|BarStacked|BarStacked100|Line|LineStacked|LineMarkers\w*|Pie|3DPie|PieExploded|Doughnut|XYScatter\w*|Area|AreaStacked\w*|Radar\w*|Bubble|Histogram|Treemap|Waterfall|Sunburst|Boxwhisker|Pareto|Funnel)$/i;

export function addChart(book: Workbook, sheet: Sheet, body: Record<string, unknown>): Chart {
	checkUnprotected(sheet);
	const { type, sourceData, seriesBy = 'Auto' } = body;
	if (typeof type !== 'string' || !chartTypes.test(type)) throw invalidArgument();
	if (typeof sourceData !== 'string') throw invalidArgument();
	placeOf(book, sourceData, sheet);
	if (!/^(auto|columns|rows)$/i.test(String(seriesBy))) throw invalidArgument();
	const chart: Chart = {
		id: `{${randomUUID().toUpperCase()}}`,
		name: `Chart ${book.nextChart++}`,
		type,
		height: 216,
		left: 168,
		top: 54,
		width: 360,
	};
	sheet.charts.push(chart);
	return chart;
}

/** A chart by its ID or name. @throws GraphError 404 */
export function chartAt({ charts }: Sheet, key: string): Chart {
	const found = charts.find(({ id, name }) => same(id, key) || same(name, key));
	if (found) return found;
	throw itemNotFound();
}

/** A picture of one pixel. */
export const chartImage =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
