import type { Send } from '../../../../graph/client';
import { drivePath } from '../../../../shared/fields/locators/drive';
import type { ItemParameters } from '../../../../shared/parameters/itemParameters';
import { refusal, shown } from '../../../../shared/parameters/values/refusal';
import { optionalText } from '../../../../shared/parameters/values/text';
import { blockOf, keyed, workbookAt, type Block } from '../../../../shared/resources/workbook';
import { headersOf } from '../../../../shared/rows/headers';
import { blockIn, linesOf, rangePath, readIfSmall, readRange, type Chunk, type Range } from './range';
import type { Read, ReadTogether } from './readTogether';

/** Where a person says that the rows are. */
export interface Target {
	rowsIn: 'sheet' | 'table';
	/** ID or name of the sheet or table. */
	id: string;
	range: string;
	/** From 1; `undefined` for the first row of the range. */
	headerRow?: number;
	firstDataRow?: number;
}

/** Where the rows of an item are. @throws RequestError for an invalid field */
export function targetOf(item: Pick<ItemParameters, 'id' | 'text' | 'collection'>): Target {
	if (item.text('rowsIn') === 'table') return { rowsIn: 'table', id: item.id('tableId'), range: '' };
	const { range, headerRow, firstDataRow } = item.collection('options');
	return {
		rowsIn: 'sheet',
		id: item.id('sheetId'),
		range: optionalText(range),
		headerRow: headerRow as number | undefined,
		firstDataRow: firstDataRow as number | undefined,
	};
}

/** Identifies the workbook of an item, without a request. */
export function workbookKey(item: ItemParameters): string {
	const isLink = item.text('driveOf') === 'link';
	return JSON.stringify(isLink ? [item.text('sharingLink')] : [...drivePath(item), item.id('fileId')]);
}

/** Where rows are, as Excel says. */
export interface Place {
	/** The path of the worksheet. */
	sheet: string[];
	/** The path of the table, if they're in one. */
	table?: string[];
	/** The names of the columns, all different. */
	keys: string[];
	/** Those that differ from the header row. */
	renamed: string[];
	header: Block;
	/** The rows with data; there may be none. */
	body: Block;
	/** The place of the next row, from 0. */
	nextRow: number;
	/** Whether the sheet has no cells yet: no columns, either. */
	isEmpty: boolean;
	/** Whether a person gave the columns. */
	isBounded: boolean;
}

/** The path of an item's workbook. */
export const workbookOfItem = async (item: ItemParameters, send: Send): Promise<string[]> =>
	await workbookAt(item, send);

/**
 * Finds the rows, and the names of their columns.
 * @param readTogether reads both in one call; without it, each is read by itself
 */
export async function findPlace(
	workbook: readonly string[],
	target: Target,
	send: Send,
	readTogether: ReadTogether = oneByOne,
): Promise<Place> {
	if (target.rowsIn === 'table') {
		const table = tablePath(workbook, target);
		return await placeOfTable(table, workbook, send, readTogether);
	}
	const sheet = sheetPath(workbook, target);
	const given = givenRange(target.range);
	const usedRead = { path: [...sheet, usedRange], query: { $select: 'address' } };
	const headerRead = headerReadOf(sheet, target, given);
	const both = headerRead && (await readTogether([usedRead, headerRead]));
	const used = blockIn(both?.[0] ?? (await readRange(usedRead.path, 'address', send)));
	const outline = outlineOf(target, given, used);
	const top =
		both?.[1] && cellsIn(both[1], outline.header, used) !== undefined
			? both[1]
			: await readRange(rangePath(sheet, outline.header), headerSelect, send);
	return sheetPlace(sheet, outline, cellsIn(top, outline.header, used) ?? {});
}

const oneByOne: ReadTogether = () => Promise.resolve(undefined);

/** A place, and its rows, read in one call. */
export interface Whole {
	place: Place;
	chunk: Chunk;
}

