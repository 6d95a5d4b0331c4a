import { siteId } from '../../../shared/fields/locators/site';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { manageNote, siteColumnAt, siteColumnGuards, siteColumnId } from '../list/columnFields';

/** Source: "Delete columnDefinition". */
export const deleteColumn: Operation = {
	name: 'Delete Column',
	value: 'deleteColumn',
	action: 'Delete column of site',
	description: 'Delete a column of a site; lists that have it keep it, with its values',
	permissions: ['Sites.Manage.All'],
	permissionNote: manageNote,
	fields: [siteId, siteColumnId],
	guards: siteColumnGuards,
	request: async (item, send) => ({ method: 'DELETE', path: await siteColumnAt(item, send) }),
	output: deleted,
};
