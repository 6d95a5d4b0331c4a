import { mailbox } from '../../../shared/fields/locators';
import { mailFolderOrPath } from '../../../shared/fields/locators/mailFolder';
import {
	permanentDeleteGuards,
	permanentDeleteNote,
	deleteHow,
	mailHeaders,
} from '../../../shared/fields/mail';
import { deleted } from '../../../shared/fields/outputs';
import { mailFolderOf } from '../../../shared/resources/mailFolder';
import type { Operation } from '../../operation';

const everyMailbox =
	"A default folder, such as the Inbox, can't be deleted: delete or move its messages instead.";

/** Source: "mailFolder: move", "mailFolder: permanentDelete". */
export const deleteFolder: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete mail folder',
	description: 'Move a mail folder with all its contents to Deleted Items, or delete it permanently',
	permissions: ['Mail.ReadWrite'],
	permissionNote: permanentDeleteNote,
	fields: [mailbox, mailFolderOrPath, deleteHow],
	guards: [
		...permanentDeleteGuards,
		{ when: { code: 'ErrorDeleteDistinguishedFolder' }, fix: everyMailbox },
		{ when: { code: 'ErrorMoveDistinguishedFolder' }, fix: everyMailbox },
	],
	request: async (item, _send, run) => {
		const folder = ['users', item.id('mailbox'), 'mailFolders', await mailFolderOf(run, 'folderId')];
		const forGood = item.text('deleteHow') === 'forGood';
		return {
			method: 'POST',
			path: [...folder, forGood ? 'permanentDelete' : 'move'],
			headers: mailHeaders(),
			...(!forGood && { body: { destinationId: 'deleteditems' } }),
			// Deleting it again is harmless.
			idempotent: true,
		};
	},
	output: deleted,
};
