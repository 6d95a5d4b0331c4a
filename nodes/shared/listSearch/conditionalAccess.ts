import { listSearch } from './listSearch';

/** Conditional Access policies by name. Source: "List policies". */
export const searchConditionalAccessPolicies = listSearch(['Policy.Read.All'], () => ({
	request: {
		method: 'GET',
		path: ['identity', 'conditionalAccess', 'policies'],
		query: { $select: 'id,displayName' },
	},
	searchHere: true,
	entry: ({ id, displayName }) => ({ name: String(displayName), value: String(id) }),
}));
