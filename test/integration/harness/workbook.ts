import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { storedWorkbook } from '../../../simulator/graph/routes/workbooks';
import { addFile, driveOf } from '../../../simulator/graph/state/drive';
import { areaOf } from '../../../simulator/graph/workbooks/addresses';
import * as books from '../../../simulator/graph/workbooks/workbook';
import { byId, type Product } from './product';

/** A resource mapper that takes the properties of the items. */
export const autoMapped = (...matchingColumns: string[]): IDataObject => ({
	mappingMode: 'autoMapInputData',
	value: null,
	matchingColumns,
	schema: [],
});

/** A workbook in the simulator, and the node's operations on the rows of its first sheet. */
export function useWorkbook(product: Product) {
	let place: INodeParameters = {};
	let stored: ReturnType<typeof storedWorkbook> | undefined;
	const current = () => {
		if (stored === undefined) throw new Error('The test has filled no workbook.');
		return stored;
	};
	const sheet = () => books.sheetAt(current().book, 'Sheet1');
	return {
		/** The workbook as the simulator stores it. */
		stored: current,
		sheet,
		/** A workbook of its own for each test, with these cells in its first sheet. */
		fill: (values?: unknown[][], at = { row: 0, column: 0 }) => {
			const drive = driveOf(product.simulator.graph, 'rows', {
				name: 'Documents',
				driveType: 'business',
				webUrl: 'https://contoso.sharepoint.com/Documents',
			});
			const file = addFile(drive, drive.rootId, 'Book.xlsx', Buffer.from('x'));
			stored = storedWorkbook(file);
			place = { driveOf: 'drive', driveId: byId(drive.id), fileId: byId(file.id) };
			if (values !== undefined)
				books.writeRange(sheet(), { ...at, rows: values.length, columns: values[0].length }, { values });
			return { book: stored.book, sheet: sheet() };
		},
		/** The parameters that name the workbook. */
		place: () => place,
		run: async (
			operation: string,
			items: readonly IDataObject[],
			parameters: IDataObject = {},
			settings: Parameters<Product['run']>[1] = {},
		) =>
			await product.run(
				{
					resource: 'workbook',
					operation,
					...place,
					rowsIn: 'sheet',
					sheetId: byId('Sheet1'),
					columns: autoMapped(),
					returnAll: true,
					options: {},
					...parameters,
				} as INodeParameters,
				{ input: items.map((json) => ({ json })), ...settings },
			),
		/** The values of cells of the sheet. */
		values: (address: string) => books.rangeView(current().book, sheet(), areaOf(address)).values,
	};
}
