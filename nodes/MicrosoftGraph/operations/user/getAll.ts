import { listFields } from '../../fields/lists';
import { directoryQuery, filter, orderBy, search, select } from '../../fields/odata';
import type { Operation } from '../../operation';

/** Source: "List users". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many users',
	description: 'List users, or search for some',
	permissions: ['User.ReadBasic.All'],
	permissionNote: 'More than names and addresses needs User.Read.All.',
	fields: listFields,
	options: [filter, orderBy, search, select],
	list: { pageSize: () => 999 },
	request: (item) => ({ method: 'GET', path: ['users'], ...directoryQuery(item.collection('options')) }),
};
