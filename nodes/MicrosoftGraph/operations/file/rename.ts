import { fileAt, fileFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import type { Operation } from '../../operation';
import {
	conflictBehavior,
	fileGuards,
	includeDownloadUrl,
	moveConflict,
	newName,
} from '../../../shared/resources/file';
import { checkNewName } from './names';

/** Source: "Update a driveItem". */
export const rename: Operation = {
	name: 'Rename',
	value: 'rename',
	action: 'Rename file or folder',
	description: 'Rename a file or folder',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [...fileFields, newName, moveConflict],
	options: [includeDownloadUrl],
	guards: fileGuards,
	request: async (item, send) => {
		checkNewName(item.text('name'));
		return {
			method: 'PATCH',
			path: await fileAt(item, send),
			body: { name: item.text('name'), ...conflictBehavior(item) },
		};
	},
};
