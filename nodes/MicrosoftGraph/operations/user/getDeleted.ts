import { listFields } from '../../../shared/fields/lists';
import { directoryQuery, filter, orderBy, search, select } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { simpleUser } from '../../../shared/resources/user';

/** Source: "List deletedItems (directory objects)". */
export const getDeleted: Operation = {
	name: 'Get Deleted',
	value: 'getDeleted',
	action: 'Get deleted users',
	description: 'List users who were deleted in the last 30 days',
	permissions: ['User.Read.All'],
	fields: listFields,
	options: [filter, orderBy, search, select],
	simple: [...simpleUser, 'userType', 'deletedDateTime'],
	list: { pageSize: () => 999 },
	request: (item) => {
		// A filtered or ordered list comes only from the directory's index, where a new entry takes a while to appear.
		return {
			method: 'GET',
			path: ['directory', 'deletedItems', 'microsoft.graph.user'],
			...directoryQuery(item.collection('options'), { type: 'user', relationship: true }),
		};
	},
};
