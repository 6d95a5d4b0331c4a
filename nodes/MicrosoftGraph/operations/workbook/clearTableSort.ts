import { succeeded } from '../../../shared/fields/outputs';
import { onTable } from './fields';

/** Source: "TableSort: clear". */
export const clearTableSort = onTable({
	name: 'Clear Table Sort',
	value: 'clearTableSort',
	action: 'Clear sort of table in workbook',
	description: 'Clear the sort conditions of a table in an Excel workbook; its rows stay in their order',
	call: { method: 'POST', below: ['sort', 'clear'], expectedResponse: 'done', idempotent: true },
	output: succeeded,
});
