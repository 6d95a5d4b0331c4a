import { listFields } from '../../../shared/fields/lists';
import { userId } from '../../../shared/fields/locators';
import { filterLike, odataQuery } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

/** Source: "List lists". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many task lists',
	description: "List a user's To Do lists",
	permissions: ['Tasks.Read.All'],
	fields: [userId, ...listFields],
	options: [filterLike("startsWith(displayName,'A')")],
	list: { pageSize: () => 100 },
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('userId'), 'todo', 'lists'],
		query: { $filter: odataQuery(item.collection('options')).$filter },
	}),
};
