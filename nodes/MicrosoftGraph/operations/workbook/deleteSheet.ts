import { deleted } from '../../../shared/fields/outputs';
import {
	sheetAt,
	sheetField,
	workbookFields,
	workbookGuards,
	workbookNote,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';

/** Source: "Delete worksheet". */
export const deleteSheet: Operation = {
	name: 'Delete Sheet',
	value: 'deleteSheet',
	action: 'Delete sheet of workbook',
	description: 'Delete a sheet of an Excel workbook, with its tables and charts',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...workbookFields, sheetField],
	guards: workbookGuards,
	request: async (item, send) => ({ method: 'DELETE', path: await sheetAt(item, send) }),
	output: deleted,
};
