import { caught } from '../../../../../credentials/auth/core/caught';
import { GraphError } from '../../../../graph/errors/graphError';
import { requestError } from '../../../../graph/errors/requestError';
import type { Send } from '../../../../graph/client';
import type { GraphRequest } from '../../../../graph/graphRequest';
import { shown } from '../../../../shared/parameters/values/refusal';
import { addressOfBlock, blockOf, rangeSegment, type Block } from '../../../../shared/resources/workbook';

/** A range, as Graph returns it. */
export interface Range {
	address?: unknown;
	values?: unknown;
	numberFormat?: unknown;
	text?: unknown;
	formulas?: unknown;
}

/** Some properties of a range. */
export async function readRange(path: readonly string[], select: string, send: Send): Promise<Range> {
	const { body } = await send({ method: 'GET', path, query: { $select: select } });
	return body as Range;
}

/** Excel's refusals of a range with too many cells or bytes. Source: "Error codes for Excel APIs in Microsoft Graph". */
const tooLargeCodes = /^(RangeExceedsLimit|ResponsePayloadSizeLimitExceeded|MaxRequestDurationExceeded)$/i;

const isTooLarge = (error: unknown): boolean =>
	error instanceof GraphError &&
	[error.parts.code, error.parts.innerCode].some((code) => tooLargeCodes.test(code ?? ''));

/**
 * Some properties of a range, if they aren't too large for one response.
 * @param select with `property`
 * @param property a list of rows
 * @returns `undefined` if they are: Excel refuses them, takes too long for them, or leaves them out
 */
export async function readIfSmall(
	path: readonly string[],
	{ select, property }: { select: string; property: 'values' | 'text' | 'formulas' },
	send: Send,
): Promise<Range | undefined> {
	const request: GraphRequest = { method: 'GET', path, query: { $select: select } };
	// After a timeout, more time wouldn't help: the address is the smallest response.
	const smallest = { ...request, query: { $select: 'address' } };
	try {
		const range = (await send({ ...request, afterTimeout: () => smallest })).body as Range;
		return Array.isArray(range[property]) ? range : undefined;
	} catch (error) {
		if (isTooLarge(error)) return undefined;
		throw caught(error);
	}
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

/** Where a range is. @throws RequestError if Excel didn't say it */
export function blockIn({ address }: Range): Block {
	const block = typeof address === 'string' ? blockOf(address) : undefined;
	if (block !== undefined) return block;
	throw requestError({
		what: "Excel didn't say where the cells are.",
		why: `It returned the address ${shown(address)}.`,
		fix: 'Run this again; check that the sheet is a worksheet, without entire rows or columns selected.',
	});
}

/** The most cells, and rows, that are read at once. */
const maxCells = 100_000;
const maxRowsRead = 20_000;

/** How many rows of a block are read at once. */
export const rowsAtOnce = ({ columns }: Block): number =>
	Math.max(1, Math.min(maxRowsRead, Math.floor(maxCells / columns)));

/** Rows that were read. */
export interface Chunk {
	/** The place of the first one in the sheet, from 0. */
	row: number;
	range: Range;
}

/**
 * Reads a block of cells in pieces, smaller ones after a piece that was too large for one response.
 * @param property a list of rows, which is read
 * @param formats whether the number formats are read too
 * @param atOnce how many rows are read at once
 */
export async function* chunksOf(
	sheet: readonly string[],
	block: Block,
	{
		property,
		formats = false,
		atOnce = rowsAtOnce(block),
	}: { property: 'values' | 'text' | 'formulas'; formats?: boolean; atOnce?: number },
	send: Send,
): AsyncGenerator<Chunk, void, undefined> {
	const select = formats ? `${property},numberFormat` : property;
	const end = block.row + block.rows;
	let most = atOnce;
	let { row } = block;
	while (row < end) {
		const part = { ...block, row, rows: Math.min(most, end - row) };
		const path = rangePath(sheet, part);
		// One row can't be split: its error is the answer.
		const range =
			part.rows === 1
				? await readRange(path, select, send)
				: await readIfSmall(path, { select, property }, send);
		if (range === undefined) {
			most = Math.ceil(part.rows / 2);
			continue;
		}
		yield { row, range };
		row += part.rows;
	}
}

/** The values of a block of cells, read in pieces. */
export async function readValues(sheet: readonly string[], block: Block, send: Send): Promise<unknown[][]> {
	const lines: unknown[][] = [];
	for await (const { range } of chunksOf(sheet, block, { property: 'values' }, send))
		for (const line of linesOf(range.values)) lines.push(line);
	return lines;
}
