import { fileAt, fileFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { fileGuards } from '../../../shared/resources/file';

/** Source: "Delete a DriveItem". */
export const deleteFile: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete file or folder',
	description: 'Move a file or folder to the recycle bin',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: fileFields,
	guards: fileGuards,
	request: async (item, send) => ({ method: 'DELETE', path: await fileAt(item, send) }),
	output: deleted,
};
