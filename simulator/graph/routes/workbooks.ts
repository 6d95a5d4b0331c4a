import { randomUUID } from 'node:crypto';
import { preferences } from '../call';
import type { CallContext, GraphAnswer, GraphCall } from '../call';
import type { Entity } from '../entity';
import { GraphError } from '../errors';
import type { InnerError } from '../errors';
import { entityAnswer, listAnswer } from '../paging';
import { listEntities, route } from '../rest';
import type { Match, Route } from '../router';
import type { GraphState } from '../state';
import * as drives from '../state/drive';
import { addressOf, areaOf, type Area } from '../workbooks/addresses';
import * as books from '../workbooks/workbook';
import type { Chart, NamedItem, Sheet, Table, Workbook } from '../workbooks/workbook';
import type { GraphWorld } from '../world';
import { driveOwners } from './drives';

/*
 * Excel files: worksheets, ranges, tables, names, charts, sessions, and long-running requests. One request at a time for each
 * file. Shapes as recorded of the real Graph; errors as documented and reported.
 */
const write = ['Files.ReadWrite.All', 'Sites.ReadWrite.All', 'Sites.FullControl.All'];
const read = ['Files.Read.All', 'Sites.Read.All', ...write];

/** What keeps a workbook from being opened or changed. */
export type Trouble =
	/** Someone has it open in a way that locks it. */
	| 'locked'
	/** Others are editing it, and their changes conflict. */
	| 'conflict'
	/** It's encrypted with a password, or by a sensitivity label. */
	| 'encrypted'
	/** It has features that aren't supported, or is too large. */
	| 'unsupported'
	/** Excel can't open it. */
	| 'broken'
	/** The service behind Excel doesn't accept the caller. */
	| 'unauthorized';

interface Session {
	id: string;
	persistChanges: boolean;
	/** Where changes go that aren't kept. */
	copy?: Workbook;
}

/** A long-running request. */
interface Operation {
	id: string;
	left: number;
	key: string;
	answer: GraphAnswer | GraphError;
	kind: 'session' | 'row' | 'other';
}

/** What is known of an Excel file. */
interface Stored {
	book: Workbook;
	sessions: Map<string, Session>;
	operations: Map<string, Operation>;
	trouble?: Trouble;
}

const storedBooks = new WeakMap<drives.StoredFile, Stored>();

/** The workbook of a file, for tests: its content, and its sessions. */
export function storedWorkbook(file: drives.StoredFile): Stored {
	const known = storedBooks.get(file);
	if (known) return known;
	const made: Stored = { book: books.emptyWorkbook(), sessions: new Map(), operations: new Map() };
	storedBooks.set(file, made);
	return made;
}

/** Lets a workbook be refused from now on, for tests; `undefined` ends that. */
export function troubleWorkbook(file: drives.StoredFile, trouble: Trouble | undefined): void {
	storedWorkbook(file).trouble = trouble;
}

/** A new workbook in a new drive, for tests. */
export function newWorkbookFile(
	state: GraphState,
	name = 'Book.xlsx',
): { drive: drives.StoredDrive; file: drives.StoredFile } {
	const drive = drives.driveOf(state, 'own', {
		name: 'Documents',
		driveType: 'business',
		webUrl: 'https://x.example',
	});
	return { drive, file: drives.addFile(drive, drive.rootId, name, Buffer.from('x')) };
}

/**
 * The same.
 * @returns its address, as in `/drives/{id}/items/{id}/workbook`
 */
export function newWorkbook(state: GraphState, name = 'Book.xlsx'): string {
	const { drive, file } = newWorkbookFile(state, name);
	return `/drives/${drive.id}/items/${file.id}/workbook`;
}

const ownerOf = ({ path }: Route) => driveOwners.find(([prefix]) => path.startsWith(`${prefix}/`));
const isWorkbook = ({ path }: Route) => /\/workbook(\/|$)/.test(path);

function fileOf(world: GraphWorld, { route: own, params }: Match): drives.StoredFile {
	const [, find] = ownerOf(own) ?? [];
	if (find === undefined) throw drives.fileNotFound();
	return drives.findFile(find(world, params[0] ?? ''), params[1] ?? '');
}

/** The workbook that a call is for; `undefined` for any other call. */
export function workbookOf(world: GraphWorld, match: Match): string | undefined {
	return isWorkbook(match.route) ? fileOf(world, match).id : undefined;
}

function refusal(status: number, code: string, message: string, inner?: InnerError): GraphError {
	const error = new GraphError(status, code, message);
	if (inner) error.inner = inner;
	return error;
}

