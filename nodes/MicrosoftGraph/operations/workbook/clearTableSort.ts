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

/** Source: "TableSort: clear". */
export const clearTableSort: Operation = {
	name: 'Clear Table Sort',
	value: 'clearTableSort',
	action: 'Clear sort of table in workbook',
	description: 'Clear the sort conditions of a table in an Excel workbook; its rows stay in their order',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...workbookFields, tableField],
	guards: workbookGuards,
	request: async (item, send) => ({
		method: 'POST',
		path: await tableAt(item, send, 'sort', 'clear'),
		expectedResponse: 'done',
		idempotent: true,
	}),
	output: succeeded,
};
