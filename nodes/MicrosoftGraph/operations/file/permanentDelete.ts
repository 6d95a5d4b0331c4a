import { fileAt, fileFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { fileGuards } from '../../../shared/resources/file';

/** Source: "driveItem: permanentDelete". */
export const permanentDelete: Operation = {
	name: 'Delete Permanently',
	value: 'permanentDelete',
	action: 'Permanently delete file or folder',
	description: 'Delete a file or folder permanently, bypassing the recycle bin',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: fileFields,
	guards: fileGuards,
	request: async (item, send) => ({
		method: 'POST',
		path: await fileAt(item, send, 'permanentDelete'),
	}),
	output: deleted,
};
