import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

/** Source: "List namedLocations". */
export const getNamedLocations: Operation = {
	name: 'Get Named Locations',
	value: 'getNamedLocations',
	action: 'Get named locations of conditional access',
	description: 'List the named locations: IP ranges and countries that policies refer to',
	permissions: ['Policy.Read.All'],
	fields: listFields,
	options: [filterLike("displayName eq 'Head office'")],
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: ['identity', 'conditionalAccess', 'namedLocations'],
		query: { $filter: odataQuery(item.collection('options')).$filter },
	}),
};
