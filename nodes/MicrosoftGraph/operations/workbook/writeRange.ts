import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../../credentials/auth/core/caught';
import type { Send } from '../../../graph/client';
import { requestError } from '../../../graph/errors/requestError';
import { flagField, jsonField, textField } from '../../../shared/fields/build';
import { simplify } from '../../../shared/fields/odata';
import { readAs } from '../../../shared/parameters/values/reading';
import { shown } from '../../../shared/parameters/values/refusal';
import {
	addressField,
	addressOfBlock,
	asText,
	blockOf,
	rangeSegment,
	sheetAt,
	sheetField,
	workbookFields,
	workbookGuards,
	workbookNote,
	workbookOf,
	workbookPermissions,
	type Block,
	type CellValue,
} from '../../../shared/resources/workbook';
import { withSession } from '../../../shared/resources/workbookSession';
import type { Operation } from '../../operation';
import { rangeItem, withLeft } from './fields';

const startOrRange = {
	...addressField,
	description:
		'Address of the cells, or of the first cell: then the values decide how many cells are written',
};

const valuesField = jsonField('values', 'Values (JSON)', {
	required: true,
	default: '[\n\t["Product", "Amount"],\n\t["Pears", 3]\n]',
	description:
		'Rows of columns, or one value for all cells. null leaves a cell as it is, and "" clears it. A text that begins with "=" is a formula.',
});

const keepText = flagField('keepText', 'Keep Text', {
	description:
		'Whether texts stay as they are. Otherwise, Excel reads them as if typed: "007" becomes 7, "2026-01-05" a date, and "=A1" a formula.',
});

const numberFormat = readAs(
	textField('numberFormat', 'Number Format', {
		placeholder: 'e.g. yyyy-mm-dd',
		description: "Excel's format for all of the cells, such as 0.00, yyyy-mm-dd, or @ for text",
	}),
	{ whenEmpty: 'notGiven' },
);

/** Source: "Update range". Writing the same values again is harmless. */
export const writeRange: Operation = {
	name: 'Write Range',
	value: 'writeRange',
	action: 'Write range of cells in workbook',
	description: 'Write values and formulas into cells of an Excel workbook',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...workbookFields, sheetField, startOrRange, valuesField, simplify],
	options: [keepText, numberFormat],
	guards: workbookGuards,
	steps: async (run) => {
		const { item } = run;
		const { keepText: keeps, numberFormat: format } = item.collection('options');
		const kept = (value: CellValue) => (keeps === true ? asText(value) : value);
		const address = item.text('address');
		const values = cellsOf(item.value('values'));
		const write = async (send: Send, path: readonly string[], cells: Cells) =>
			(await send({ method: 'PATCH', path, body: bodyOf(cells, format), idempotent: true }))
				.body as IDataObject;
		const simple = item.flag('simplify');
		if (!Array.isArray(values)) {
			const path = await sheetAt(item, run.send, rangeSegment(address));
			return [rangeItem(await write(run.send, path, kept(values)), simple)];
		}
		const rows = values.map((row) => row.map(kept));
		const block = fitting(address, rows);
		const sheet = await sheetAt(item, run.send);
		const at = (part: string) => [...sheet, rangeSegment(part)];
		const pieces = block === undefined ? [] : piecesOf(rows, block);
		if (block === undefined || pieces.length < 2) {
			const path = at(block === undefined ? address : addressOfBlock(block));
			return [rangeItem(await write(run.send, path, rows), simple)];
		}
		const written = await withSession(run, workbookOf(sheet), async (send) => {
			const done: IDataObject[] = [];
			let count = 0;
			for (const piece of pieces) {
				try {
					done.push(await write(send, at(addressOfBlock(piece.block)), piece.rows));
				} catch (error) {
					throw count === 0 ? caught(error) : withLeft(error, `The first ${count} rows were written.`);
				}
				count += piece.rows.length;
			}
			return done;
		});
		return [rangeItem(joined(written, addressOfBlock(block)), simple)];
	},
};

type Row = CellValue[];
/** Rows, or one value for all cells. */
type Cells = Row[] | CellValue;

/** The body: a format goes with each cell, as the values do. */
function bodyOf(values: Cells, format: unknown): IDataObject {
	if (typeof format !== 'string' || format === '') return { values };
	const formats = Array.isArray(values) ? values.map((row) => row.map(() => format)) : format;
	return { values, numberFormat: formats };
}

