import type { MailFolder } from '@microsoft/microsoft-graph-types';

import { picker } from './picker';

/**
 * The folders of the mailbox that is chosen in the node, by name, each with those one level below it. Source: "List
 * mailFolders", on `$expand`.
 */
export const searchMailFolders = picker(['Mail.ReadBasic.All'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: ['users', chosen('mailbox', 'mailbox'), 'mailFolders'],
		query: {
			$top: 100,
			$select: 'id,displayName',
			$expand: 'childFolders($select=id,displayName)',
			includeHiddenFolders: true,
		},
		headers: { Prefer: 'IdType="ImmutableId"' },
	},
	searchHere: true,
	entry: (folder) => {
		const { displayName: parent = '', childFolders } = folder as MailFolder;
		const entryOf = ({ id, displayName }: MailFolder, path: string) => ({
			name: `${path}${displayName ?? ''}`,
			value: String(id),
		});
		return [
			entryOf(folder as MailFolder, ''),
			...(childFolders ?? []).map((child) => entryOf(child, `${parent ?? ''}/`)),
		];
	},
}));