const notPermitted = () => new GraphError(403, 'AccessDenied', 'Could not obtain a WAC access token.');
const unauthorized = () => {
	const own = {
		code: 'FileOpenUserUnauthorized',
		message: 'You do not have permissions to open this file in the browser.',
	};
	return refusal(401, own.code, own.message, {
		code: 'unauthorizedUncategorized',
		message: 'Required authentication information for the resource is either missing or invalid.',
		innerError: own,
	});
};

/** Refusals that concern reads too; those of changes only are below. */
const unopened: Readonly<Partial<Record<Trouble, () => GraphError>>> = {
	unauthorized,
	encrypted: () =>
		refusal(403, 'accessDenied', "The workbook can't be opened because it's encrypted.", {
			code: 'forbiddenUncategorized',
			message: 'The request is not allowed.',
		}),
	unsupported: () =>
		refusal(400, 'invalidRequest', 'The request is malformed or incorrect.', {
			code: 'unsupportedWorkbook',
			message: 'The request failed. The workbook contains unsupported features or exceeds the size limit.',
		}),
	broken: () =>
		refusal(500, 'internalServerError', 'An internal server error occurred while processing the request.', {
			code: 'internalServerErrorUncategorized',
			message: 'An unspecified error has occurred.',
			innerError: { code: 'GenericFileOpenError', message: 'The workbook cannot be opened.' },
		}),
};
const unchanged: Readonly<Partial<Record<Trouble, () => GraphError>>> = {
	locked: () =>
		new GraphError(
			423,
			'EditModeCannotAcquireLockUnknown',
			'The workbook is locked for editing by another user.',
		),
	conflict: () =>
		refusal(409, 'conflict', 'The current state conflicts with what the request expects.', {
			code: 'accessConflict',
			message: 'The request failed due to conflicts with other clients that are accessing the workbook.',
		}),
};

/** What a request on a workbook has to work with. */
interface Place {
	world: GraphWorld;
	call: GraphCall;
	stored: Stored;
	book: Workbook;
	/** Whether changes are kept. */
	persists: boolean;
	/** The values of the placeholders after `/workbook`. */
	args: string[];
	body: Record<string, unknown>;
	/** The path of the workbook, for `@odata.id`. */
	base: string;
	drive: drives.StoredDrive;
	file: drives.StoredFile;
}

const sessionNotFound = () =>
	refusal(404, 'resourceNotFound', 'The resource could not be found.', {
		code: 'invalidSessionReCreatable',
		message: 'The session specified in the request does not exist or is invalid due to a transient error.',
	});

function sessionOf({ sessions }: Stored, { headers }: GraphCall): Session | undefined {
	const id = headers['workbook-session-id'];
	if (id === undefined) return undefined;
	const session = sessions.get(id);
	if (session) return session;
	throw sessionNotFound();
}

type Handle = (place: Place) => GraphAnswer;

function open(world: GraphWorld, context: CallContext, own: Route): Place {
	const { call, params, token } = context;
	const file = fileOf(world, { route: own, params });
	const [, find] = ownerOf(own) ?? driveOwners[0];
	const drive = find(world, params[0] ?? '');
	if (!file.content || !/\.xls[xmb]$/i.test(file.name))
		throw world.settings.workbooks.notAWorkbook === 'denied' ? notPermitted() : unauthorized();
	const mayWrite = token.roles.some((role) => write.includes(role) || role.startsWith('Sites.Selected'));
	if (world.settings.workbooks.readOnlyApps === 'refused' && !mayWrite) throw notPermitted();
	const stored = storedWorkbook(file);
	const session = /\/(closeSession|createSession|operations\/|sessionInfoResource)/.test(own.path)
		? undefined
		: sessionOf(stored, call);
	const { trouble } = stored;
	const changes = call.method !== 'GET' && (session?.persistChanges ?? true);
	const refused = trouble && (unopened[trouble] ?? (changes ? unchanged[trouble] : undefined));
	if (refused) throw refused();
	if (changes && file.checkedOut) throw unchanged.locked?.() ?? notPermitted();
	const body = (typeof call.body === 'object' && call.body !== null ? call.body : {}) as Place['body'];
	const base = `/drives('${drive.id}')/items('${file.id}')/workbook`;
	return {
		world,
		call,
		stored,
		book: session?.copy ?? stored.book,
		persists: session?.copy === undefined,
		args: params.slice(2),
		body,
		base,
		drive,
		file,
	};
}

