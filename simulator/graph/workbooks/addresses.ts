import { GraphError } from '../errors';

/** The rows and columns of a worksheet. Source: "Excel specifications and limits". */
export const maxRows = 1_048_576;
export const maxColumns = 16_384;

/** A block of cells; rows and columns count from 0. */
export interface Area {
	row: number;
	column: number;
	rows: number;
	columns: number;
	/** The worksheet's name, where the address has one. */
	sheet?: string;
}

/** `A` is 0. */
export const columnOf = (letters: string): number =>
	[...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** 0 is `A`. */
export function lettersOf(column: number): string {
	const rest = Math.floor(column / 26) - 1;
	return `${rest >= 0 ? lettersOf(rest) : ''}${String.fromCharCode(65 + (column % 26))}`;
}

const invalidAddress = () =>
	new GraphError(400, 'InvalidArgument', 'The argument is invalid or missing or has an incorrect format.');

/** A sheet's name as it stands before `!`. */
export function quotedSheet(name: string): string {
	return /^[A-Za-z_][\w.]*$/.test(name) ? name : `'${name.replace(/'/g, "''")}'`;
}

/**
 * Reads `A1:B2`, `$A$1`, `A:C`, `2:5`, `Sheet1!A1`, or `'My sheet'!A1`.
 * @throws GraphError 400
 */
export function areaOf(address: string): Area {
	const [, quoted, plain, cells = ''] = /^(?:'((?:[^']|'')+)'!|([^!']+)!)?(.*)$/s.exec(address.trim()) ?? [];
	const sheet = quoted?.replace(/''/g, "'") ?? plain;
	const [from = '', to = from, ...more] = cells.replace(/\$/g, '').split(':');
	const [one, other] = [from, to].map((corner) => /^([A-Z]{0,3})(\d{0,7})$/i.exec(corner));
	if (!one || !other || more.length > 0 || from === '') throw invalidAddress();
	const [, left = '', top = ''] = one;
	const [, right = '', bottom = ''] = other;
	if ((left === '') !== (right === '') || (top === '') !== (bottom === '')) throw invalidAddress();
	const across = left === '' ? [0, maxColumns - 1] : [columnOf(left), columnOf(right)];
	const down = top === '' ? [0, maxRows - 1] : [Number(top) - 1, Number(bottom) - 1];
	const [column, row] = [Math.min(...across), Math.min(...down)];
	const [lastColumn, lastRow] = [Math.max(...across), Math.max(...down)];
	if (row < 0 || lastRow >= maxRows || lastColumn >= maxColumns) throw invalidAddress();
	// A single letter or number isn't an address: `A` needs to be `A:A`.
	if ((left === '' || top === '') && !cells.includes(':')) throw invalidAddress();
	return {
		row,
		column,
		rows: lastRow - row + 1,
		columns: lastColumn - column + 1,
		...(sheet !== undefined && { sheet }),
	};
}

/** Whether an area has all rows or all columns of its sheet. */
export const isUnbounded = ({ rows, columns }: Area): boolean => rows === maxRows || columns === maxColumns;

/** `A1:B2`, or `A1` for one cell. */
export function addressOf({ row, column, rows, columns }: Area): string {
	if (rows === maxRows) return `${lettersOf(column)}:${lettersOf(column + columns - 1)}`;
	if (columns === maxColumns) return `${row + 1}:${row + rows}`;
	const first = `${lettersOf(column)}${row + 1}`;
	const last = `${lettersOf(column + columns - 1)}${row + rows}`;
	return first === last ? first : `${first}:${last}`;
}

/** Whether two areas have a cell in common. */
export const overlap = (one: Area, other: Area): boolean =>
	one.row < other.row + other.rows &&
	other.row < one.row + one.rows &&
	one.column < other.column + other.columns &&
	other.column < one.column + one.columns;
