import { fileAt, fileFields, writeFilesNote } from '../../fields/locators/drive';
import { deleted } from '../../fields/outputs';
import type { Operation } from '../../operation';
import { fileGuards } from './fields';

/** Source: "driveItem: permanentDelete". */
export const permanentDelete: Operation = {
	name: 'Delete Permanently',
	value: 'permanentDelete',
	action: 'Delete a file or folder permanently',
	description: 'Delete a file or folder for good, past the recycle bin',
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
