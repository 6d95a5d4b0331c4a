import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId, siteWithId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import { objectUrl } from '../../../shared/fields/references';
import type { Operation } from '../../operation';
import { manageListNote } from './columnFields';
import { contentTypeIdIn, manageContentTypeGuards, siteContentTypeId } from './contentTypes';

/** Source: "contentType: addCopy". It names the content type by its URL. */
export const addContentType: Operation = {
	name: 'Add Content Type',
	value: 'addContentType',
	action: 'Add content type to list',
	description: 'Add a content type of the site to a list or document library',
	permissions: ['Sites.Manage.All'],
	permissionNote: manageListNote,
	fields: [siteId, listOrUrl, siteContentTypeId],
	guards: [
		{
			when: { status: 400, message: /invalid request/i },
			fix: 'Choose a content type of the site that the list is in: "Site: Get Content Types" shows them.',
		},
		...manageContentTypeGuards,
	],
	request: async (item, send, run) => {
		const types = [...(await siteWithId(item.id('siteId'), send)), 'contentTypes'];
		const id = await contentTypeIdIn(types, item.id('contentTypeId'), send, 'site');
		const body = { contentType: objectUrl(run, types, id) };
		return { method: 'POST', path: await listAt(item, send, 'contentTypes', 'addCopy'), body };
	},
	output: (response) => [objectOf(response)],
};
