import { userId } from '../../../shared/fields/locators';
import { inputField, succeeded } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';

/** Source: "Update profilePhoto". */
export const setPhoto: Operation = {
	name: 'Set Photo',
	value: 'setPhoto',
	action: 'Set photo of user',
	description: 'Upload a profile photo for a user, a JPEG of up to 4 MB',
	permissions: ['ProfilePhoto.ReadWrite.All'],
	fields: [userId, inputField],
	options: [waitForReplication],
	guards: [
		{ when: { status: 413 }, fix: 'Send a photo of less than 4 MB.' },
		{ when: { status: 400 }, fix: 'Check that the file is a photo, preferably a JPEG.' },
	],
	request: async (item) => {
		const { content, mimeType } = await item.file(item.text('binaryPropertyName'));
		// Files often come without their MIME type; Graph refuses what isn't a photo.
		const type = mimeType.startsWith('image/') ? mimeType : 'image/jpeg';
		return {
			method: 'PUT',
			expectedResponse: 'done',
			path: ['users', item.id('userId'), 'photo', '$value'],
			content: { bytes: content, type },
		};
	},
	output: succeeded,
};
