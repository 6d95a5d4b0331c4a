import { listId } from '../../fields/locators/list';
import { siteAt, siteId } from '../../fields/locators/site';
import { flagField } from '../../fields/build';
import { odataQuery, select } from '../../fields/odata';
import type { Operation } from '../../operation';
import { selectedNote } from '../site/fields';
import { listGuards, simpleList } from './fields';

const withColumns = flagField('withColumns', 'Include Columns', {
	description: 'Whether to return the columns too, with the internal names that list items use',
});

/** Source: "Get metadata for a list". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get a list',
	description: 'Get a list of a site, with its columns if wanted',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, listId, withColumns],
	options: [select],
	simple: simpleList,
	guards: listGuards,
	request: (item) => ({
		method: 'GET',
		path: siteAt(item, 'lists', item.id('listId')),
		query: {
			$select: odataQuery(item.collection('options')).$select,
			$expand: item.flag('withColumns') ? 'columns' : undefined,
		},
	}),
};
