import { siteId } from '../../../shared/fields/locators/site';
import { deleted } from '../../../shared/fields/outputs';
import { selectedNote } from '../../../shared/resources/site';
import type { Operation } from '../../operation';
import { pageAt, pageGuards, pageId } from './fields';

/** Source: "Delete baseSitePage". */
export const deletePage: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete site page',
	description: "Delete a page of a site; it goes to the site's recycle bin",
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: selectedNote,
	fields: [siteId, pageId],
	guards: pageGuards,
	request: async (item, send) => ({ method: 'DELETE', path: await pageAt(item, send) }),
	output: deleted,
};
