import { listSearch } from './listSearch';

/** The plans of the group that is chosen in the node, by title. Source: "List plans". */
export const searchPlans = listSearch(['Tasks.Read.All'], ({ chosen }) => ({
	request: { method: 'GET', path: ['groups', chosen('planGroupId', 'group'), 'planner', 'plans'] },
	searchHere: true,
	entry: ({ id, title }) => ({ name: String(title), value: String(id) }),
}));

/** The buckets of the plan that is chosen in the node, by name. Source: "List buckets". */
export const searchBuckets = listSearch(['Tasks.Read.All'], ({ chosen }) => ({
	request: { method: 'GET', path: ['planner', 'plans', chosen('planId', 'plan'), 'buckets'] },
	searchHere: true,
	entry: ({ id, name }) => ({ name: String(name), value: String(id) }),
}));
