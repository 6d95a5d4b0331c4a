import { textField } from '../../../shared/fields/build';
import { fileAt, fileFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { fileGuards } from '../../../shared/resources/file';

const versionId = textField('versionId', 'Version ID', {
	required: true,
	placeholder: 'e.g. 2.0',
	description: 'The "id" that Get Versions returns',
});

/** Source: "driveItemVersion: restoreVersion". */
export const restoreVersion: Operation = {
	name: 'Restore Version',
	value: 'restoreVersion',
	action: 'Restore version of file',
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
