import { listSearch } from './listSearch';

/**
 * Objects of a type that were deleted in the last 30 days, by name.
 * @param permission the least application permission that it needs
 * Source: "List deletedItems (directory objects)".
 */
export const deletedOf = (type: string, permission: string) =>
	listSearch([permission], () => ({
		request: {
			method: 'GET',
			path: ['directory', 'deletedItems', `microsoft.graph.${type}`],
			query: { $top: 100, $select: 'id,displayName,deletedDateTime' },
		},
		searchHere: true,
		entry: ({ id, displayName, deletedDateTime }) => ({
			name: `${String(displayName)} (deleted ${String(deletedDateTime).slice(0, 10)})`,
			value: String(id),
		}),
	}));

/** Applications that were deleted in the last 30 days. */
export const searchDeletedApplications = deletedOf('application', 'Application.Read.All');

/** Microsoft 365 groups that were deleted in the last 30 days. */
export const searchDeletedGroups = deletedOf('group', 'Group.Read.All');