/** Keeps what was changed: the file has a new version. */
function save({ call, persists, drive, file }: Place): void {
	if (call.method !== 'GET' && persists) drives.touch(drive, file);
}

const key = (value: string) => `(%27${encodeURIComponent(value)}%27)`;

/** The answer with something new, and where it is. */
function made(place: Place, context: string, entity: Record<string, unknown>): GraphAnswer {
	const answer = entityAnswer(place.call, context, entity, 201);
	return { ...answer, headers: { location: String(entity['@odata.id']) } };
}

const list = (place: Place, context: string, items: object[]): GraphAnswer => {
	const { call } = place;
	// Excel's collections have no IDs of their own everywhere: they're paged as they are.
	return listEntities(call, context, items as Entity[], 'files');
};

/* Worksheets */

const sheetView = ({ base, book }: Place, sheet: Sheet) => ({
	'@odata.id': `${base}/worksheets${key(sheet.id)}`,
	id: sheet.id,
	name: sheet.name,
	position: book.sheets.indexOf(sheet),
	visibility: sheet.visibility,
});
const sheetContext = ({ base }: Place) => `${base.slice(1)}/worksheets`;
const showSheet = (place: Place, sheet: Sheet) =>
	entityAnswer(place.call, sheetContext(place), sheetView(place, sheet));
const sheetOf = ({ book, args }: Place): Sheet => books.sheetAt(book, args[0] ?? '');

const ofSheets: ReadonlyArray<[string, string, Handle]> = [
	[
		'GET',
		'/worksheets',
		(place) =>
			list(
				place,
				sheetContext(place),
				place.book.sheets.map((sheet) => sheetView(place, sheet)),
			),
	],
	...['/worksheets', '/worksheets/add'].map((path): [string, string, Handle] => [
		'POST',
		path,
		(place) =>
			made(place, sheetContext(place), sheetView(place, books.addSheet(place.book, place.body.name))),
	]),
	['GET', '/worksheets/{sheet}', (place) => showSheet(place, sheetOf(place))],
	[
		'PATCH',
		'/worksheets/{sheet}',
		(place) => {
			const sheet = sheetOf(place);
			books.changeSheet(place.book, sheet, place.body);
			return showSheet(place, sheet);
		},
	],
	[
		'DELETE',
		'/worksheets/{sheet}',
		(place) => {
			books.deleteSheet(place.book, sheetOf(place));
			return { status: 204 };
		},
	],
	...(['protect', 'unprotect'] as const).map((action): [string, string, Handle] => [
		'POST',
		`/worksheets/{sheet}/protection/${action}`,
		(place) => {
			sheetOf(place).isProtected = action === 'protect';
			return { status: 204 };
		},
	]),
];

/* Ranges */

/** The cells that a path leads to. */
interface Cells {
	sheet: Sheet;
	area: Area;
	/** `@odata.id`, after the workbook. */
	id: string;
}

const inSheet = (sheet: Sheet, area: Area, call: string): Cells => ({
	sheet,
	area,
	id: `/worksheets${key(sheet.id)}/${call}`,
});

const addressIn = (parameter: string) => parameter.replace(/^address=/, '');

function rangeOf(place: Place): Cells {
	const [, parameter] = place.args;
	const sheet = sheetOf(place);
	if (parameter === undefined) {
		const whole = areaOf('A:XFD');
		return inSheet(sheet, whole, 'range()');
	}
	const address = addressIn(parameter);
	const { sheet: found, area } = books.placeOf(place.book, address, sheet);
	return inSheet(found, area, `range(address=%27${encodeURIComponent(address)}%27)`);
}

function usedRangeOf(place: Place): Cells {
	const sheet = sheetOf(place);
	const valuesOnly = place.args[1] === 'valuesOnly=true';
	const area = books.usedArea(sheet, valuesOnly);
	return inSheet(sheet, area, `range(address=%27${addressOf(area)}%27)`);
}

function cellOf(place: Place): Cells {
	const [row = -1, column = -1] = (/^row=(\d+),column=(\d+)$/.exec(place.args[1] ?? '') ?? [])
		.slice(1)
		.map(Number);
	const area: Area = { row, column, rows: 1, columns: 1 };
	if (row < 0) throw books.invalidArgument();
	return inSheet(sheetOf(place), area, `range(address=%27${addressOf(area)}%27)`);
}

function namedRangeOf(place: Place): Cells {
	const [name = ''] = place.args;
	const { value } = books.nameAt(place.book, name);
	const { sheet, area } = books.placeOf(place.book, value.replace(/^=/, ''));
	return { sheet, area, id: `/names${key(name)}/range` };
}

