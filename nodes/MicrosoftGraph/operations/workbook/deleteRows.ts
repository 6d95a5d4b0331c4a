import { requestError } from '../../../graph/errors/requestError';
import { shown } from '../../../graph/errors/shown';
import { choiceField, textField, textsField } from '../../../shared/fields/build';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { workbookGuards, workbookNote, workbookPermissions } from '../../../shared/resources/workbook';
import { cellOf, comparable } from '../../../shared/rows/cells';
import { eachAlone, type Operation } from '../../operation';
import { convertDates, noMatch, rowPlaceFields, rowPlaceOptions } from './rows/fields';
import { writeRulesOf } from './rows/mapping';
import { removeRows, type RemovalEntry } from './rows/remove';
import { rowStep } from './rows/step';

const found = { column: 'By the Value of a Column', numbers: 'By Row Number' };

const foundBy = choiceField('foundBy', 'Find Rows', found);
const column = textField('matchColumn', 'Column', {
	required: true,
	placeholder: 'e.g. Order Number',
	displayOptions: { show: { foundBy: ['column'] } },
});
const value = textField('matchValue', 'Value', {
	required: true,
	placeholder: 'e.g. 1017',
	description: 'All rows with this value are found; texts match exactly, with their case',
	displayOptions: { show: { foundBy: ['column'] } },
});
const numbers = textsField('rowNumbers', 'Row Numbers', {
	required: true,
	placeholder: 'e.g. 5, 8-12',
	description:
		'Numbers of rows in the sheet, such as "row_number" of Get Rows; several are separated by commas',
	displayOptions: { show: { foundBy: ['numbers'] } },
});
const removal = choiceField(
	'removal',
	'What to Do',
	{ delete: 'Delete the Rows', clear: 'Clear Their Values' },
	{ description: 'Whether the rows below move up, or the rows stay, with their formats and without values' },
);

function rowsOf(item: ItemParameters): RemovalEntry['rows'] {
	if (item.text('foundBy') === 'numbers') return { numbers: item.list('rowNumbers').map(numbersOf) };
	const name = item.text('matchColumn');
	const { value: cell, reads } = cellOf(item.text('matchValue'), writeRulesOf(item), name);
	return { column: name, value: comparable(reads ?? cell) };
}

/** `5` or `8-12`. */
function numbersOf(text: string): [number, number] {
	const [, first = '', last = first] = /^(\d{1,7})(?:\s*[-:]\s*(\d{1,7}))?$/.exec(text) ?? [];
	const rows: [number, number] = [Number(first), Number(last)];
	if (rows[0] > 0 && rows[1] >= rows[0]) return rows;
	throw requestError({
		what: `"Row Numbers" contains ${shown(text)}, which isn't the number of a row.`,
		fix: 'Enter numbers such as 5, or ranges such as 8-12.',
	});
}

const together = rowStep<RemovalEntry>({
	prepare: ({ item }) => ({
		rows: rowsOf(item),
		clearOnly: item.text('removal') === 'clear',
		noMatch: item.collection('options').noMatch === 'ignore' ? 'ignore' : 'error',
	}),
	with: ({ item }) => item.text('removal'),
	work: removeRows,
});

/** Sources: "Range: delete", "Range: clear", "Delete tableRow". */
export const deleteRows: Operation = {
	name: 'Delete Rows',
	value: 'deleteRows',
	action: 'Delete or clear rows of sheet or table',
	description: 'Delete or clear the rows with a value in a column, or rows by their numbers',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...rowPlaceFields, foundBy, column, value, numbers, removal],
	options: [...rowPlaceOptions, noMatch, convertDates],
	guards: workbookGuards,
	together,
	steps: eachAlone(together),
};