/**
 * Reads all rows with their header row in one call: all cells that are used, or those of a table.
 * @returns `undefined` if that's too much for one response, or isn't possible: they're then to be read in pieces
 */
export async function readWhole(
	workbook: readonly string[],
	target: Target,
	send: Send,
	readTogether: ReadTogether,
): Promise<Whole | undefined> {
	if (target.rowsIn === 'table') {
		const table = tablePath(workbook, target);
		const [top, range] = (await readTogether(['headerRowRange', 'dataBodyRange'].map(readAll(table)))) ?? [];
		if (top === undefined || range === undefined || !Array.isArray(range.values)) return undefined;
		const body = blockIn(range);
		return { place: tablePlace(table, workbook, top, body), chunk: { row: body.row, range } };
	}
	const sheet = sheetPath(workbook, target);
	const select = { select: headerSelect, property: 'values' } as const;
	const range = await readIfSmall([...sheet, usedRange], select, send);
	if (range === undefined) return undefined;
	const used = blockIn(range);
	const outline = outlineOf(target, undefined, used);
	const { row, rows } = outline.body;
	// Rows above the used ones are empty.
	const inBody = (lines: unknown) =>
		Array.from({ length: rows }, (_, at) => linesOf(lines)[row + at - used.row] ?? []);
	return {
		place: sheetPlace(sheet, outline, cellsIn(range, outline.header, used) ?? {}),
		chunk: { row, range: { values: inBody(range.values), numberFormat: inBody(range.numberFormat) } },
	};
}

/** All that a header row needs. */
const headerSelect = 'address,values,numberFormat';

const usedRange = 'usedRange(valuesOnly=true)';

const readAll =
	(path: readonly string[]) =>
	(name: string): Read => ({ path: [...path, name], query: { $select: headerSelect } });

const tablePath = (workbook: readonly string[], { id }: Target): string[] => [
	...workbook,
	...keyed('tables', id),
];
const sheetPath = (workbook: readonly string[], { id }: Target): string[] => [
	...workbook,
	...keyed('worksheets', id),
];

/** A table whose columns have changed. */
export const findPlaceAgain = async ({ table = [], sheet }: Place, send: Send): Promise<Place> =>
	await placeOfTable(table, sheet.slice(0, -1), send, oneByOne);

async function placeOfTable(
	table: string[],
	workbook: readonly string[],
	send: Send,
	readTogether: ReadTogether,
): Promise<Place> {
	const reads = [
		readAll(table)('headerRowRange'),
		{ path: [...table, 'dataBodyRange'], query: { $select: 'address' } },
	];
	const [top, body] = (await readTogether(reads)) ?? [];
	return tablePlace(
		table,
		workbook,
		top ?? (await readRange([...table, 'headerRowRange'], headerSelect, send)),
		blockIn(body ?? (await readRange([...table, 'dataBodyRange'], 'address', send))),
	);
}

function tablePlace(table: string[], workbook: readonly string[], top: Range, body: Block): Place {
	const header = blockIn(top);
	const [names = []] = linesOf(top.values);
	return {
		sheet: [...workbook, ...keyed('worksheets', sheetOf(header.prefix))],
		table,
		...headersOf(names, header.column, linesOf(top.numberFormat)[0]),
		header,
		body,
		nextRow: body.row + body.rows,
		isEmpty: false,
		isBounded: false,
	};
}

/** The name of a sheet, from the start of an address: `'My sheet'!`. */
function sheetOf(prefix: string): string {
	const name = prefix.replace(/!$/, '');
	return name.startsWith("'") ? name.slice(1, -1).replace(/''/g, "'") : name;
}

/** Entire columns. */
const columnsOnly = /^\$?([A-Z]{1,3}):\$?([A-Z]{1,3})$/i;

