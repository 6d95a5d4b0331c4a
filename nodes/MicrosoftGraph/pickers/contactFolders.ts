import { picker } from './picker';

/** The folders of contacts of the mailbox that is chosen in the node, by name. Source: "List contactFolders". */
export const searchContactFolders = picker(['Contacts.Read'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: ['users', chosen('mailbox', 'mailbox'), 'contactFolders'],
		query: { $top: 100, $select: 'id,displayName' },
		headers: { Prefer: 'IdType="ImmutableId"' },
	},
	searchHere: true,
	entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
}));
