import type { IDataObject } from 'n8n-workflow';

import { isGuid } from '../../../credentials/auth/core/guid';
import type { Send } from '../../graph/client';
import { listId } from '../../shared/fields/locators/list';
import { isUrl, siteId, sitePath } from '../../shared/fields/locators/site';
import { selectOf } from '../../shared/fields/simplified';
import { columnsOption, expandFields, itemGuards, simpleItem } from '../../shared/resources/listItem';
import { selectedNote } from '../../shared/resources/site';
import type { Watch } from './watch';

/** Sources: "listItem: delta", "Create subscription", on list. */
export const listItem: Watch = {
	name: 'List Item',
	value: 'listItem',
	action: 'On new list item',
	description: 'Items of a SharePoint list, with their columns',
	events: { created: 'Created', updated: 'Updated', deleted: 'Deleted' },
	fields: [siteId, listId],
	options: [columnsOption],
	permissions: ['Sites.Read.All'],
	subscriptionPermissions: ['Sites.ReadWrite.All'],
	permissionNote: selectedNote,
	simple: simpleItem,
	filterProperties: ['deleted'],
	changeFields: { created: 'createdDateTime', modified: 'lastModifiedDateTime', version: 'eTag' },
	guards: itemGuards,
	source: async ({ parameters, options, select, send }) => {
		const list = await listAt(parameters.id('siteId'), parameters.id('listId'), send);
		const path = [...list, 'items', 'delta'];
		const expanded = expandFields(options);
		const query = { $select: selectOf(select.split(','), expanded.$expand), ...expanded };
		return {
			feeds: [
				{
					key: 'items',
					all: () => ({ method: 'GET', path, query }),
					latest: { method: 'GET', path, query: { ...query, token: 'latest' } },
				},
			],
			latest: {
				method: 'GET',
				path: [...list, 'items'],
				query: { ...query, $orderby: 'lastModifiedDateTime desc', $top: 1 },
				// Lists have no index for it by themselves. Source: "Enumerate items in a list".
				headers: { Prefer: 'HonorNonIndexedQueriesWarningMayFailRandomly' },
			},
			notify: { resource: list.join('/'), changes: ['updated'], possible: ['updated'] },
		};
	},
};

/** The path of a list, by IDs only: subscriptions take no others. */
async function listAt(site: string, list: string, send: Send): Promise<string[]> {
	const idOf = async (path: string[]) => {
		const { body } = await send({ method: 'GET', path, query: { $select: 'id' } });
		return String((body as IDataObject).id);
	};
	const ownSite = isUrl(site) ? sitePath(await idOf(sitePath(site))) : sitePath(site);
	return [...ownSite, 'lists', isGuid(list) ? list : await idOf([...ownSite, 'lists', list])];
}
