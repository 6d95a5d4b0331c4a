import { choiceField } from '../../../shared/fields/build';
import { succeeded } from '../../../shared/fields/outputs';
import {
	addressField,
	rangeSegment,
	sheetAt,
	sheetField,
	workbookFields,
	workbookGuards,
	workbookNote,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';

const applyTo = choiceField(
	'applyTo',
	'Clear',
	{ Contents: 'Contents', Formats: 'Formats', All: 'Contents and Formats' },
	{ description: 'What to remove from the cells' },
);

/** Source: "Range: clear". */
export const clearRange: Operation = {
	name: 'Clear Range',
	value: 'clearRange',
	action: 'Clear range of cells in workbook',
	description: 'Remove the contents or formats of cells in an Excel workbook',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...workbookFields, sheetField, addressField, applyTo],
	guards: workbookGuards,
	request: async (item, send) => ({
		method: 'POST',
		path: await sheetAt(item, send, rangeSegment(item.text('address')), 'clear'),
		body: { applyTo: item.text('applyTo') },
		expectedResponse: 'done',
		idempotent: true,
	}),
	output: succeeded,
};
