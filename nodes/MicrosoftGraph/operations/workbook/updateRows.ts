import { workbookGuards, workbookNote, workbookPermissions } from '../../../shared/resources/workbook';
import { eachAlone, type Operation } from '../../operation';
import { changeRows, type ChangeEntry } from './rows/change';
import type { NewColumns } from './rows/columns';
import {
	columnsField,
	newColumns,
	noMatch,
	rowPlaceFields,
	rowPlaceOptions,
	writeOptions,
} from './rows/fields';
import { mappedOf } from './rows/mapping';
import { rowStep } from './rows/step';

const together = rowStep<ChangeEntry>({
	prepare: ({ item }) => {
		const options = item.collection('options');
		return {
			mapped: mappedOf(item),
			newColumns: (options.newColumns ?? 'error') as NewColumns,
			noMatch: options.noMatch === 'ignore' ? 'ignore' : 'error',
		};
	},
	with: ({ item }) => mappedOf(item).matching,
	work: changeRows,
});

/** Sources: "Get range", "Update range". */
export const updateRows: Operation = {
	name: 'Update Rows',
	value: 'updateRows',
	action: 'Update rows in sheet or table',
	description: 'Change the rows that have the same value in a column, or the same row number',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...rowPlaceFields, columnsField('update')],
	options: [...rowPlaceOptions, newColumns, noMatch, ...writeOptions],
	guards: workbookGuards,
	together,
	steps: eachAlone(together),
};
