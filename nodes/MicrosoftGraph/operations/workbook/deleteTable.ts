import { deleted } from '../../../shared/fields/outputs';
import {
	tableAt,
	tableField,
	workbookFields,
	workbookGuards,
	workbookNote,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';

/** Source: "Delete table". */
export const deleteTable: Operation = {
	name: 'Delete Table',
	value: 'deleteTable',
	action: 'Delete table of workbook',
	description: 'Delete a table of an Excel workbook, with its cells',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...workbookFields, tableField],
	guards: workbookGuards,
	request: async (item, send) => ({ method: 'DELETE', path: await tableAt(item, send) }),
	output: deleted,
};
