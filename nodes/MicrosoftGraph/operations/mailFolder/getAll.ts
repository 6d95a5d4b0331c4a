import type { MailFolder } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { readList } from '../../../graph/lists/page';
import { flagField } from '../../../shared/fields/build';
import { listFields, listLimits } from '../../../shared/fields/lists';
import { mailbox } from '../../../shared/fields/locators';
import { parentFolderId } from '../../../shared/fields/locators/mailFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import { mailFolderOf } from '../../../shared/resources/mailFolder';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';

const pageSize = 1000;

/** Source: "List mailFolders", "List childFolders". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many mail folders',
	description:
		'List the folders of a mailbox with their subfolders, each with its path, such as Inbox/Reports',
	permissions: ['Mail.ReadBasic.All'],
	fields: [
		mailbox,
		parentFolderId,
		flagField('includeChildren', 'Include Subfolders', {
			default: true,
			description: 'Whether to list subfolders at all levels; otherwise, only one level is listed',
		}),
		flagField('includeHiddenFolders', 'Include Hidden Folders', {
			description: 'Whether to also list folders that Outlook hides',
		}),
		...listFields,
	],
	steps: async (run) => {
		const { limit } = listLimits(run.item);
		const parent = await mailFolderOf(run, 'parentFolderId');
		return (await foldersBelow(run, parent, '')).slice(0, limit);
	},
};

/**
 * The folders below one, each before those below it.
 * @param parent its ID; `''` for the top of the mailbox
 * @param path where it is, with a slash at the end; paths count from the chosen folder
 */
async function foldersBelow(run: ItemRun, parent: string, path: string): Promise<IDataObject[]> {
	const { item, send } = run;
	const top = ['users', item.id('mailbox'), 'mailFolders'];
	const folders = await readList(
		{
			method: 'GET',
			path: parent === '' ? top : [...top, parent, 'childFolders'],
			query: { includeHiddenFolders: item.flag('includeHiddenFolders') ? true : undefined },
			headers: mailHeaders(),
		},
		{ limit: Infinity, pageSize },
		send,
	);
	const branches = await Promise.all(
		folders.map(async (folder) => {
			const { id, displayName, childFolderCount } = folder as MailFolder;
			const own = { ...folder, path: `${path}${displayName ?? ''}` };
			const goesOn = item.flag('includeChildren') && (childFolderCount ?? 0) > 0;
			return goesOn ? [own, ...(await foldersBelow(run, id ?? '', `${own.path}/`))] : [own];
		}),
	);
	return branches.flat();
}
