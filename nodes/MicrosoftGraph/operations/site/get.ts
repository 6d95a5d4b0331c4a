import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { selectedNote, simpleSite, siteGuards } from '../../../shared/resources/site';

/** Source: "Get a site resource", "Get site by path". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get site',
	description: 'Get a site by ID or by its address',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId],
	options: [selectLike('displayName,webUrl')],
	simple: simpleSite,
	guards: siteGuards,
	request: async (item, send) => ({
		method: 'GET',
		path: await siteAt(item, send),
		query: { $select: odataQuery(item.collection('options')).$select },
	}),
};
