import { listFields } from '../../../shared/fields/lists';
import {
	readWorkbookNote,
	sheetAt,
	sheetField,
	workbookFields,
	workbookGuards,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';

/** Source: "List charts". */
export const getCharts: Operation = {
	name: 'Get Charts',
	value: 'getCharts',
	action: 'Get charts of sheet in workbook',
	description: 'List the charts of a sheet in an Excel workbook',
	permissions: workbookPermissions,
	permissionNote: readWorkbookNote,
	fields: [...workbookFields, sheetField, ...listFields],
	guards: workbookGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({ method: 'GET', path: await sheetAt(item, send, 'charts') }),
};
