import { newObject } from '../../../shared/fields/body';
import { additionalFields, flagField, textField } from '../../../shared/fields/build';
import {
	addressField,
	keyed,
	rangeSegment,
	sheetAt,
	sheetField,
	workbookFields,
	workbookGuards,
	workbookNote,
	workbookOf,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';
import { makeAndChange } from './fields';

const hasHeaders = flagField('hasHeaders', 'Has Headers', {
	default: true,
	description:
		'Whether the first row of the range has the names of the columns; otherwise, Excel adds a row with names above it, which moves the cells down',
});

const tableFields = additionalFields([
	textField('name', 'Name', {
		placeholder: 'e.g. Orders',
		description: 'Name of the table, without spaces; leave empty for a name that Excel chooses',
	}),
	textField('style', 'Style', {
		placeholder: 'e.g. TableStyleMedium2',
		description: 'TableStyleLight1 to 21, TableStyleMedium1 to 28, or TableStyleDark1 to 11',
	}),
	flagField('showTotals', 'Show Totals', { description: 'Whether the table has a row with totals' }),
]);

/** Source: "Create table", "Update table". */
export const createTable: Operation = {
	name: 'Create Table',
	value: 'createTable',
	action: 'Create table in workbook',
	description: 'Make a table of cells in an Excel workbook',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...workbookFields, sheetField, addressField, hasHeaders, tableFields],
	guards: [
		{
			when: { code: 'InvalidArgument', message: /overlap/i },
			fix: "Choose cells that aren't in another table.",
		},
		...workbookGuards,
	],
	steps: async (run) => {
		const { item } = run;
		const address = item.text('address');
		rangeSegment(address);
		const change = newObject(item.collection('additionalFields'));
		const body = { address, hasHeaders: item.flag('hasHeaders') };
		const sheet = await sheetAt(item, run.send);
		const workbook = workbookOf(sheet);
		return await makeAndChange(run, workbook, {
			make: async (send) => await send({ method: 'POST', path: [...sheet, 'tables', 'add'], body }),
			path: ({ id }) => [...workbook, ...keyed('tables', String(id))],
			change,
			describe: ({ name }) => `The table ${JSON.stringify(name)} was created`,
		});
	},
};
