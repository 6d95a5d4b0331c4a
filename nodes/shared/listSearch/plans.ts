import { listSearch } from './listSearch';

/** The plans of the group that is chosen in the node, by title. Source: "List plans". */
export const searchPlans = listSearch(['Tasks.Read.All'], ({ chosen }) => ({
	request: { method: 'GET', path: ['groups', chosen('planGroupId', 'group'), 'planner', 'plans'] },
	searchHere: true,
	entry: ({ id, title }) => ({ name: String(title), value: String(id) }),
}));

/** The buckets of the plan that is chosen in a field of the node, by name. Source: "List buckets". */
const bucketsOf = (field: string) =>
	listSearch(['Tasks.Read.All'], ({ chosen }) => ({
		request: { method: 'GET', path: ['planner', 'plans', chosen(field, 'plan'), 'buckets'] },
		searchHere: true,
		entry: ({ id, name }) => ({ name: String(name), value: String(id) }),
	}));

/** The buckets of the plan that is used in the request. */
export const searchBuckets = bucketsOf('planId');

/** The buckets of the plan that only says which buckets are listed. */
export const searchBucketsOfPlan = bucketsOf('listedPlanId');
