import type { IDataObject } from 'n8n-workflow';

import { simplify } from '../../../shared/fields/odata';
import { readAs } from '../../../shared/parameters/values/reading';
import {
	addressField,
	rangeSegment,
	readWorkbookNote,
	sheetAt,
	sheetField,
	workbookFields,
	workbookGuards,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';
import { rangeItem } from './fields';

const optionalAddress = readAs(
	{
		...addressField,
		required: false,
		description: `${addressField.description ?? ''}; leave empty for all cells that have values`,
	},
	{ whenEmpty: 'mayBeBlank' },
);

/** Source: "Worksheet: Range", "Worksheet: UsedRange". */
export const getRange: Operation = {
	name: 'Get Range',
	value: 'getRange',
	action: 'Get range of cells in workbook',
	description: 'Get the values, texts, and formulas of cells in an Excel workbook, as rows of columns',
	permissions: workbookPermissions,
	permissionNote: readWorkbookNote,
	fields: [...workbookFields, sheetField, optionalAddress, simplify],
	guards: workbookGuards,
	request: async (item, send) => {
		const address = item.text('address');
		const range = address === '' ? 'usedRange(valuesOnly=true)' : rangeSegment(address);
		return { method: 'GET', path: await sheetAt(item, send, range) };
	},
	output: ({ body }, item) => [rangeItem(body as IDataObject, item.flag('simplify'))],
};
