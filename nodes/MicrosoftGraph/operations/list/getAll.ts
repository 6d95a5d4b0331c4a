import { listFields } from '../../../shared/fields/lists';
import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { selectedNote } from '../../../shared/resources/site';
import { listGuards, simpleList } from '../../../shared/resources/list';

/** Source: "Enumerate lists in a site". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many lists',
	description: 'List the lists and document libraries of a site',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, ...listFields],
	options: [selectLike('displayName,webUrl')],
	simple: simpleList,
	guards: listGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({
		method: 'GET',
		path: await siteAt(item, send, 'lists'),
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
