import { listFields } from '../../../shared/fields/lists';
import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import type { Operation } from '../../operation';
import { itemGuards, itemId } from '../../../shared/resources/listItem';
import { newerColumns } from '../../../shared/resources/listItemPrefer';
import { selectedNote } from '../../../shared/resources/site';

/** Source: "List versions of a listItem". */
export const getVersions: Operation = {
	name: 'Get Versions',
	value: 'getVersions',
	action: 'Get versions of list item',
	description: 'List the versions of a list item with their columns, the current one first',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, listOrUrl, itemId, ...listFields],
	guards: itemGuards,
	list: { pageSize: () => undefined },
	request: async (item, send) => ({
		method: 'GET',
		path: await listAt(item, send, 'items', item.text('itemId'), 'versions'),
		headers: newerColumns,
		query: { $expand: 'fields' },
	}),
};
