import { picker } from './picker';

/** The folders at the top of the mailbox that is chosen in the node, by name. Source: "List mailFolders". */
export const searchMailFolders = picker(['Mail.ReadBasic.All'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: ['users', chosen('mailbox', 'mailbox'), 'mailFolders'],
		query: { $top: 100, $select: 'id,displayName', includeHiddenFolders: true },
		headers: { Prefer: 'IdType="ImmutableId"' },
	},
	searchHere: true,
	entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
}));
