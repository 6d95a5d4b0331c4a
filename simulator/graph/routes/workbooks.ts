import type { CallContext, GraphAnswer } from '../call';
import { badRequest, GraphError } from '../errors';
import { entityAnswer, listAnswer } from '../paging';
import { route } from '../rest';
import type { Match, Route } from '../router';
import type { GraphState } from '../state';
import * as drives from '../state/drive';
import type { GraphWorld } from '../world';
import { driveOwners } from './drives';

/*
 * The cells of Excel files: worksheets, and ranges of values. One request at a time for each file. Shapes as recorded of the
 * real Graph; formulas are not calculated.
 */
const write = ['Files.ReadWrite.All', 'Sites.ReadWrite.All', 'Sites.FullControl.All'];
const read = ['Files.Read.All', 'Sites.Read.All', ...write];

type Cell = string | number | boolean;
interface Worksheet {
	id: string;
	name: string;
	position: number;
	visibility: 'Visible';
	/** By row and column from 0, as `row,column`. */
	cells: Map<string, Cell>;
}

const books = new WeakMap<drives.StoredFile, Worksheet[]>();

function sheetsOf(file: drives.StoredFile): Worksheet[] {
	if (!/\.xls[xm]$/i.test(file.name)) throw badRequest('The file is not a workbook.');
	const known = books.get(file);
	if (known) return known;
	const id = '{00000000-0001-0000-0000-000000000000}';
	const made: Worksheet[] = [{ id, name: 'Sheet1', position: 0, visibility: 'Visible', cells: new Map() }];
	books.set(file, made);
	return made;
}

/**
 * A new workbook in a new drive, for tests.
 * @returns its address, as in `/drives/{id}/items/{id}/workbook`
 */
export function newWorkbook(state: GraphState, name = 'Book.xlsx'): string {
	const drive = drives.driveOf(state, 'own', {
		name: 'Documents',
		driveType: 'business',
		webUrl: 'https://x.example',
	});
	const file = drives.addFile(drive, drive.rootId, name, Buffer.from('x'));
	return `/drives/${drive.id}/items/${file.id}/workbook`;
}

const ownerOf = ({ path }: Route) => driveOwners.find(([prefix]) => path.startsWith(`${prefix}/`));
const isWorkbook = ({ path }: Route) => path.includes('/workbook/');

function fileOf(world: GraphWorld, { route: at, params }: Match): drives.StoredFile {
	const [, find] = ownerOf(at) ?? [];
	if (find === undefined) throw badRequest('There is no such drive.');
	return drives.findFile(find(world, params[0] ?? ''), params[1] ?? '');
}

/** The workbook that a call is for; `undefined` for any other call. */
export function workbookOf(world: GraphWorld, match: Match): string | undefined {
	return isWorkbook(match.route) ? fileOf(world, match).id : undefined;
}

interface Area {
	row: number;
	column: number;
	rows: number;
	columns: number;
	address: string;
}

const columnOf = (letters: string) =>
	[...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** `address=A1:B2` */
function areaOf(parameter: string): Area {
	const address = parameter.replace(/^address=/, '');
	const cells = /^([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?$/i.exec(address);
	if (!cells) throw badRequest(`The range '${address}' is not valid.`);
	const [, left = '', top = '', right = left, bottom = top] = cells;
	const [row, column] = [Number(top) - 1, columnOf(left)];
	return { row, column, rows: Number(bottom) - row, columns: columnOf(right) - column + 1, address };
}

function rangeView(sheet: Worksheet, { row, column, rows, columns, address }: Area, id: string) {
	const grid = <T>(cell: (value: Cell) => T): T[][] =>
		Array.from({ length: rows }, (_, r) =>
			Array.from({ length: columns }, (__, c) => cell(sheet.cells.get(`${row + r},${column + c}`) ?? '')),
		);
	const same = grid((value) => value);
	return {
		'@odata.id': id,
		address: `${sheet.name}!${address}`,
		addressLocal: `${sheet.name}!${address}`,
		cellCount: rows * columns,
		columnCount: columns,
		columnHidden: false,
		columnIndex: column,
		formulas: same,
		formulasLocal: same,
		formulasR1C1: same,
		hidden: false,
		numberFormat: grid(() => 'General'),
		rowCount: rows,
		rowHidden: false,
		rowIndex: row,
		text: grid(String),
		valueTypes: grid((value) =>
			value === ''
				? 'Empty'
				: typeof value === 'number'
					? 'Double'
					: typeof value === 'boolean'
						? 'Boolean'
						: 'String',
		),
		values: same,
	};
}

/** Writes a range; one value stands for all cells, and `null` leaves a cell as it is. */
function writeRange(sheet: Worksheet, { row, column, rows, columns }: Area, values: unknown): void {
	const whole = Array.isArray(values)
		? (values as unknown[])
		: Array.from({ length: rows }, () => Array(columns).fill(values));
	const fits = whole.length === rows && whole.every((line) => Array.isArray(line) && line.length === columns);
	if (!fits) {
		throw new GraphError(
			400,
			'InvalidArgument',
			"The argument is invalid or missing or has an incorrect format. The number of rows or columns in the input array doesn't match the size or dimensions of the range.",
		);
	}
	for (const [r, line] of (whole as Array<Array<Cell | null>>).entries()) {
		for (const [c, value] of line.entries())
			if (value !== null) sheet.cells.set(`${row + r},${column + c}`, value);
	}
}

function range(world: GraphWorld, context: CallContext, at: Route, change: boolean): GraphAnswer {
	const { call, params } = context;
	const [, key = '', name = '', parameter = ''] = params;
	const file = fileOf(world, { route: at, params });
	const sheet = sheetsOf(file).find(({ id, name: own }) => [id, own].includes(name));
	if (!sheet) throw new GraphError(404, 'ItemNotFound', "The requested resource doesn't exist.");
	const area = areaOf(parameter);
	if (change) writeRange(sheet, area, (call.body as { values?: unknown } | undefined)?.values);
	const id = `/drives('x')/items('${key}')/workbook/worksheets(%27${encodeURIComponent(sheet.id)}%27)/range(address=%27${area.address}%27)`;
	return entityAnswer(call, 'workbookRange', rangeView(sheet, area, id));
}

/** Worksheets and ranges of the Excel files of all drives. */
export const workbookRoutes: readonly Route[] = driveOwners.flatMap(([prefix]) => {
	const book = `${prefix}/items/{key}/workbook`;
	const worksheets: Route = route('GET', `${book}/worksheets`, 'files', read, (world, { call, params }) => {
		const sheets = sheetsOf(fileOf(world, { route: worksheets, params }));
		const items = sheets.map(({ id, name, position, visibility }) => ({
			'@odata.id': `/drives('x')/items('${params[1] ?? ''}')/workbook/worksheets(%27${encodeURIComponent(id)}%27)`,
			id,
			name,
			position,
			visibility,
		}));
		return listAnswer(call, 'worksheets', { items });
	});
	const ranges = (['GET', 'PATCH'] as const).map((method): Route => {
		const own: Route = route(
			method,
			`${book}/worksheets/{sheet}/range/{address}`,
			'files',
			method === 'GET' ? read : write,
			(world, context) => range(world, context, own, method === 'PATCH'),
		);
		return own;
	});
	return [worksheets, ...ranges];
});
