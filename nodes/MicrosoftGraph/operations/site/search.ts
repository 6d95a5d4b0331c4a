import { textField } from '../../fields/build';
import { listFields } from '../../fields/lists';
import { odataQuery, select } from '../../fields/odata';
import type { Operation } from '../../operation';
import { simpleSite } from './fields';

const searchWords = textField('searchWords', 'Search For', {
	required: true,
	placeholder: 'e.g. marketing',
	description: 'Words to search for in the names of sites; "*" for all',
});

/** Source: "Search for sites". */
export const search: Operation = {
	name: 'Search',
	value: 'search',
	action: 'Search for sites',
	description: 'Find sites by words in their names',
	permissions: ['Sites.Read.All'],
	fields: [searchWords, ...listFields],
	options: [select],
	simple: simpleSite,
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: ['sites'],
		query: {
			search: item.text('searchWords') || '*',
			$select: odataQuery(item.collection('options')).$select,
		},
	}),
};
