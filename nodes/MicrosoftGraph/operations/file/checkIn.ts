import { newObject } from '../../../shared/fields/body';
import { choiceField, textField } from '../../../shared/fields/build';
import { fileAt, fileFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import { succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { fileGuards } from '../../../shared/resources/file';

const comment = textField('comment', 'Comment', { placeholder: 'e.g. Figures of January' });
const checkInAs = choiceField('checkInAs', 'Check In As', {
	unspecified: 'Library Default',
	published: 'Published',
});

/** Source: "driveItem: checkin". */
export const checkIn: Operation = {
	name: 'Check In',
	value: 'checkIn',
	action: 'Check in file',
	description: 'Check in a file, so that others see the new version',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [...fileFields, comment, checkInAs],
	guards: fileGuards,
	request: async (item, send) => ({
		method: 'POST',
		path: await fileAt(item, send, 'checkin'),
		body: newObject({ comment: item.text('comment'), checkInAs: item.text('checkInAs') }),
	}),
	output: succeeded,
};
