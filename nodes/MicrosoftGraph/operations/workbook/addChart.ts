import { newObject } from '../../../shared/fields/body';
import { additionalFields, choiceField, numberField, textField } from '../../../shared/fields/build';
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

const chartType = choiceField('chartType', 'Chart Type', {
	ColumnClustered: 'Column, Clustered',
	ColumnStacked: 'Column, Stacked',
	BarClustered: 'Bar, Clustered',
	BarStacked: 'Bar, Stacked',
	Line: 'Line',
	LineMarkers: 'Line With Markers',
	Pie: 'Pie',
	Doughnut: 'Doughnut',
	Area: 'Area',
	XYScatter: 'Scatter',
	Radar: 'Radar',
});
const seriesBy = choiceField(
	'seriesBy',
	'Series By',
	{ Auto: 'Automatic', Columns: 'Columns', Rows: 'Rows' },
	{ description: 'Whether each column or each row of the range is a series' },
);
const points = (name: string, displayName: string, description: string) =>
	numberField(name, displayName, { typeOptions: { minValue: 0 }, description });

const chartFields = additionalFields([
	textField('name', 'Name', {
		placeholder: 'e.g. Sales',
		description: 'Name of the chart; leave empty for a name that Excel chooses',
	}),
	points('left', 'Left', "Distance from the sheet's left edge, in points"),
	points('top', 'Top', "Distance from the sheet's top edge, in points"),
	points('width', 'Width', 'Width of the chart, in points'),
	points('height', 'Height', 'Height of the chart, in points'),
]);

/** Source: "Add chart", "Update chart". */
export const addChart: Operation = {
	name: 'Add Chart',
	value: 'addChart',
	action: 'Add chart to sheet in workbook',
	description: 'Add a chart of cells to a sheet in an Excel workbook',
	permissions: workbookPermissions,
	permissionNote: workbookNote,
	fields: [...workbookFields, sheetField, addressField, chartType, seriesBy, chartFields],
	guards: workbookGuards,
	steps: async (run) => {
		const { item } = run;
		const sourceData = item.text('address');
		rangeSegment(sourceData);
		const body = { type: item.text('chartType'), sourceData, seriesBy: item.text('seriesBy') };
		const change = newObject(item.collection('additionalFields'));
		const sheet = await sheetAt(item, run.send);
		return await makeAndChange(run, workbookOf(sheet), {
			make: async (send) => await send({ method: 'POST', path: [...sheet, 'charts', 'add'], body }),
			path: ({ id }) => [...sheet, ...keyed('charts', String(id))],
			change,
			describe: ({ name }) => `The chart ${JSON.stringify(name)} was added`,
		});
	},
};
