import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { manageNote } from '../list/columnFields';
import { contentTypeIdIn, manageContentTypeGuards, siteContentTypeId } from '../list/contentTypes';

/** Source: "Delete contentType". */
export const deleteContentType: Operation = {
	name: 'Delete Content Type',
	value: 'deleteContentType',
	action: 'Delete content type of site',
	description: 'Delete a content type of a site that no list uses',
	permissions: ['Sites.Manage.All'],
	permissionNote: manageNote,
	fields: [siteId, siteContentTypeId],
	guards: manageContentTypeGuards,
	request: async (item, send) => {
		const types = await siteAt(item, send, 'contentTypes');
		const id = await contentTypeIdIn(types, item.id('contentTypeId'), send, 'site');
		return { method: 'DELETE', path: [...types, id] };
	},
	output: deleted,
};
