import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

/** The most useful properties of a score; the scores of controls are many. */
const simpleScore = [
	'createdDateTime',
	'currentScore',
	'maxScore',
	'activeUserCount',
	'licensedUserCount',
	'enabledServices',
	'averageComparativeScores',
	'id',
];

/** Source: "List secureScores". */
export const getSecureScores: Operation = {
	name: 'Get Secure Scores',
	value: 'getSecureScores',
	action: 'Get secure scores',
	description: "List the tenant's secure scores, one for each day, the most recent first",
	permissions: ['SecurityEvents.Read.All'],
	fields: listFields,
	options: [
		filterLike('createdDateTime ge 2030-01-01T00:00:00Z'),
		selectLike('createdDateTime,currentScore'),
	],
	simple: simpleScore,
	list: { pageSize: () => 90 },
	request: (item) => {
		const { $select, $filter } = odataQuery(item.collection('options'));
		return { method: 'GET', path: ['security', 'secureScores'], query: { $select, $filter } };
	},
};
