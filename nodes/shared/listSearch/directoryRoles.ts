import { listSearch } from './listSearch';

/** The roles of the directory by name. Source: "List roleDefinitions". */
export const searchDirectoryRoles = listSearch(['RoleManagement.Read.Directory'], () => ({
	request: {
		method: 'GET',
		path: ['roleManagement', 'directory', 'roleDefinitions'],
		query: { $select: 'id,displayName,isBuiltIn' },
	},
	searchHere: true,
	entry: ({ id, displayName, isBuiltIn }) => ({
		name: isBuiltIn === false ? `${String(displayName)} (custom)` : String(displayName),
		value: String(id),
	}),
}));
