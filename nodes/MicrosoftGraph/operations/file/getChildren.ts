import { listFields } from '../../../shared/fields/lists';
import { folderAt, folderFields, readFilesNote } from '../../../shared/fields/locators/drive';
import { filterLike, orderByLike, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { fileGuards, fileQuery, includeDownloadUrl, simpleFile } from '../../../shared/resources/file';

/** Source: "List children of a driveItem". */
export const getChildren: Operation = {
	name: 'Get Children',
	value: 'getChildren',
	action: 'Get children of folder',
	description: 'List the files and folders in a folder',
	permissions: ['Files.Read.All'],
	permissionNote: readFilesNote,
	fields: [...folderFields, ...listFields],
	options: [
		filterLike("name eq 'Report.xlsx'"),
		includeDownloadUrl,
		orderByLike('name desc'),
		selectLike('name,size,webUrl'),
	],
	simple: simpleFile,
	guards: fileGuards,
	list: { pageSize: () => 999 },
	request: async (item, send) => ({
		method: 'GET',
		path: await folderAt(item, send, 'children'),
		query: fileQuery(item, simpleFile),
	}),
};