/** One row of the used range, which `row(row=0)` counts from its first. */
function rowOfUsedRange(place: Place): Cells {
	const { sheet, area } = usedRangeOf(place);
	const row = Number(/^row=(\d+)$/.exec(place.args.at(-1) ?? '')?.[1] ?? -1);
	if (row < 0 || row >= area.rows) throw books.invalidArgument();
	const own = { ...area, row: area.row + row, rows: 1 };
	return inSheet(sheet, own, `range(address=%27${addressOf(own)}%27)`);
}

/** Properties with a list for each row, which are `null` where a range is too large and isn't refused. */
const listed = new Set([
	'formulas',
	'formulasLocal',
	'formulasR1C1',
	'numberFormat',
	'text',
	'valueTypes',
	'values',
]);

const tooManyBytes = () => {
	const message = 'The size of the payload exceeded the limit.';
	return refusal(400, 'ResponsePayloadSizeLimitExceeded', message, {
		code: 'responsePayloadSizeLimitExceeded',
		message,
	});
};

/** Smaller ranges aren't measured, which takes time. */
const measuredCells = 5_000;

/** Sources: "Get range", on `$select`; microsoft-graph-docs issue 15709, on the limit. */
function showRange({ call, base, book, world }: Place, { sheet, area, id }: Cells): GraphAnswer {
	const isRead = call.method === 'GET';
	const select = isRead ? call.query.get('$select')?.split(',') : undefined;
	const wants = (name: string) => select?.includes(name) ?? true;
	const { maxResponse, tooLarge } = world.settings.workbooks;
	const show = (properties: object) =>
		entityAnswer(call, 'workbookRange', { '@odata.id': `${base}${id}`, ...properties });
	try {
		const properties = books.rangeView(book, sheet, area, wants);
		const isMeasured = isRead && area.rows * area.columns > measuredCells;
		if (isMeasured && Buffer.byteLength(JSON.stringify(properties)) > maxResponse) throw tooManyBytes();
		return show(properties);
	} catch (error) {
		if (!(error instanceof GraphError) || tooLarge === 'refused') throw error;
		const nulls = [...listed].filter(wants).map((name) => [name, null] as const);
		return show({
			...books.rangeView(book, sheet, area, (name) => wants(name) && !listed.has(name)),
			...Object.fromEntries(nulls),
		});
	}
}

/** What can be done with cells, however they are found. */
function rangeRoutes(path: string, find: (place: Place) => Cells): Array<[string, string, Handle]> {
	return [
		['GET', path, (place) => showRange(place, find(place))],
		[
			'PATCH',
			path,
			(place) => {
				const cells = find(place);
				books.writeRange(cells.sheet, cells.area, place.body);
				return showRange(place, cells);
			},
		],
		[
			'POST',
			`${path}/clear`,
			(place) => {
				const { sheet, area } = find(place);
				books.clearRange(sheet, area, place.body.applyTo);
				return { status: 204 };
			},
		],
		[
			'POST',
			`${path}/insert`,
			(place) => {
				const cells = find(place);
				books.insertCells(place.book, cells.sheet, cells.area, place.body.shift);
				return showRange(place, cells);
			},
		],
		[
			'POST',
			`${path}/delete`,
			(place) => {
				const { sheet, area } = find(place);
				books.deleteCells(place.book, sheet, area, place.body.shift);
				return { status: 204 };
			},
		],
	];
}

const ofRanges: ReadonlyArray<[string, string, Handle]> = [
	...rangeRoutes('/worksheets/{sheet}/range', rangeOf),
	...rangeRoutes('/worksheets/{sheet}/range/{address}', rangeOf),
	...rangeRoutes('/worksheets/{sheet}/usedRange', usedRangeOf),
	...rangeRoutes('/worksheets/{sheet}/usedRange/{valuesOnly}', usedRangeOf),
	...['usedRange/row/{row}', 'usedRange/{valuesOnly}/row/{row}'].flatMap((path) =>
		rangeRoutes(`/worksheets/{sheet}/${path}`, rowOfUsedRange),
	),
	...rangeRoutes('/worksheets/{sheet}/cell/{place}', cellOf),
	...rangeRoutes('/names/{name}/range', namedRangeOf),
];

/* Tables */

const flags = [
	'highlightFirstColumn',
	'highlightLastColumn',
	'showBandedColumns',
	'showBandedRows',
	'showFilterButton',
	'showHeaders',
	'showTotals',
] as const;