/** The given range; with `rows: Infinity` for entire columns. */
function givenRange(range: string): Block | undefined {
	if (range === '') return undefined;
	const [, left, right] = columnsOnly.exec(range) ?? [];
	const block = blockOf(left === undefined ? range : `${left}1:${right}1`);
	if (block !== undefined && block.prefix === '')
		return left === undefined ? block : { ...block, rows: Infinity };
	throw refusal(
		'Range',
		`isn't an address of cells: ${shown(range)}`,
		'Enter one such as A1:F500, or columns such as A:F, without the name of the sheet.',
	);
}

/**
 * How to read the header row before it's known which cells are used.
 * @returns `undefined` if it depends on them
 */
function headerReadOf(
	sheet: readonly string[],
	{ headerRow }: Target,
	given: Block | undefined,
): Read | undefined {
	const query = { $select: headerSelect };
	const isWhole = given === undefined || given.rows === Infinity;
	if (isWhole && headerRow === undefined) return { path: [...sheet, usedRange, 'row(row=0)'], query };
	if (given === undefined) return undefined;
	const row = headerRow === undefined ? given.row : headerRow - 1;
	return { path: rangePath(sheet, { ...given, row, rows: 1 }), query };
}

/** Where the rows of a sheet are, without what is in them. */
interface Outline {
	used: Block;
	header: Block;
	body: Block;
	isBounded: boolean;
}

function outlineOf(target: Target, given: Block | undefined, used: Block): Outline {
	const [usedEnd, usedRight] = [used.row + used.rows, used.column + used.columns];
	const column = given?.column ?? used.column;
	const right = given === undefined ? usedRight : given.column + given.columns;
	const isWhole = given === undefined || given.rows === Infinity;
	const start = isWhole ? used.row : given.row;
	const top = target.headerRow === undefined ? start : target.headerRow - 1;
	const end = isWhole ? usedEnd : Math.min(usedEnd, given.row + given.rows);
	const first = target.firstDataRow === undefined ? top + 1 : target.firstDataRow - 1;
	if (first <= top)
		throw refusal('First Data Row', "isn't below the header row", 'Enter a greater number, or remove it.');
	const header = { row: top, column, rows: 1, columns: right - column, prefix: '' };
	const body = { ...header, row: first, rows: Math.max(0, end - first) };
	return { used, header, body, isBounded: given !== undefined };
}

/** The cells of a header row. */
interface HeaderCells {
	values?: unknown[];
	formats?: unknown[];
}

/**
 * The cells of a header row, from a range with it. Cells that aren't used are empty.
 * @returns `undefined` if the range doesn't have them, as after others have changed the sheet
 */
function cellsIn(range: Range, header: Block, used: Block): HeaderCells | undefined {
	const block = blockIn(range);
	const last = (one: Block) => one.column + one.columns;
	const hasRow = header.row >= block.row && header.row < block.row + block.rows;
	const isUsed = header.row >= used.row && header.row < used.row + used.rows;
	const first = Math.max(header.column, used.column);
	const hasColumns = block.column <= first && last(block) >= Math.min(last(header), last(used));
	if (isUsed && !(hasRow && hasColumns)) return undefined;
	const of = (lines: unknown) =>
		Array.from(
			{ length: header.columns },
			(_, at) => linesOf(lines)[header.row - block.row]?.[header.column + at - block.column] ?? '',
		);
	return { values: of(range.values), formats: of(range.numberFormat) };
}

function sheetPlace(
	sheet: string[],
	{ used, header, body, isBounded }: Outline,
	{ values = [], formats }: HeaderCells,
): Place {
	const isEmpty = used.rows === 1 && used.columns === 1 && values.every((name) => name === '');
	return {
		sheet,
		...(isEmpty ? { keys: [], renamed: [] } : headersOf(values, header.column, formats)),
		header,
		body,
		nextRow: Math.max(isEmpty ? 0 : used.row + used.rows, body.row),
		isEmpty,
		isBounded,
	};
}
