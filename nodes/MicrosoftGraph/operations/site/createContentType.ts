import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields, textField } from '../../../shared/fields/build';
import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { manageNote } from '../list/columnFields';
import { baseContentTypeId, contentTypeIdIn, manageContentTypeGuards } from '../list/contentTypes';

/** Source: "Create a content type". */
export const createContentType: Operation = {
	name: 'Create Content Type',
	value: 'createContentType',
	action: 'Create content type in site',
	description: 'Create a content type in a site, which lists of the site can then use',
	permissions: ['Sites.Manage.All'],
	permissionNote: manageNote,
	fields: [
		siteId,
		textField('name', 'Name', { required: true, placeholder: 'e.g. Invoice' }),
		baseContentTypeId,
		additionalFields([
			textField('description', 'Description', { placeholder: 'e.g. Bills of suppliers' }),
			textField('group', 'Group', {
				placeholder: 'e.g. Contoso Content Types',
				description: 'Group under which people find the content type; by default "Custom Content Types"',
			}),
			moreProperties,
		]),
	],
	guards: manageContentTypeGuards,
	request: async (item, send) => {
		const types = await siteAt(item, send, 'contentTypes');
		const id = await contentTypeIdIn(types, item.id('baseContentTypeId'), send, 'site');
		return {
			method: 'POST',
			path: types,
			body: newObject({ name: item.text('name'), base: { id } }, item.collection('additionalFields')),
		};
	},
	output: (response) => [objectOf(response)],
};
