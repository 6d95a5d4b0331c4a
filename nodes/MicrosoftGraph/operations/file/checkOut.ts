import { fileAt, fileFields, writeFilesNote } from '../../fields/locators/drive';
import { succeeded } from '../../fields/outputs';
import type { Operation } from '../../operation';
import { fileGuards } from './fields';

/** Source: "driveItem: checkout". */
export const checkOut: Operation = {
	name: 'Check Out',
	value: 'checkOut',
	action: 'Check out a file',
	description: 'Check out a file, so that only the app can change it',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: fileFields,
	guards: fileGuards,
	request: async (item, send) => ({
		method: 'POST',
		path: await fileAt(item, send, 'checkout'),
	}),
	output: succeeded,
};
