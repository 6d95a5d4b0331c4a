import type { Send } from '../../../../graph/client';
import { requestError } from '../../../../graph/errors/requestError';
import { drivePath } from '../../../../shared/fields/locators/drive';
import type { ItemParameters } from '../../../../shared/parameters/itemParameters';
import { refusal, shown } from '../../../../shared/parameters/values/refusal';
import { optionalText } from '../../../../shared/parameters/values/text';
import {
	addressOfBlock,
	blockOf,
	keyed,
	rangeSegment,
	workbookAt,
	type Block,
} from '../../../../shared/resources/workbook';
import { headersOf } from '../../../../shared/rows/headers';

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

/** Finds the rows, and the names of their columns. */
export async function findPlace(workbook: readonly string[], target: Target, send: Send): Promise<Place> {
	return target.rowsIn === 'table'
		? await tablePlace(workbook, target, send)
		: await sheetPlace(workbook, target, send);
}

interface Range {
	address?: unknown;
	values?: unknown;
	numberFormat?: unknown;
}

/** Some properties of a range. */
export async function readRange(path: readonly string[], select: string, send: Send): Promise<Range> {
	const { body } = await send({ method: 'GET', path, query: { $select: select } });
	return body as Range;
}

/** The path of some cells of a sheet. */
export const rangePath = (sheet: readonly string[], block: Block): string[] => [
	...sheet,
	rangeSegment(addressOfBlock({ ...block, prefix: '' })),
];

/** The rows of a list of lists, of a range. */
export function linesOf(values: unknown): unknown[][] {
	return Array.isArray(values) ? (values as unknown[][]) : [];
}

function blockIn({ address }: Range): Block {
	const block = typeof address === 'string' ? blockOf(address) : undefined;
	if (block !== undefined) return block;
	throw requestError({
		what: "Excel didn't say where the cells are.",
		why: `It returned the address ${shown(address)}.`,
		fix: 'Run this again; check that the sheet is a worksheet, without entire rows or columns selected.',
	});
}

async function tablePlace(workbook: readonly string[], { id }: Target, send: Send): Promise<Place> {
	return await placeOfTable([...workbook, ...keyed('tables', id)], workbook, send);
}

/** A table whose columns have changed. */
export const findPlaceAgain = async ({ table = [], sheet }: Place, send: Send): Promise<Place> =>
	await placeOfTable(table, sheet.slice(0, -1), send);

async function placeOfTable(table: string[], workbook: readonly string[], send: Send): Promise<Place> {
	const top = await readRange([...table, 'headerRowRange'], 'address,values,numberFormat', send);
	const body = blockIn(await readRange([...table, 'dataBodyRange'], 'address', send));
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

async function sheetPlace(workbook: readonly string[], target: Target, send: Send): Promise<Place> {
	const sheet = [...workbook, ...keyed('worksheets', target.id)];
	const given = givenRange(target.range);
	const used = blockIn(await readRange([...sheet, 'usedRange(valuesOnly=true)'], 'address', send));
	const [usedEnd, usedRight] = [used.row + used.rows, used.column + used.columns];
	const column = given?.column ?? used.column;
	const right = given === undefined ? usedRight : given.column + given.columns;
	const isWhole = given === undefined || given.rows === Infinity;
	const top = target.headerRow === undefined ? (isWhole ? used.row : given.row) : target.headerRow - 1;
	const end = isWhole ? usedEnd : Math.min(usedEnd, given.row + given.rows);
	const first = target.firstDataRow === undefined ? top + 1 : target.firstDataRow - 1;
	if (first <= top)
		throw refusal('First Data Row', "isn't below the header row", 'Enter a greater number, or remove it.');
	const header = { row: top, column, rows: 1, columns: right - column, prefix: '' };
	const { values, numberFormat } = await readRange(rangePath(sheet, header), 'values,numberFormat', send);
	const [names = []] = linesOf(values);
	const isEmpty = used.rows === 1 && used.columns === 1 && names.every((name) => name === '');
	return {
		sheet,
		...(isEmpty ? { keys: [], renamed: [] } : headersOf(names, column, linesOf(numberFormat)[0])),
		header,
		body: { ...header, row: first, rows: Math.max(0, end - first) },
		nextRow: Math.max(isEmpty ? 0 : usedEnd, first),
		isEmpty,
		isBounded: given !== undefined,
	};
}

/** The most cells, and rows, that are read or written at once. Source: "Excel APIs in Microsoft Graph", on large ranges. */
const maxCells = 50_000;
export const maxRowsAtOnce = 5_000;

/** The blocks in which a block of cells is read. */
export function blocksOf(block: Block): Block[] {
	const rows = Math.max(1, Math.min(maxRowsAtOnce, Math.floor(maxCells / block.columns)));
	const count = Math.ceil(block.rows / rows);
	return Array.from({ length: count }, (_, index) => ({
		...block,
		row: block.row + index * rows,
		rows: Math.min(rows, block.rows - index * rows),
	}));
}

/** The values of a block of cells, read in pieces. */
export async function readValues(sheet: readonly string[], block: Block, send: Send): Promise<unknown[][]> {
	const lines: unknown[][] = [];
	for (const part of blocksOf(block))
		lines.push(...linesOf((await readRange(rangePath(sheet, part), 'values', send)).values));
	return lines;
}
