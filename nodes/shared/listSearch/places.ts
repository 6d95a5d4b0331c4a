import { listSearch, type ListSearchMethod } from './listSearch';

/** Source: "List places". Places have no search that's documented. */
const searchPlaces = (type: 'room' | 'roomList'): ListSearchMethod =>
	listSearch(['Place.Read.All'], () => ({
		request: {
			method: 'GET',
			path: ['places', `microsoft.graph.${type}`],
			query: { $top: 100, $select: 'id,displayName,emailAddress' },
		},
		searchHere: true,
		entry: ({ id, displayName, emailAddress }) => ({
			name:
				typeof emailAddress === 'string' ? `${String(displayName)} (${emailAddress})` : String(displayName),
			value: typeof emailAddress === 'string' ? emailAddress : String(id),
		}),
	}));

/** The rooms of the organization, by name. */
export const searchRooms = searchPlaces('room');

/** The room lists of the organization, by name. */
export const searchRoomLists = searchPlaces('roomList');
