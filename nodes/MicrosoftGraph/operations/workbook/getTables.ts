import { listFields } from '../../../shared/fields/lists';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import {
	optionalSheetField,
	readWorkbookNote,
	sheetOrWorkbookAt,
	workbookFields,
	workbookGuards,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';

/** Source: "List tables". */
export const getTables: Operation = {
	name: 'Get Tables',
	value: 'getTables',
	action: 'Get tables of workbook',
	description: 'List the tables of an Excel workbook or of one of its sheets',
	permissions: workbookPermissions,
	permissionNote: readWorkbookNote,
	fields: [...workbookFields, optionalSheetField, ...listFields],
	options: [selectLike('name,showTotals')],
	simple: ['name', 'showHeaders', 'showTotals', 'style', 'id'],
	guards: workbookGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({
		method: 'GET',
		path: await sheetOrWorkbookAt(item, send, 'tables'),
		query: odataQuery(item.collection('options')),
	}),
};
