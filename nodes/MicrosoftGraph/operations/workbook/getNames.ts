import { listFields } from '../../../shared/fields/lists';
import {
	optionalSheetField,
	readWorkbookNote,
	sheetOrWorkbookAt,
	workbookFields,
	workbookGuards,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';

/** Source: "List names". */
export const getNames: Operation = {
	name: 'Get Names',
	value: 'getNames',
	action: 'Get names of workbook',
	description: 'List the names that an Excel workbook, or one of its sheets, defines for ranges and values',
	permissions: workbookPermissions,
	permissionNote: readWorkbookNote,
	fields: [...workbookFields, optionalSheetField, ...listFields],
	guards: workbookGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({ method: 'GET', path: await sheetOrWorkbookAt(item, send, 'names') }),
};
