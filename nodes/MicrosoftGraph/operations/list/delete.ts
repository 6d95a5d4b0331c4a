import { listAt, listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { deleted } from '../../../shared/fields/outputs';
import { listGuards } from '../../../shared/resources/list';
import type { Operation } from '../../operation';
import { unlistedListNote } from './columnFields';

/** Source: "list resource type"; recorded: DELETE of a list. */
export const deleteList: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete list',
	description: "Delete a list or document library with all its items; it goes to the site's recycle bin",
	permissions: ['Sites.Manage.All'],
	permissionNote: unlistedListNote,
	fields: [siteId, listOrUrl],
	guards: listGuards,
	request: async (item, send) => ({ method: 'DELETE', path: await listAt(item, send) }),
	output: deleted,
};
