import { changesFields, changesGuards, readChanges } from '../../../shared/fields/changes';
import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { selectedNote } from '../../../shared/resources/site';
import { columnsOption, expandFields, itemGuards } from '../../../shared/resources/listItem';
import { newerColumns } from '../../../shared/resources/listItemPrefer';

/** Source: "listItem: delta". */
export const getChanges: Operation = {
	name: 'Get Changes',
	value: 'getChanges',
	action: 'Get list item changes',
	description:
		'Get the list items that were created, updated, or deleted since the last run, and a new delta link',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, listOrUrl, ...changesFields],
	options: [columnsOption, selectLike('webUrl,createdDateTime')],
	guards: [...changesGuards, ...itemGuards],
	steps: async (run) => {
		const options = run.item.collection('options');
		return await readChanges(run, {
			method: 'GET',
			path: await listAt(run.item, run.send, 'items', 'delta'),
			headers: newerColumns,
			query: {
				$select: odataQuery(options).$select,
				...expandFields(options),
				token: run.item.flag('startFromNow') ? 'latest' : undefined,
			},
		});
	},
};
