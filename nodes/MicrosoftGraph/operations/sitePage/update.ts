import { moreProperties, updateBody } from '../../../shared/fields/body';
import { textField, updateFields } from '../../../shared/fields/build';
import { siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import { required } from '../../../shared/parameters/values/reading';
import { selectedNote } from '../../../shared/resources/site';
import type { Operation } from '../../operation';
import {
	pageAt,
	pageBody,
	pageFields,
	pageGuards,
	pageId,
	pageType,
	publishNow,
	publishPage,
} from './fields';

const title = required(textField('title', 'Title', { placeholder: 'e.g. News in January' }));

/** Source: "Update sitePage". */
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update site page',
	description: 'Change a page of a site, and publish it if wanted',
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: selectedNote,
	fields: [siteId, pageId, publishNow, updateFields([title, ...pageFields, moreProperties])],
	guards: pageGuards,
	steps: async ({ item, send }) => {
		const page = await pageAt(item, send);
		const changes = updateBody(pageBody(item.collection('updateFields')));
		const body = { '@odata.type': `#${pageType}`, ...changes };
		const path = [...page, pageType];
		const changed = objectOf(await send({ method: 'PATCH', path, body, idempotent: true }));
		if (!item.flag('publishNow')) return [changed];
		await publishPage(page, send);
		return [{ ...changed, published: true }];
	},
};
