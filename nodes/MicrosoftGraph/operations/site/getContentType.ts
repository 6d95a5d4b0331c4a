import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import { selectedNote, siteGuards } from '../../../shared/resources/site';
import type { Operation } from '../../operation';
import { withColumns } from '../list/columnFields';
import { contentTypeIdIn, simpleContentType, siteContentTypeId } from '../list/contentTypes';

/** Source: "Get contentType". */
export const getContentType: Operation = {
	name: 'Get Content Type',
	value: 'getContentType',
	action: 'Get content type of site',
	description: 'Get a content type of a site, optionally with its columns',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, siteContentTypeId, withColumns],
	options: [selectLike('name,description')],
	simple: simpleContentType,
	guards: siteGuards,
	request: async (item, send) => {
		const types = await siteAt(item, send, 'contentTypes');
		const id = await contentTypeIdIn(types, item.id('contentTypeId'), send, 'site');
		return {
			method: 'GET',
			path: [...types, id],
			query: {
				$select: odataQuery(item.collection('options')).$select,
				$expand: item.flag('withColumns') ? 'columns' : undefined,
			},
		};
	},
};
