import { siteId } from '../../../shared/fields/locators/site';
import { succeeded } from '../../../shared/fields/outputs';
import { selectedNote } from '../../../shared/resources/site';
import type { Operation } from '../../operation';
import { pageAt, pageGuards, pageId, pageType } from './fields';

/** Source: "sitePage: publish". */
export const publish: Operation = {
	name: 'Publish',
	value: 'publish',
	action: 'Publish site page',
	description:
		'Publish the latest version of a page; a site with page approval publishes it once it is approved',
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: `Files.ReadWrite.All is enough, too. ${selectedNote}`,
	fields: [siteId, pageId],
	guards: pageGuards,
	request: async (item, send) => ({
		method: 'POST',
		path: await pageAt(item, send, pageType, 'publish'),
		idempotent: true,
	}),
	output: succeeded,
};
