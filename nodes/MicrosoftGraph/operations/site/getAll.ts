import { listFields } from '../../../shared/fields/lists';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { simpleSite } from '../../../shared/resources/site';

/** Source: "List sites", on the sites of all geographies. */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many sites',
	description: 'List the sites of the organization, including personal sites',
	permissions: ['Sites.Read.All'],
	fields: listFields,
	options: [selectLike('displayName,webUrl')],
	simple: simpleSite,
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: ['sites', 'getAllSites'],
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
