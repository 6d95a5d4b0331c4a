import { listFields } from '../../../shared/fields/lists';
import {
	readWorkbookNote,
	workbookAt,
	workbookFields,
	workbookGuards,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';

/** Source: "List worksheets". */
export const getSheets: Operation = {
	name: 'Get Sheets',
	value: 'getSheets',
	action: 'Get sheets of workbook',
	description: 'List the sheets of an Excel workbook',
	permissions: workbookPermissions,
	permissionNote: readWorkbookNote,
	fields: [...workbookFields, ...listFields],
	guards: workbookGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({ method: 'GET', path: await workbookAt(item, send, 'worksheets') }),
};
