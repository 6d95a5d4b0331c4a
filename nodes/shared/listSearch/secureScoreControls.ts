import { listSearch } from './listSearch';

/** The controls of the secure score, by title. Source: "List secureScoreControlProfiles". */
export const searchSecureScoreControls = listSearch(['SecurityEvents.Read.All'], () => ({
	request: {
		method: 'GET',
		path: ['security', 'secureScoreControlProfiles'],
		query: { $select: 'id,title' },
	},
	searchHere: true,
	entry: ({ id, title }) => ({ name: String(title ?? id), value: String(id) }),
}));
