import { requestError } from '../../../graph/errors/requestError';
import { choiceField, numberField } from '../../../shared/fields/build';
import { outputField, textIn } from '../../../shared/fields/outputs';
import { FileItem } from '../../../shared/fileItem';
import {
	chartField,
	keyed,
	readWorkbookNote,
	sheetAt,
	sheetField,
	workbookFields,
	workbookGuards,
	workbookPermissions,
} from '../../../shared/resources/workbook';
import type { Operation } from '../../operation';

const pixels = (name: string, displayName: string) =>
	numberField(name, displayName, {
		typeOptions: { minValue: 0, maxValue: 10_000 },
		description: 'In pixels; 0 for the size that fits the other one, or the chart',
	});
const fittingMode = choiceField(
	'fittingMode',
	'Fitting Mode',
	{ fit: 'Fit', fitAndCenter: 'Fit and Center', fill: 'Fill' },
	{ description: 'How the chart is scaled if width and height are given' },
);

/** Source: "Chart: Image". */
export const getChartImage: Operation = {
	name: 'Get Chart Image',
	value: 'getChartImage',
	action: 'Get image of chart in workbook',
	description: 'Get a chart of an Excel workbook as a PNG file',
	permissions: workbookPermissions,
	permissionNote: readWorkbookNote,
	fields: [...workbookFields, sheetField, chartField, outputField],
	options: [pixels('width', 'Width'), pixels('height', 'Height'), fittingMode],
	guards: workbookGuards,
	steps: async ({ item, send, store }) => {
		const { width = 0, height = 0, fittingMode: mode = 'fit' } = item.collection('options');
		const size = Number(width) > 0 || Number(height) > 0;
		const image = size
			? `image(width=${Math.round(Number(width))},height=${Math.round(Number(height))},fittingMode='${String(mode)}')`
			: 'image';
		const path = await sheetAt(item, send, ...keyed('charts', item.id('chartId')), image);
		const { body } = await send({ method: 'GET', path });
		const content = Buffer.from(textIn((body as { value?: unknown }).value), 'base64');
		if (content.length === 0) {
			throw requestError({
				what: "Excel's response has no image.",
				fix: 'Check that the chart has data, and run this again.',
			});
		}
		const fileName = `${fileNameOf(item.id('chartId'))}.png`;
		const stored = await store(content, fileName, 'image/png');
		const facts = { fileName, mimeType: 'image/png', size: content.length };
		return [new FileItem(facts, { [item.text('binaryPropertyName')]: stored })];
	},
};

/** The chart's name, where it was given by its name. */
const fileNameOf = (chart: string): string =>
	/^\{.*\}$/.test(chart) ? 'chart' : chart.replace(/[\\/:*?"<>|]/g, ' ').trim() || 'chart';
