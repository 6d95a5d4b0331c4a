import { succeeded } from '../../../shared/fields/outputs';
import { onTable } from './fields';

/** Source: "Table: clearFilters". */
export const clearTableFilters = onTable({
	name: 'Clear Table Filters',
	value: 'clearTableFilters',
	action: 'Clear filters of table in workbook',
	description: 'Clear all filters of a table in an Excel workbook, so that it shows all rows',
	call: { method: 'POST', below: ['clearFilters'], expectedResponse: 'done', idempotent: true },
	output: succeeded,
});
