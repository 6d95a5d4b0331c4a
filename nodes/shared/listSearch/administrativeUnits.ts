import { listSearch } from './listSearch';

/** Administrative units by name. Source: "List administrativeUnits". */
export const searchAdministrativeUnits = listSearch(['AdministrativeUnit.Read.All'], () => ({
	request: {
		method: 'GET',
		path: ['directory', 'administrativeUnits'],
		query: { $top: 100, $select: 'id,displayName' },
	},
	searchHere: true,
	entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
}));
