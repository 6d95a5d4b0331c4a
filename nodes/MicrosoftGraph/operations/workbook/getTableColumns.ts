import { flagField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import {
	readWorkbookNote,
	tableAt,
	tableField,
	workbookFields,
	workbookGuards,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';

const includeValues = flagField('includeValues', 'Include Values', {
	description: 'Whether to return the values of all rows with each column, its name first',
});

/** Source: "List columns" (of a workbook's table). */
export const getTableColumns: Operation = {
	name: 'Get Table Columns',
	value: 'getTableColumns',
	action: 'Get columns of table in workbook',
	description: 'List the columns of a table in an Excel workbook',
	permissions: workbookPermissions,
	permissionNote: readWorkbookNote,
	fields: [...workbookFields, tableField, includeValues, ...listFields],
	guards: workbookGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({
		method: 'GET',
		path: await tableAt(item, send, 'columns'),
		query: { $select: item.flag('includeValues') ? undefined : 'id,index,name' },
	}),
};
