import { fileAt, fileFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { fileGuards } from '../../../shared/resources/file';

/** Source: "driveItem: checkout". */
export const checkOut: Operation = {
	name: 'Check Out',
	value: 'checkOut',
	action: 'Check out file',
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
