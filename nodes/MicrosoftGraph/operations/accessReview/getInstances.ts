import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { accessReviewId, definitions, pageSize } from './fields';

/** Source: "List instances". */
export const getInstances: Operation = {
	name: 'Get Instances',
	value: 'getInstances',
	action: 'Get instances of access review',
	description: 'List the instances of an access review, one for each time and each reviewed group or app',
	permissions: ['AccessReview.Read.All'],
	fields: [accessReviewId, ...listFields],
	options: [filterLike("status eq 'InProgress'")],
	list: { pageSize: () => pageSize },
	request: (item) => ({
		method: 'GET',
		path: [...definitions, item.id('accessReviewId'), 'instances'],
		query: { $filter: odataQuery(item.collection('options')).$filter },
	}),
};