function tableView({ base }: Place, table: Table) {
	const { id, name, style } = table;
	const number = String(table.columns.length > 0 ? table.name.replace(/\D/g, '') || '1' : '1');
	return {
		'@odata.id': `${base}/tables${key(id)}`,
		...Object.fromEntries(flags.map((flag) => [flag, table[flag]])),
		id,
		legacyId: number,
		name,
		style,
	};
}

function tableRoutes(
	start: string,
	sheetOfPlace: (place: Place) => Sheet | undefined,
): Array<[string, string, Handle]> {
	const rest = ({ args }: Place) => (start === '' ? args : args.slice(1));
	const one = `${start}/tables/{table}`;
	const tableOf = (place: Place) => books.tableAt(place.book, rest(place)[0] ?? '', sheetOfPlace(place));
	const context = (place: Place) => `${place.base.slice(1)}/tables`;
	const show = (place: Place, table: Table) =>
		entityAnswer(place.call, context(place), tableView(place, table));
	const done =
		(change: (place: Place, table: Table) => void): Handle =>
		(place) => {
			change(place, tableOf(place));
			return { status: 204 };
		};
	const add: Handle = (place) => {
		const { address, hasHeaders } = place.body;
		if (typeof address !== 'string') throw books.invalidArgument();
		const { sheet, area } = books.placeOf(place.book, address, sheetOfPlace(place));
		return made(
			place,
			context(place),
			tableView(place, books.addTable(place.book, sheet, area, hasHeaders === true)),
		);
	};
	const cells =
		(area: (table: Table) => Area) =>
		(place: Place): Cells => {
			const table = tableOf(place);
			const block = area(table);
			const sheet = books.sheetOfTable(place.book, table);
			return inSheet(sheet, block, `range(address=%27${addressOf(block)}%27)`);
		};

	/* Rows */
	const rowView = ({ base, book }: Place, table: Table, index: number, count = 1) => ({
		'@odata.id': `${base}/tables${key(table.id)}/rows/itemAt(index=${index})`,
		index,
		values: books.grid({ ...books.rowArea(table, index), rows: count }, (row, column) =>
			books.valueAt(book, books.sheetOfTable(book, table), row, column),
		),
	});
	const rowContext = (place: Place, table: Table) =>
		`${context(place)}('${encodeURIComponent(table.id)}')/rows`;
	const indexOf = (place: Place) => Number((rest(place)[1] ?? '').replace(/^index=/, ''));
	const showRow = (place: Place) => {
		const table = tableOf(place);
		return entityAnswer(place.call, rowContext(place, table), rowView(place, table, indexOf(place)));
	};
	const rows: Handle = (place) => {
		const table = tableOf(place);
		const all = Array.from({ length: books.bodyArea(table).rows }, (_, index) => index);
		const { $skip, $top } = Object.fromEntries(place.call.query);
		const number = (text: string | undefined, fallback: number) => {
			if (text === undefined) return fallback;
			if (/^\d+$/.test(text)) return Number(text);
			throw books.invalidArgument();
		};
		const from = number($skip, 0);
		const items = all.slice(from, from + number($top, all.length));
		return listAnswer(place.call, rowContext(place, table), {
			items: items.map((index) => rowView(place, table, index)),
		});
	};
	const addRows: Handle = (place) => {
		const table = tableOf(place);
		const { values, index } = place.body;
		const first = books.addRows(place.book, table, values, index ?? null);
		return made(place, rowContext(place, table), rowView(place, table, first, (values as unknown[]).length));
	};
	const changeRow: Handle = (place) => {
		const table = tableOf(place);
		const area = books.rowArea(table, indexOf(place));
		if (place.body.values === undefined) throw books.invalidArgument();
		books.writeRange(books.sheetOfTable(place.book, table), area, { values: place.body.values });
		return showRow(place);
	};
	const rowPaths = ['/rows/{row}', '/rows/itemAt/{row}', '/rows/$/itemAt/{row}'];

	/* Columns */
	const columnView = ({ base, book }: Place, table: Table, index: number) => ({
		'@odata.id': `${base}/tables${key(table.id)}/columns${key(table.columns[index]?.id ?? '')}`,
		id: table.columns[index]?.id,
		index,
		name: books.headersOf(book, table)[index],
		values: books.grid({ ...table.area, column: table.area.column + index, columns: 1 }, (row, column) =>
			books.valueAt(book, books.sheetOfTable(book, table), row, column),
		),
	});
	const columnContext = (place: Place, table: Table) =>
		`${context(place)}('${encodeURIComponent(table.id)}')/columns`;
	const columnOf = (place: Place) => {
		const table = tableOf(place);
		return { table, ...books.columnAt(place.book, table, rest(place)[1] ?? '') };
	};
	const columnCells =
		(body: boolean) =>
		(place: Place): Cells => {
			const { table, index } = columnOf(place);
			const area = { ...(body ? books.bodyArea(table) : table.area), columns: 1 };
			area.column += index;
			return inSheet(books.sheetOfTable(place.book, table), area, `range(address=%27${addressOf(area)}%27)`);
		};

	return [
		[
			'GET',
			`${start}/tables`,
			(place) => {
				const sheet = sheetOfPlace(place);
				const all = place.book.tables.filter(({ sheetId }) => !sheet || sheetId === sheet.id);
				return list(
					place,
					context(place),
					all.map((table) => tableView(place, table)),
				);
			},
		],
		['POST', `${start}/tables`, add],
		['POST', `${start}/tables/add`, add],
		['GET', one, (place) => show(place, tableOf(place))],
		[
			'PATCH',
			one,
			(place) => {
				const table = tableOf(place);
				books.changeTable(place.book, table, place.body);
				return show(place, table);
			},
		],
		['DELETE', one, done(({ book }, table) => books.deleteTable(book, table))],
		['GET', `${one}/worksheet`, (place) => showSheet(place, books.sheetOfTable(place.book, tableOf(place)))],
		...rangeRoutes(
			`${one}/range`,
			cells(({ area }) => area),
		),
		...rangeRoutes(`${one}/headerRowRange`, cells(books.headerArea)),
		...rangeRoutes(`${one}/dataBodyRange`, cells(books.bodyArea)),
		[
			'POST',
			`${one}/clearFilters`,
			done((_, { columns }) => {
				for (const column of columns) delete column.filter;
			}),
		],
		['POST', `${one}/reapplyFilters`, done(() => undefined)],
		['POST', `${one}/sort/apply`, done(({ book, body }, table) => books.sortTable(book, table, body.fields))],
		[
			'POST',
			`${one}/sort/clear`,
			done((_, table) => {
				table.sortFields = [];
			}),
		],
		[
			'POST',
			`${one}/convertToRange`,
			(place) => {
				const table = tableOf(place);
				const { area } = table;
				books.convertToRange(place.book, table);
				return showRange(place, inSheet(books.sheetOfTable(place.book, table), area, 'range()'));
			},
		],
		['GET', `${one}/rows`, rows],
		['POST', `${one}/rows`, addRows],
		['POST', `${one}/rows/add`, addRows],
		...rowPaths.flatMap((path): Array<[string, string, Handle]> => [
			['GET', `${one}${path}`, showRow],
			['PATCH', `${one}${path}`, changeRow],
			['DELETE', `${one}${path}`, done((place, table) => books.deleteRow(place.book, table, indexOf(place)))],
			...rangeRoutes(`${one}${path}/range`, (place) =>
				cells((table) => books.rowArea(table, indexOf(place)))(place),
			),
		]),
		[
			'GET',
			`${one}/columns`,
			(place) => {
				const table = tableOf(place);
				return list(
					place,
					columnContext(place, table),
					table.columns.map((_, index) => columnView(place, table, index)),
				);
			},
		],
		...['/columns', '/columns/add'].map((path): [string, string, Handle] => [
			'POST',
			`${one}${path}`,
			(place) => {
				const table = tableOf(place);
				const index = books.addColumn(place.book, table, place.body);
				return made(place, columnContext(place, table), columnView(place, table, index));
			},
		]),
		[
			'GET',
			`${one}/columns/{column}`,
			(place) => {
				const { table, index } = columnOf(place);
				return entityAnswer(place.call, columnContext(place, table), columnView(place, table, index));
			},
		],
		[
			'DELETE',
			`${one}/columns/{column}`,
			(place) => {
				const { table, index } = columnOf(place);
				books.deleteColumn(place.book, table, index);
				return { status: 204 };
			},
		],
		...rangeRoutes(`${one}/columns/{column}/range`, columnCells(false)),
		...rangeRoutes(`${one}/columns/{column}/dataBodyRange`, columnCells(true)),
		[
			'POST',
			`${one}/columns/{column}/filter/apply`,
			(place) => {
				columnOf(place).column.filter = (place.body.criteria ?? {}) as object;
				return { status: 204 };
			},
		],
		[
			'POST',
			`${one}/columns/{column}/filter/clear`,
			(place) => {
				delete columnOf(place).column.filter;
				return { status: 204 };
			},
		],
	];
}

