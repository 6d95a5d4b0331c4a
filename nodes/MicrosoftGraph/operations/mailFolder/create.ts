import { newObject } from '../../../shared/fields/body';
import { additionalFields, flagField } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { parentFolderId } from '../../../shared/fields/locators/mailFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import { mailFolderOf } from '../../../shared/resources/mailFolder';
import type { Operation } from '../../operation';
import { folderName, nameTaken } from './fields';

/** Source: "Create mailFolder", "Create child folder". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create mail folder',
	description: 'Create a mail folder, at the top level of the mailbox or in another folder',
	permissions: ['Mail.ReadWrite'],
	fields: [
		mailbox,
		folderName,
		parentFolderId,
		additionalFields([
			flagField('isHidden', 'Is Hidden', {
				description: "Whether Outlook hides the folder; this can't be changed later",
			}),
		]),
	],
	guards: [nameTaken],
	request: async (item, _send, run) => {
		const parent = await mailFolderOf(run, 'parentFolderId');
		const folders = ['users', item.id('mailbox'), 'mailFolders'];
		return {
			method: 'POST',
			path: parent === '' ? folders : [...folders, parent, 'childFolders'],
			headers: mailHeaders(),
			body: newObject({ displayName: item.text('displayName') }, item.collection('additionalFields')),
		};
	},
};
