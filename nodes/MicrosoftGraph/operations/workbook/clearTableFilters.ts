import { succeeded } from '../../../shared/fields/outputs';
import {
	tableAt,
	tableField,
	workbookFields,
	workbookGuards,
	workbookNote,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';

/** Source: "Table: clearFilters". */
export const clearTableFilters: Operation = {
	name: 'Clear Table Filters',
	value: 'clearTableFilters',
	action: 'Clear filters of table in workbook',
	description: 'Clear all filters of a table in an Excel workbook, so that it shows all rows',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...workbookFields, tableField],
	guards: workbookGuards,
	request: async (item, send) => ({
		method: 'POST',
		path: await tableAt(item, send, 'clearFilters'),
		expectedResponse: 'done',
		idempotent: true,
	}),
	output: succeeded,
};