/* Names and charts */

const nameView = ({ base }: Place, { scope, ...item }: NamedItem) => ({
	'@odata.id': `${base}/names${key(item.name)}`,
	comment: item.comment,
	name: item.name,
	scope: scope === 'Workbook' ? 'Workbook' : 'Worksheet',
	type: item.type,
	value: item.value,
	visible: item.visible,
});

function nameRoutes(
	start: string,
	scopeOf: (place: Place) => Sheet | undefined,
): Array<[string, string, Handle]> {
	const context = ({ base }: Place) => `${base.slice(1)}/names`;
	const nameOf = (place: Place) => books.nameAt(place.book, place.args.at(-1) ?? '', scopeOf(place));
	return [
		[
			'GET',
			`${start}/names`,
			(place) => {
				const within = scopeOf(place)?.id ?? 'Workbook';
				const all = place.book.names.filter(({ scope }) => scope === within);
				return list(
					place,
					context(place),
					all.map((item) => nameView(place, item)),
				);
			},
		],
		[
			'POST',
			`${start}/names/add`,
			(place) =>
				made(place, context(place), nameView(place, books.addName(place.book, place.body, scopeOf(place)))),
		],
		[
			'GET',
			`${start}/names/{name}`,
			(place) => entityAnswer(place.call, context(place), nameView(place, nameOf(place))),
		],
		[
			'DELETE',
			`${start}/names/{name}`,
			(place) => {
				const item = nameOf(place);
				place.book.names.splice(place.book.names.indexOf(item), 1);
				return { status: 204 };
			},
		],
	];
}

