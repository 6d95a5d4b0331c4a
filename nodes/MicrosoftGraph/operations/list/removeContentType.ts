import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { manageListNote } from './columnFields';
import { contentTypeIdIn, listContentTypeId, manageContentTypeGuards } from './contentTypes';

/** Source: "Delete contentType". */
export const removeContentType: Operation = {
	name: 'Remove Content Type',
	value: 'removeContentType',
	action: 'Remove content type from list',
	description: 'Remove a content type from a list or document library; the site keeps it',
	permissions: ['Sites.Manage.All'],
	permissionNote: manageListNote,
	fields: [siteId, listOrUrl, listContentTypeId],
	guards: manageContentTypeGuards,
	request: async (item, send) => {
		const types = await listAt(item, send, 'contentTypes');
		const id = await contentTypeIdIn(types, item.id('contentTypeId'), send, 'list');
		return { method: 'DELETE', path: [...types, id] };
	},
	output: deleted,
};
