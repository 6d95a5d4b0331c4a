import { listFields } from '../../../shared/fields/lists';
import { fileAt, fileFields, readFilesNote } from '../../../shared/fields/locators/drive';
import type { Operation } from '../../operation';
import { fileGuards } from '../../../shared/resources/file';

/** Source: "List sharing permissions on a driveItem". */
export const getPermissions: Operation = {
	name: 'Get Permissions',
	value: 'getPermissions',
	action: 'Get permissions of file or folder',
	description: 'List the permissions of a file or folder',
	permissions: ['Files.Read.All'],
	permissionNote: readFilesNote,
	fields: [...fileFields, ...listFields],
	guards: fileGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({
		method: 'GET',
		path: await fileAt(item, send, 'permissions'),
	}),
};