function chartView({ base }: Place, sheet: Sheet, { id, name, height, left, top, width }: Chart) {
	return {
		'@odata.id': `${base}/worksheets${key(sheet.id)}/charts${key(id)}`,
		height,
		id,
		left,
		name,
		top,
		width,
	};
}

const chartContext = (place: Place, sheet: Sheet) =>
	`${place.base.slice(1)}/worksheets('${encodeURIComponent(sheet.id)}')/charts`;
const chartOf = (place: Place) => {
	const sheet = sheetOf(place);
	return { sheet, chart: books.chartAt(sheet, place.args[1] ?? '') };
};
const image: Handle = (place) => {
	chartOf(place);
	const { call } = place;
	return {
		status: 200,
		body: { '@odata.context': `${call.base}/${call.version}/$metadata#Edm.String`, value: books.chartImage },
	};
};
const charts = '/worksheets/{sheet}/charts';

const ofCharts: ReadonlyArray<[string, string, Handle]> = [
	[
		'GET',
		charts,
		(place) => {
			const sheet = sheetOf(place);
			return list(
				place,
				chartContext(place, sheet),
				sheet.charts.map((chart) => chartView(place, sheet, chart)),
			);
		},
	],
	...[charts, `${charts}/add`].map((path): [string, string, Handle] => [
		'POST',
		path,
		(place) => {
			const sheet = sheetOf(place);
			const chart = books.addChart(place.book, sheet, place.body);
			return made(place, chartContext(place, sheet), chartView(place, sheet, chart));
		},
	]),
	[
		'GET',
		`${charts}/{chart}`,
		(place) => {
			const { sheet, chart } = chartOf(place);
			return entityAnswer(place.call, chartContext(place, sheet), chartView(place, sheet, chart));
		},
	],
	[
		'PATCH',
		`${charts}/{chart}`,
		(place) => {
			const { sheet, chart } = chartOf(place);
			const { name, height, left, top, width } = place.body as Partial<Chart>;
			const change = { name, height, left, top, width };
			Object.assign(
				chart,
				Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
			);
			return entityAnswer(place.call, chartContext(place, sheet), chartView(place, sheet, chart));
		},
	],
	[
		'DELETE',
		`${charts}/{chart}`,
		(place) => {
			const { sheet, chart } = chartOf(place);
			sheet.charts.splice(sheet.charts.indexOf(chart), 1);
			return { status: 204 };
		},
	],
	['GET', `${charts}/{chart}/image`, image],
	['GET', `${charts}/{chart}/image/{size}`, image],
];

/* Sessions, calculation, and long-running requests */

const sessionView = ({ id, persistChanges }: Session) => ({ id, persistChanges });

