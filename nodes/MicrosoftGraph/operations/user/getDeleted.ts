import { listFields } from '../../fields/lists';
import { castQuery, directoryQuery, filter, orderBy, search, select } from '../../fields/odata';
import type { Operation } from '../../operation';
import { optionalText } from '../../values/text';
import { simpleUser } from './fields';

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
		const options = item.collection('options');
		// Filtered or ordered, the list comes from the directory's index only, where a new entry takes a while to appear.
		const { filter: condition, orderBy: order, search: words } = options;
		const narrowed = [condition, order, words].some((option) => optionalText(option) !== '');
		return {
			method: 'GET',
			path: ['directory', 'deletedItems', 'microsoft.graph.user'],
			...(narrowed ? castQuery(options) : directoryQuery(options)),
		};
	},
};
