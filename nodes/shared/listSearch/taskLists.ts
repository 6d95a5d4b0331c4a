import { listSearch } from './listSearch';

/** The To Do lists of the user who is chosen in the node, by name. Source: "List lists". */
export const searchTaskLists = listSearch(['Tasks.Read.All'], ({ chosen }) => ({
	request: {
		method: 'GET',
		path: ['users', chosen('userId', 'user'), 'todo', 'lists'],
		query: { $top: 100 },
	},
	searchHere: true,
	entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
}));
