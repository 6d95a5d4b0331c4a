import { changesFields, changesGuards, readChanges } from '../../fields/changes';
import { listId } from '../../fields/locators/list';
import { siteAt, siteId } from '../../fields/locators/site';
import { odataQuery, select } from '../../fields/odata';
import type { Operation } from '../../operation';
import { selectedNote } from '../site/fields';
import { columnsOption, expandFields, itemGuards } from './fields';

/** Source: "listItem: delta". */
export const getChanges: Operation = {
	name: 'Get Changes',
	value: 'getChanges',
	action: 'Get changes of list items',
	description:
		'Get the items of a list that were created, changed or deleted since the last run, and a new delta link',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, listId, ...changesFields],
	options: [columnsOption, select],
	guards: [...changesGuards, ...itemGuards],
	steps: async (run) => {
		const options = run.item.collection('options');
		return await readChanges(run, {
			method: 'GET',
			path: siteAt(run.item, 'lists', run.item.id('listId'), 'items', 'delta'),
			query: {
				$select: odataQuery(options).$select,
				...expandFields(options),
				token: run.item.flag('startFromNow') ? 'latest' : undefined,
			},
		});
	},
};
