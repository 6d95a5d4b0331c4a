import { deleted } from '../../../shared/fields/outputs';
import { onTable } from './fields';

/** Source: "Delete table". */
export const deleteTable = onTable({
	name: 'Delete Table',
	value: 'deleteTable',
	action: 'Delete table of workbook',
	description: 'Delete a table of an Excel workbook, with its cells',
	call: { method: 'DELETE' },
	output: deleted,
});
