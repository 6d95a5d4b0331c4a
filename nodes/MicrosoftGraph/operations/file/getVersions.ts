import { listFields } from '../../../shared/fields/lists';
import { fileAt, fileFields, readFilesNote } from '../../../shared/fields/locators/drive';
import type { Operation } from '../../operation';
import { fileGuards, includeDownloadUrl } from '../../../shared/resources/file';

/** Source: "List versions of a driveItem". */
export const getVersions: Operation = {
	name: 'Get Versions',
	value: 'getVersions',
	action: 'Get versions of file',
	description: 'List the earlier versions of a file',
	permissions: ['Files.Read.All'],
	permissionNote: readFilesNote,
	fields: [...fileFields, ...listFields],
	options: [includeDownloadUrl],
	guards: fileGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({ method: 'GET', path: await fileAt(item, send, 'versions') }),
};
