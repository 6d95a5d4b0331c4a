import { textField } from '../../fields/build';
import { listFields } from '../../fields/lists';
import { listId } from '../../fields/locators/list';
import { siteAt, siteId } from '../../fields/locators/site';
import { odataQuery, select } from '../../fields/odata';
import type { Operation } from '../../operation';
import { selectedNote } from '../site/fields';
import { columnsOption, expandFields, itemGuards, simpleItem } from './fields';

const columnFilter = textField('filter', 'Filter', {
	placeholder: "e.g. fields/Status eq 'Open'",
	description:
		"OData filter on columns by their internal names. An apostrophe inside a text is doubled: 'O''Neill'.",
});
const columnOrder = textField('orderBy', 'Order By', {
	placeholder: 'e.g. fields/Title desc',
	description: 'Column to order by, with "desc" for descending',
});

/** Lets Graph filter by columns without an index, which small lists can take. Source: "Enumerate items in a list". */
const notIndexedToo = { Prefer: 'HonorNonIndexedQueriesWarningMayFailRandomly' };

/** Source: "Enumerate items in a list". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many list items',
	description: 'List the items of a list with their columns, or those that fit a filter',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, listId, ...listFields],
	options: [columnsOption, columnFilter, columnOrder, select],
	simple: simpleItem,
	guards: itemGuards,
	list: { pageSize: () => 1000 },
	request: (item) => {
		const options = item.collection('options');
		const query = odataQuery(options);
		return {
			method: 'GET',
			path: siteAt(item, 'lists', item.id('listId'), 'items'),
			query: { ...query, ...expandFields(options) },
			headers: query.$filter || query.$orderby ? notIndexedToo : {},
		};
	},
};
