import { flagField } from '../../../shared/fields/build';
import { siteId } from '../../../shared/fields/locators/site';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import { selectedNote } from '../../../shared/resources/site';
import type { Operation } from '../../operation';
import { pageAt, pageGuards, pageId, pageType, simplePage } from './fields';

const withContent = flagField('withContent', 'Include Content', {
	description: 'Whether to return the sections and web parts too, in "canvasLayout"',
});

/** Source: "Get sitePage". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get site page',
	description: 'Get a page of a site, optionally with its content',
	permissions: ['Sites.Read.All'],
	permissionNote: selectedNote,
	fields: [siteId, pageId, withContent],
	options: [selectLike('title,webUrl')],
	simple: simplePage,
	guards: pageGuards,
	request: async (item, send) => ({
		method: 'GET',
		path: await pageAt(item, send, pageType),
		query: {
			$select: odataQuery(item.collection('options')).$select,
			$expand: item.flag('withContent') ? 'canvasLayout' : undefined,
		},
	}),
};
