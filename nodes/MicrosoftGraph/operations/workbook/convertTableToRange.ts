import type { IDataObject } from 'n8n-workflow';

import { simplify } from '../../../shared/fields/odata';
import { onTable, rangeItem } from './fields';

/** Source: "Table: convertToRange". It can't be done twice: then there's no such table. */
export const convertTableToRange = onTable({
	name: 'Convert Table to Range',
	value: 'convertTableToRange',
	action: 'Convert table to range in workbook',
	description: 'Make a table of an Excel workbook a plain range of cells, which keep their values',
	fields: [simplify],
	call: { method: 'POST', below: ['convertToRange'], expectedResponse: 'object' },
	output: ({ body }, item) => [rangeItem(body as IDataObject, item.flag('simplify'))],
});
