import { listSearch } from './listSearch';

/** Access reviews by name. Source: "List definitions". */
export const searchAccessReviews = listSearch(['AccessReview.Read.All'], () => ({
	request: {
		method: 'GET',
		path: ['identityGovernance', 'accessReviews', 'definitions'],
		query: { $top: 100 },
	},
	searchHere: true,
	entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
}));
