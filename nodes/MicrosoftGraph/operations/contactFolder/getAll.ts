import type { IDataObject } from 'n8n-workflow';

import { readList } from '../../../graph/lists/page';
import { flagField } from '../../../shared/fields/build';
import { listFields, listLimits } from '../../../shared/fields/lists';
import { mailbox } from '../../../shared/fields/locators';
import { parentContactFolderId } from '../../../shared/fields/locators/contactFolder';
import { mailHeaders } from '../../../shared/fields/mail';
import type { ItemRun } from '../../../shared/itemRun';
import type { Operation } from '../../operation';

const pageSize = 100;

/** Source: "List contactFolders", "List childFolders". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many contact folders',
	description:
		'List the contact folders of a mailbox with their subfolders, each with its path, such as Partners/Suppliers',
	permissions: ['Contacts.Read'],
	fields: [
		mailbox,
		parentContactFolderId,
		flagField('includeChildren', 'Include Subfolders', {
			default: true,
			description: 'Whether to list subfolders at all levels; otherwise, only one level is listed',
		}),
		...listFields,
	],
	steps: async (run) => {
		const { limit } = listLimits(run.item);
		return (await foldersBelow(run, run.item.id('parentFolderId'), '', new Set())).slice(0, limit);
	},
};

/**
 * The folders below one, each before those below it. Graph doesn't say which folders have subfolders.
 * @param parent its ID; `''` for the top level
 * @param path where it is, with a slash at the end; paths count from the chosen folder
 * @param known the IDs of folders that were listed before: they aren't followed again
 */
async function foldersBelow(
	run: ItemRun,
	parent: string,
	path: string,
	known: Set<string>,
): Promise<IDataObject[]> {
	const top = ['users', run.item.id('mailbox'), 'contactFolders'];
	const folders = await readList(
		{
			method: 'GET',
			path: parent === '' ? top : [...top, parent, 'childFolders'],
			headers: mailHeaders(),
		},
		{ limit: Infinity, pageSize },
		run.send,
	);
	const branches = await Promise.all(
		folders.map(async (folder) => {
			const own = { ...folder, path: `${path}${String(folder.displayName)}` };
			const id = String(folder.id);
			if (!run.item.flag('includeChildren') || known.has(id)) return [own];
			known.add(id);
			return [own, ...(await foldersBelow(run, id, `${own.path}/`, known))];
		}),
	);
	return branches.flat();
}
