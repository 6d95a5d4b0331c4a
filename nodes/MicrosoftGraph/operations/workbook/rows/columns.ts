import { requestError } from '../../../../graph/errors/requestError';
import { isOutcomeUnknown } from '../../../../graph/errors/outcomeUnknown';
import { caught } from '../../../../../credentials/auth/core/caught';
import { cellOf, type Cell } from '../../../../shared/rows/cells';
import { columnsMissing, missingColumns, type Mapped } from './mapping';
import { fail, isOpen, stops, type Entry, type Step } from './step';
import { findPlaceAgain, type Place } from './place';
import { readRange } from './range';
import { writeCells } from './write';

/** What to do with values without a column. */
export type NewColumns = 'error' | 'add' | 'ignore';

/** An item that writes a row. */
export interface RowEntry extends Entry {
	mapped: Mapped;
	newColumns: NewColumns;
}

/** The columns that items need in addition to those of the sheet, in the order of their first values. */
export interface ColumnPlan {
	keys: string[];
	added: string[];
}

/** Decides about values without a column: the item fails, the column is added, or the value is left out. */
export function planColumns({ entries, place, run }: Step<RowEntry>): ColumnPlan {
	const keys = new Set(place.keys);
	const added = new Set<string>();
	for (const entry of entries) {
		if (!isOpen(entry)) continue;
		const missing = missingColumns(entry.mapped, keys);
		if (missing.length === 0) continue;
		if (place.isEmpty || entry.newColumns === 'add') for (const name of missing) added.add(name);
		else if (entry.newColumns === 'ignore')
			run.hint('Values were left out, because there is no column for them', missing.join(', '));
		else fail(entry, columnsMissing(missing));
	}
	if (added.size > 0 && place.isBounded && place.table === undefined) {
		const error = requestError({
			what: "Columns can't be added to a given range: they could overwrite what is next to it.",
			fix: 'Remove "Range" under "Options", add the columns in Excel, or leave their values out.',
		});
		for (const entry of entries)
			if (isOpen(entry) && missingColumns(entry.mapped, keys).length > 0) fail(entry, error);
		added.clear();
	}
	return { keys: [...place.keys, ...added], added: [...added] };
}

const headerRules = {
	textInput: 'text',
	convertDates: false,
	objectsAsJson: false,
	timeZone: 'UTC',
} as const;
const headerCell = (name: string): Cell => cellOf(name, headerRules, name);

/**
 * Adds columns at the right of the header row.
 * @returns the place with them
 */
export async function addColumns(step: Step<RowEntry>, { keys, added }: ColumnPlan): Promise<Place> {
	const { place, send } = step;
	if (added.length === 0 || stops(step)) return place;
	await step.openSession();
	if (place.table === undefined) {
		const column = place.isEmpty ? place.header.column : place.header.column + place.header.columns;
		await writeCells(place.sheet, { row: place.header.row, column }, [added.map(headerCell)], send);
		const header = { ...place.header, columns: keys.length };
		return { ...place, keys, header, body: { ...place.body, columns: keys.length }, isEmpty: false };
	}
	for (const name of added) {
		const request = {
			method: 'POST' as const,
			path: [...place.table, 'columns', 'add'],
			body: { name },
			expectedResponse: 'createdOrFound' as const,
		};
		await send(request).catch(async (error: unknown) => {
			// A column has its name for itself, so it's known whether it was added.
			if (!isOutcomeUnknown(error)) throw caught(error);
			const { values } = await readRange([...(place.table ?? []), 'headerRowRange'], 'values', send);
			const names = Array.isArray(values) ? (values as unknown[][])[0] : [];
			if (names?.includes(name) !== true) throw caught(error);
		});
	}
	return await findPlaceAgain(place, send);
}
