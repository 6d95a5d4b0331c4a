import { listSearch } from './listSearch';

/** Users who were deleted in the last 30 days, by name. Source: "List deletedItems (directory objects)". */
export const searchDeletedUsers = listSearch(['User.Read.All'], () => ({
	request: {
		method: 'GET',
		path: ['directory', 'deletedItems', 'microsoft.graph.user'],
		query: { $top: 100, $select: 'id,displayName,deletedDateTime' },
	},
	searchHere: true,
	entry: ({ id, displayName, deletedDateTime }) => ({
		name: `${String(displayName)} (deleted ${String(deletedDateTime).slice(0, 10)})`,
		value: String(id),
	}),
}));
