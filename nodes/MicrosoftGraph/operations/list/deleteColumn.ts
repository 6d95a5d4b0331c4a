import { listOrUrl } from '../../../shared/fields/locators/list';
import { siteId } from '../../../shared/fields/locators/site';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { columnAt, columnGuards, columnId, manageListNote } from './columnFields';

/** Source: "Delete columnDefinition". */
export const deleteColumn: Operation = {
	name: 'Delete Column',
	value: 'deleteColumn',
	action: 'Delete column of list',
	description: 'Delete a column of a list or document library, with the values of all items in it',
	permissions: ['Sites.Manage.All'],
	permissionNote: manageListNote,
	fields: [siteId, listOrUrl, columnId],
	guards: columnGuards,
	request: async (item, send) => ({ method: 'DELETE', path: await columnAt(item, send) }),
	output: deleted,
};
