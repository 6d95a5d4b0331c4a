import { fileAt, fileFields, readFilesNote } from '../../../shared/fields/locators/drive';
import { fileGuards } from '../../../shared/resources/file';
import type { Operation } from '../../operation';
import { filePermissionId } from './permissionFields';

/** Source: "Get sharing permission for a file or folder". */
export const getPermission: Operation = {
	name: 'Get Permission',
	value: 'getPermission',
	action: 'Get permission of file or folder',
	description: 'Get one permission or sharing link of a file or folder',
	permissions: ['Files.Read.All'],
	permissionNote: readFilesNote,
	fields: [...fileFields, filePermissionId],
	guards: fileGuards,
	request: async (item, send) => ({
		method: 'GET',
		path: await fileAt(item, send, 'permissions', item.text('permissionId')),
	}),
};
