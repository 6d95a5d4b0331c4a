import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { accessReviewId, definitions, instanceId, pageSize } from './fields';

/** Source: "List decisions". */
export const getDecisions: Operation = {
	name: 'Get Decisions',
	value: 'getDecisions',
	action: 'Get decisions of access review',
	description:
		'List who was reviewed in an instance, with the decision, the recommendation, and the reviewer',
	permissions: ['AccessReview.Read.All'],
	fields: [accessReviewId, instanceId, ...listFields],
	simpleInNode: [
		'principal',
		'decision',
		'recommendation',
		'justification',
		'reviewedBy',
		'reviewedDateTime',
		'applyResult',
		'appliedDateTime',
		'id',
	],
	options: [filterLike("decision eq 'Deny'")],
	list: { pageSize: () => pageSize },
	request: (item) => ({
		method: 'GET',
		path: [...definitions, item.id('accessReviewId'), 'instances', item.text('instanceId'), 'decisions'],
		query: { $filter: odataQuery(item.collection('options')).$filter },
	}),
};
