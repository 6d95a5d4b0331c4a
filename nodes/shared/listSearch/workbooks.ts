import type { IDataObject } from 'n8n-workflow';

import { quoted } from '../fields/filters';
import { driveAt, driveItem } from '../fields/locators/drive';
import { keyed, workbookAt, workbookPermissions } from '../resources/workbook';
import { fileEntry } from './files';
import { chosenFields, listSearch, type Lookup } from './listSearch';

/** What the fields are called in an error. */
const labels: Readonly<Record<string, string>> = {
	driveOf: 'drive',
	userId: 'user',
	groupId: 'group',
	siteId: 'site',
	driveId: 'drive',
	sharingLink: 'sharing link',
	fileId: 'workbook',
	sheetId: 'sheet',
};

const excelFile = /\.xls[xmb]$/i;

/** The workbooks of the chosen drive, in all folders. Source: "Search for files". */
export const searchWorkbooks = listSearch(['Files.Read.All'], async (lookup) => ({
	request: {
		method: 'GET',
		path: [
			...(await driveAt(chosenFields(lookup, labels), lookup.send)),
			...driveItem('/', `search(q=${quoted(lookup.words === '' ? '.xlsx' : lookup.words)})`),
		],
		query: { $top: 200, $select: 'id,name,folder,parentReference' },
	},
	entry: (object) => (excelFile.test(String(object.name)) ? fileEntry(object) : undefined),
}));

const named = ({ id, name }: IDataObject) => ({ name: String(name), value: String(id) });

const inWorkbook = (below: (lookup: Lookup) => string[]) => async (lookup: Lookup) => ({
	request: {
		method: 'GET' as const,
		path: await workbookAt(chosenFields(lookup, labels), lookup.send, ...below(lookup)),
	},
	searchHere: true,
	entry: named,
});

/** The sheets of the chosen workbook. Source: "List worksheets". */
export const searchSheets = listSearch(
	workbookPermissions,
	inWorkbook(() => ['worksheets']),
);

/** The tables of the chosen workbook. Source: "List tables". */
export const searchTables = listSearch(
	workbookPermissions,
	inWorkbook(() => ['tables']),
);

/** The charts of the chosen sheet. Source: "List charts". */
export const searchCharts = listSearch(
	workbookPermissions,
	inWorkbook(({ chosen }) => [...keyed('worksheets', chosen('sheetId', 'sheet')), 'charts']),
);
