import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { definitions, pageSize } from './fields';

/** Source: "List definitions". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many access reviews',
	description: 'List the access reviews of the tenant',
	permissions: ['AccessReview.Read.All'],
	fields: [...listFields],
	simpleInNode: [
		'displayName',
		'status',
		'createdDateTime',
		'createdBy',
		'scope',
		'reviewers',
		'settings',
		'descriptionForAdmins',
		'id',
	],
	options: [filterLike("status eq 'InProgress'")],
	list: { pageSize: () => pageSize },
	request: (item) => ({
		method: 'GET',
		path: definitions,
		query: { $filter: odataQuery(item.collection('options')).$filter },
	}),
};