const ofWorkbook: ReadonlyArray<[string, string, Handle]> = [
	[
		'POST',
		'/createSession',
		(place) => {
			const { persistChanges } = place.body;
			if (persistChanges !== undefined && typeof persistChanges !== 'boolean') throw books.invalidArgument();
			const session: Session = {
				id: `cluster=PSG4&session=${randomUUID()}`,
				persistChanges: persistChanges === true,
				...(persistChanges !== true && { copy: structuredClone(place.stored.book) }),
			};
			place.stored.sessions.set(session.id, session);
			return entityAnswer(place.call, 'workbookSessionInfo', sessionView(session), 201);
		},
	],
	[
		'POST',
		'/closeSession',
		({ call, stored }) => {
			stored.sessions.delete(call.headers['workbook-session-id'] ?? '');
			return { status: 204 };
		},
	],
	[
		'POST',
		'/refreshSession',
		({ call }) => {
			if (call.headers['workbook-session-id'] === undefined) throw sessionNotFound();
			return { status: 204 };
		},
	],
	[
		'GET',
		'/application',
		({ call }) => entityAnswer(call, 'workbookApplication', { calculationMode: 'Automatic' }),
	],
	[
		'POST',
		'/application/calculate',
		({ book, body }) => {
			if (!['Recalculate', 'Full', 'FullRebuild'].includes(String(body.calculationType)))
				throw books.invalidArgument();
			book.calculated += 1;
			return { status: 204 };
		},
	],
	[
		'GET',
		'/operations/{operation}',
		({ world, call, stored, args, base }) => {
			const operation = stored.operations.get(args[0] ?? '');
			if (!operation) throw books.itemNotFound();
			const { id, answer, kind } = operation;
			const show = (more: object) => entityAnswer(call, 'workbookOperation', { id, ...more });
			if (operation.left > 0) {
				operation.left -= 1;
				return show({ status: 'running' });
			}
			if (answer instanceof GraphError) {
				const { code, message, inner } = answer;
				return show({ status: 'failed', error: { code, message, ...(inner && { innerError: inner }) } });
			}
			const resource = { session: 'sessionInfoResource', row: 'tableRowOperationResult', other: '' }[kind];
			const at = `${call.base}/${call.version}${base}/${resource}(key='${operation.key}')`;
			return show({ status: world.settings.workbooks.finished, ...(resource && { resourceLocation: at }) });
		},
	],
	...['sessionInfoResource', 'tableRowOperationResult'].map((resource): [string, string, Handle] => [
		'GET',
		`/${resource}/{key}`,
		({ stored, args }) => {
			const wanted = (args[0] ?? '').replace(/^key=/, '');
			const operation = [...stored.operations.values()].find((one) => one.key === wanted && one.left === 0);
			if (!operation || operation.answer instanceof GraphError) throw books.itemNotFound();
			return { status: 200, body: operation.answer.body };
		},
	]),
];

const anywhere = (): undefined => undefined;

const all: ReadonlyArray<[string, string, Handle]> = [
	...ofWorkbook,
	...ofSheets,
	...ofRanges,
	...tableRoutes('', anywhere),
	...tableRoutes('/worksheets/{sheet}', sheetOf),
	...nameRoutes('', anywhere),
	...nameRoutes('/worksheets/{sheet}', sheetOf),
	...ofCharts,
];

/** Carries a request out, or starts it, where the caller asks for that and it takes long. */
function carryOut(place: Place, path: string, handle: Handle): GraphAnswer {
	const { world, call, stored, base } = place;
	const { longRunning } = world.settings.workbooks;
	const asked = call.method !== 'GET' && preferences(call.headers).has('respond-async');
	const kind = path.endsWith('/createSession') ? 'session' : /\/rows(\/add)?$/.test(path) ? 'row' : 'other';
	const inSession = call.headers['workbook-session-id'] !== undefined;
	if (longRunning === null || !asked || (kind !== 'session' && !inSession)) {
		const answer = handle(place);
		save(place);
		return answer;
	}
	const operation: Operation = {
		id: randomUUID(),
		left: longRunning,
		key: randomUUID(),
		answer: { status: 204 },
		kind,
	};
	try {
		operation.answer = handle(place);
		save(place);
	} catch (error) {
		if (!(error instanceof GraphError)) throw error;
		operation.answer = error;
	}
	stored.operations.set(operation.id, operation);
	const location = `${call.base}/${call.version}${base}/operations/${operation.id}`;
	return { status: 202, headers: { location }, body: {} };
}

/** The Excel files of all drives. */
export const workbookRoutes: readonly Route[] = driveOwners.flatMap(([prefix]) =>
	all.map(([method, path, handle]): Route => {
		const own: Route = route(
			method,
			`${prefix}/items/{key}/workbook${path}`,
			'files',
			method === 'GET' ? read : write,
			(world, context) => carryOut(open(world, context, own), path, handle),
		);
		return own;
	}),
);
