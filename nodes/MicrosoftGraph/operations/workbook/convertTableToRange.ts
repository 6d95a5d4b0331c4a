import type { IDataObject } from 'n8n-workflow';

import { simplify } from '../../../shared/fields/odata';
import {
	tableAt,
	tableField,
	workbookFields,
	workbookGuards,
	workbookNote,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';
import { rangeItem } from './fields';

/** Source: "Table: convertToRange". It can't be done twice: then there's no such table. */
export const convertTableToRange: Operation = {
	name: 'Convert Table to Range',
	value: 'convertTableToRange',
	action: 'Convert table to range in workbook',
	description: 'Make a table of an Excel workbook a plain range of cells, which keep their values',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...workbookFields, tableField, simplify],
	guards: workbookGuards,
	request: async (item, send) => ({
		method: 'POST',
		path: await tableAt(item, send, 'convertToRange'),
		expectedResponse: 'object',
	}),
	output: ({ body }, item) => [rangeItem(body as IDataObject, item.flag('simplify'))],
};
