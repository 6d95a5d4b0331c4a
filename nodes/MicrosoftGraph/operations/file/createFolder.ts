import { folderAt, folderFields, writeFilesNote } from '../../fields/locators/drive';
import type { Operation } from '../../operation';
import { conflict, conflictBehavior, fileGuards, newName } from './fields';

/** Source: "Create a new folder in a drive". */
export const createFolder: Operation = {
	name: 'Create Folder',
	value: 'createFolder',
	action: 'Create a folder',
	description: 'Create a folder in a drive',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [...folderFields, newName, conflict],
	guards: fileGuards,
	request: async (item, send) => ({
		method: 'POST',
		path: await folderAt(item, send, 'children'),
		body: { name: item.text('name'), folder: {}, ...conflictBehavior(item) },
	}),
};
