import { listSearch } from './listSearch';

const query = { $select: 'id,displayName,childFolderCount', includeHiddenFolders: true };
const headers = { Prefer: 'IdType="ImmutableId"' };

/**
 * The folders of the mailbox that is chosen in the node, by name, each with all its subfolders. Source: "List
 * mailFolders", "List childFolders".
 */
export const searchMailFolders = listSearch(['Mail.ReadBasic.All'], ({ chosen }) => {
	const path = ['users', chosen('mailbox', 'mailbox'), 'mailFolders'];
	return {
		request: { method: 'GET', path, query: { ...query, $top: 100 }, headers },
		searchHere: true,
		entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
		below: ({ id, childFolderCount }) =>
			Number(childFolderCount) > 0
				? { method: 'GET', path: [...path, String(id), 'childFolders'], query, headers }
				: undefined,
	};
});
