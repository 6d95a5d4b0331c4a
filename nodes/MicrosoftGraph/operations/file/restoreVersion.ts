import { textField } from '../../fields/build';
import { fileAt, fileFields, writeFilesNote } from '../../fields/locators/drive';
import { succeeded } from '../../fields/outputs';
import type { Operation } from '../../operation';
import { fileGuards } from './fields';

const versionId = textField('versionId', 'Version ID', {
	required: true,
	placeholder: 'e.g. 2.0',
	description: 'The "id" that Get Versions returns',
});

/** Source: "driveItemVersion: restoreVersion". */
export const restoreVersion: Operation = {
	name: 'Restore Version',
	value: 'restoreVersion',
	action: 'Restore a version of a file',
	description: 'Make an earlier version of a file the current one',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [...fileFields, versionId],
	guards: fileGuards,
	request: async (item, send) => ({
		method: 'POST',
		path: await fileAt(item, send, 'versions', item.text('versionId'), 'restoreVersion'),
	}),
	output: succeeded,
};
