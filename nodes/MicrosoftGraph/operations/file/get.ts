import { fileAt, fileFields, readFilesNote } from '../../../shared/fields/locators/drive';
import { selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { fileGuards, fileQuery, includeDownloadUrl, simpleFile } from '../../../shared/resources/file';

/** Source: "Get driveItem". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get file or folder',
	description: 'Get the metadata of a file or folder by ID, path, or sharing link',
	permissions: ['Files.Read.All'],
	permissionNote: readFilesNote,
	fields: fileFields,
	options: [includeDownloadUrl, selectLike('name,size,webUrl')],
	simple: simpleFile,
	guards: fileGuards,
	request: async (item, send) => ({
		method: 'GET',
		path: await fileAt(item, send),
		query: fileQuery(item, simpleFile),
	}),
};
