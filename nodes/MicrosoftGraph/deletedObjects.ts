import { listFields } from '../shared/fields/lists';
import { directoryQuery, filterLike, orderBy, search, selectLike } from '../shared/fields/odata';
import type { Operation } from './operation';

/** The types whose deleted objects Graph keeps for 30 days. */
type DeletedType = 'application' | 'group' | 'user';

/**
 * An operation that lists deleted objects of one type.
 * @param own what differs by type
 * Source: "List deletedItems (directory objects)".
 */
export function getDeletedObjects(
	type: DeletedType,
	own: Pick<Operation, 'action' | 'description' | 'permissions' | 'simple'>,
): Operation {
	return {
		name: 'Get Deleted',
		value: 'getDeleted',
		...own,
		fields: listFields,
		options: [
			filterLike("startsWith(displayName,'A')"),
			orderBy,
			search,
			selectLike('displayName,deletedDateTime'),
		],
		list: { pageSize: () => 999 },
		// A filtered or ordered list comes only from the directory's index, where a new entry takes a while to appear.
		request: (item) => ({
			method: 'GET',
			path: ['directory', 'deletedItems', `microsoft.graph.${type}`],
			...directoryQuery(item.collection('options'), { type, relationship: true }),
		}),
	};
}
