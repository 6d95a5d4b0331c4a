import type { INodeProperties } from 'n8n-workflow';

import { choiceField, flagField, numberField, textField } from '../../../../shared/fields/build';
import { readAs } from '../../../../shared/parameters/values/reading';
import { sheetField, tableField, workbookFields } from '../../../../shared/resources/workbook';

/** The property of an item with the number of its row in the sheet. */
export const rowNumberKey = 'row_number';

const shownIn = (field: INodeProperties, place: 'sheet' | 'table'): INodeProperties => ({
	...field,
	displayOptions: { show: { rowsIn: [place] } },
});

/** Where rows are: in a sheet, whose first used row has the names of the columns, or in a table. */
export const rowPlaceFields: readonly INodeProperties[] = [
	...workbookFields,
	choiceField(
		'rowsIn',
		'Rows In',
		{ sheet: 'Sheet', table: 'Table' },
		{
			description:
				'A table is safer where several workflows or people add rows at the same time: Excel itself chooses the place of its new rows',
		},
	),
	shownIn(sheetField, 'sheet'),
	shownIn(tableField, 'table'),
];

/** Options for rows of a sheet that don't start at its first used row. */
const rangeOption = textField('range', 'Range', {
	placeholder: 'e.g. B3:F500',
	description:
		'The cells with the header row and the rows, or entire columns such as B:F; leave empty for all used cells. Only for a sheet.',
	displayOptions: { show: { '/rowsIn': ['sheet'] } },
});
const headerRowOption = numberField('headerRow', 'Header Row', {
	default: 1,
	typeOptions: { minValue: 1, maxValue: 1_048_576 },
	description:
		'The number of the row with the names of the columns; by default the first row of the range. Only for a sheet.',
	displayOptions: { show: { '/rowsIn': ['sheet'] } },
});
const firstDataRowOption = numberField('firstDataRow', 'First Data Row', {
	default: 2,
	typeOptions: { minValue: 1, maxValue: 1_048_576 },
	description:
		'The number of the first row with data; by default the one after the header row. Only for a sheet.',
	displayOptions: { show: { '/rowsIn': ['sheet'] } },
});

/** Which cells of a sheet the rows are. */
export const rowPlaceOptions: readonly INodeProperties[] = [rangeOption, headerRowOption, firstDataRowOption];

/** Whether dates are converted. */
export const convertDates = flagField('convertDates', 'Convert Dates', {
	default: true,
	description:
		"Whether dates are ISO 8601 in n8n, such as 2030-03-04, and dates in Excel. Cells have no time zone: points in time are written in that of the workflow. Workbooks that count days from 1904, as some made on old Macs do, give other days, since Graph doesn't say which do.",
});

/** How values are written. */
export const writeOptions: readonly INodeProperties[] = [
	convertDates,
	choiceField(
		'textInput',
		'Texts Are',
		{
			text: 'Kept as Texts',
			typed: 'Read by Excel as if Typed',
			formulas: 'Read by Excel as if Typed, Formulas Included',
		},
		{
			description:
				'Kept as texts, 007 keeps its zeros. As if typed, 007 becomes 7, and 5% a number. Allow formulas only for data that you trust: a text that begins with "=" could read other cells, or call other servers.',
		},
	),
	flagField('objectsAsJson', 'Write Objects as JSON', {
		description: 'Whether to write objects and lists as JSON; otherwise, an item with such a value fails',
	}),
];

/** What becomes of fields of items that aren't columns. */
export const newColumns = choiceField(
	'newColumns',
	'If a Column Is Missing',
	{ error: 'Fail the Item', add: 'Add the Column', ignore: 'Leave the Value Out' },
	{
		description:
			'What to do with a value for which there is no column; an empty sheet gets its columns anyway',
	},
);

/** What becomes of an item without a row. */
export const noMatch = choiceField(
	'noMatch',
	'If No Row Matches',
	{ error: 'Fail the Item', ignore: 'Skip the Item' },
	{ description: 'What to do with an item for which there is no row' },
);

/**
 * Which value goes into which column.
 * @param mode how the editor lets a person map columns
 */
export const columnsField = (mode: 'add' | 'update' | 'upsert'): INodeProperties =>
	readAs(
		{
			displayName: 'Columns',
			name: 'columns',
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'autoMapInputData', value: null },
			required: true,
			typeOptions: {
				loadOptionsDependsOn: ['fileId.value', 'rowsIn', 'sheetId.value', 'tableId.value'],
				resourceMapper: {
					resourceMapperMethod: 'rowColumns',
					mode,
					fieldWords: { singular: 'column', plural: 'columns' },
					addAllFields: true,
					multiKeyMatch: true,
					supportAutoMap: true,
				},
			},
		},
		{ kind: 'any' },
	);
