import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { withColumns } from './columnFields';
import { selectedNote } from '../../../shared/resources/site';
import { listGuards, simpleList } from '../../../shared/resources/list';

/** Source: "Get metadata for a list". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get list',
	description: 'Get a list of a site, optionally with its columns',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, listOrUrl, withColumns],
	options: [selectLike('displayName,webUrl')],
	simple: simpleList,
	guards: listGuards,
	request: async (item, send) => ({
		method: 'GET',
		path: await listAt(item, send),
		query: {
			$select: odataQuery(item.collection('options')).$select,
			$expand: item.flag('withColumns') ? 'columns' : undefined,
		},
	}),
};
