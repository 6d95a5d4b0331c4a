import { textField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { selectedNote } from '../../../shared/resources/site';
import { columnsOption, expandFields, itemGuards, simpleItem } from '../../../shared/resources/listItem';
import { columnFilters, columnsFilterOf } from '../../../shared/resources/listItemFilter';
import { newerColumns, notIndexedToo } from '../../../shared/resources/listItemPrefer';

const columnFilter = textField('filter', 'Filter', {
	placeholder: "e.g. fields/Status eq 'Open'",
	description:
		"OData filter for what \"Filters\" doesn't offer, on columns by their internal names. Double an apostrophe inside a text: 'O''Neill'.",
});
const columnOrder = textField('orderBy', 'Order By', {
	placeholder: 'e.g. fields/Title desc',
	description: 'Column to order by, with "desc" for descending',
});

/** Source: "Enumerate items in a list". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many list items',
	description: 'List the items of a list with their columns, or those that match a filter',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, listOrUrl, ...listFields, columnFilters],
	options: [columnsOption, columnFilter, columnOrder, selectLike('webUrl,createdDateTime')],
	simple: simpleItem,
	guards: itemGuards,
	list: { pageSize: () => 1000 },
	request: async (item, send) => {
		const options = item.collection('options');
		const query = { ...odataQuery(options), $filter: await columnsFilterOf(item, send) };
		const byColumns = Boolean(query.$filter || query.$orderby);
		return {
			method: 'GET',
			path: await listAt(item, send, 'items'),
			query: { ...query, ...expandFields(options) },
			headers: byColumns ? notIndexedToo : newerColumns,
			...(byColumns && { mayNeverSucceed: true }),
		};
	},
};
