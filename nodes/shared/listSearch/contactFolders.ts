import { listSearch } from './listSearch';

const query = { $select: 'id,displayName' };
const headers = { Prefer: 'IdType="ImmutableId"' };

/**
 * The folders of contacts of the mailbox that is chosen in the node, by name, each with all its subfolders. Graph
 * doesn't return which of them have any. Source: "List contactFolders", "List childFolders".
 */
export const searchContactFolders = listSearch(['Contacts.Read'], ({ chosen }) => {
	const path = ['users', chosen('mailbox', 'mailbox'), 'contactFolders'];
	return {
		request: { method: 'GET', path, query: { ...query, $top: 100 }, headers },
		searchHere: true,
		entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
		below: ({ id }) => ({ method: 'GET', path: [...path, String(id), 'childFolders'], query, headers }),
	};
});
