import { workbookGuards, workbookNote, workbookPermissions } from '../../../shared/resources/workbook';
import { eachAlone, type Operation } from '../../operation';
import { changeRows, type ChangeEntry } from './rows/change';
import type { NewColumns } from './rows/columns';
import { columnsField, newColumns, rowPlaceFields, rowPlaceOptions, writeOptions } from './rows/fields';
import { mappedOf } from './rows/mapping';
import { rowStep } from './rows/step';

const together = rowStep<ChangeEntry>({
	prepare: ({ item }) => ({
		mapped: mappedOf(item),
		newColumns: (item.collection('options').newColumns ?? 'error') as NewColumns,
		noMatch: 'append',
	}),
	with: ({ item }) => mappedOf(item).matching,
	work: changeRows,
});

/** Sources: "Get range", "Update range", "Create table row". */
export const appendOrUpdateRows: Operation = {
	name: 'Append or Update Rows',
	value: 'appendOrUpdateRows',
	action: 'Append or update rows in sheet or table',
	description: 'Change the rows that have the same value in a column, and add one for each item without any',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...rowPlaceFields, columnsField('upsert')],
	options: [...rowPlaceOptions, newColumns, ...writeOptions],
	guards: workbookGuards,
	together,
	steps: eachAlone(together),
};