/**
 * Values as Graph takes them.
 * @param given rows, one row, or one value
 * @throws RequestError for anything else
 */
function cellsOf(given: unknown): Cells {
	if (isCell(given) && given !== null) return given;
	const list: unknown[] = Array.isArray(given) ? given : [];
	const all = list.some(Array.isArray) || list.length === 0 ? list : [list];
	const [first] = all;
	const width = Array.isArray(first) ? first.length : 0;
	if (width === 0) {
		throw requestError({
			what: `"${valuesField.displayName}" has no values.`,
			fix: 'Enter rows of columns, such as [["Pears", 3], ["Apples", 5]], or one value for all cells.',
		});
	}
	for (const [index, row] of all.entries()) {
		if (!Array.isArray(row) || row.length !== width) {
			throw requestError({
				what: `"${valuesField.displayName}" has rows of different lengths: row ${index + 1} doesn't have ${width} columns.`,
				fix: 'Give all rows the same number of columns: null leaves a cell as it is, and "" clears it.',
			});
		}
		const wrong = row.findIndex((cell) => !isCell(cell));
		if (wrong < 0) continue;
		throw requestError({
			what: `Row ${index + 1}, column ${wrong + 1} of "${valuesField.displayName}" can't be in a cell: ${shown(row[wrong])}.`,
			fix: 'Enter texts, numbers, true, false, or null.',
		});
	}
	return all as Row[];
}

function isCell(value: unknown): value is CellValue {
	return value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
}

/**
 * The block that the rows are written to.
 * @returns `undefined` if only Excel knows, since the address is a name, or has whole columns
 * @throws RequestError if the address has another size
 */
function fitting(address: string, rows: Row[]): Block | undefined {
	const block = blockOf(address);
	const size = { rows: rows.length, columns: rows[0]?.length ?? 0 };
	if (block === undefined) return undefined;
	const isOne = (one: { rows: number; columns: number }) => one.rows * one.columns === 1;
	if (isOne(block)) return { ...block, ...size };
	// Graph writes a single value into all cells.
	if (isOne(size) || (block.rows === size.rows && block.columns === size.columns)) return block;
	throw requestError({
		what: `"${valuesField.displayName}" has ${counted(size)}, but ${address} has ${counted(block)}.`,
		fix: `Enter a range of the same size, or only its first cell in "${addressField.displayName}".`,
	});
}

const counted = ({ rows, columns }: { rows: number; columns: number }) =>
	`${rows} ${rows === 1 ? 'row' : 'rows'} of ${columns} ${columns === 1 ? 'cell' : 'cells'}`;

/** The most that one request writes: Excel gets slow, and Graph refuses bodies of more than 4 MB. */
const maxCells = 50_000;
const maxCharacters = 1_000_000;

/** The rows in pieces that aren't too large for one request, with the block of each. */
function piecesOf(rows: Row[], block: Block): Array<{ rows: Row[]; block: Block }> {
	// One value for all cells is one request.
	if (rows.length < block.rows) return [{ rows, block }];
	const pieces: Array<{ rows: Row[]; block: Block }> = [];
	let piece: Row[] = [];
	let characters = 0;
	const end = (before: number) => {
		if (piece.length > 0)
			pieces.push({
				rows: piece,
				block: { ...block, row: block.row + before - piece.length, rows: piece.length },
			});
		piece = [];
		characters = 0;
	};
	for (const [index, row] of rows.entries()) {
		const length = JSON.stringify(row).length;
		if ((piece.length + 1) * row.length > maxCells || characters + length > maxCharacters) end(index);
		piece.push(row);
		characters += length;
	}
	end(rows.length);
	return pieces;
}

/** Several ranges, one below the other, as one. */
function joined(ranges: readonly IDataObject[], cells: string): IDataObject {
	const [first = {}] = ranges;
	const names = Object.keys(first).filter((name) => Array.isArray(first[name]));
	const lists = names.map((name) => [name, ranges.flatMap((range) => range[name] as unknown[])]);
	const sum = (name: string) => ranges.reduce((total, range) => total + Number(range[name]), 0);
	const at = String(first.address).lastIndexOf('!') + 1;
	const address = `${String(first.address).slice(0, at)}${cells.slice(cells.lastIndexOf('!') + 1)}`;
	return {
		...first,
		...(Object.fromEntries(lists) as IDataObject),
		address,
		addressLocal: address,
		rowCount: sum('rowCount'),
		cellCount: sum('cellCount'),
	};
}
