import { workbookGuards, workbookNote, workbookPermissions } from '../../../shared/resources/workbook';
import { eachAlone, type Operation } from '../../operation';
import { appendRows as append } from './rows/append';
import type { NewColumns, RowEntry } from './rows/columns';
import { columnsField, newColumns, rowPlaceFields, rowPlaceOptions, writeOptions } from './rows/fields';
import { mappedOf } from './rows/mapping';
import { rowStep } from './rows/step';

const together = rowStep<RowEntry>({
	prepare: ({ item }) => ({
		mapped: mappedOf(item),
		newColumns: (item.collection('options').newColumns ?? 'error') as NewColumns,
	}),
	work: append,
});

/** Sources: "Update range", "Create table row". */
export const appendRows: Operation = {
	name: 'Append Rows',
	value: 'appendRows',
	action: 'Append rows to sheet or table',
	description: 'Add a row for each item at the end of a sheet or table, many in one request',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...rowPlaceFields, columnsField('add')],
	options: [...rowPlaceOptions, newColumns, ...writeOptions],
	guards: workbookGuards,
	together,
	steps: eachAlone(together),
};
