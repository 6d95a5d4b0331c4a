import { listFields } from '../../fields/lists';
import { siteAt, siteId } from '../../fields/locators/site';
import type { Operation } from '../../operation';
import { grantNote, siteGuards } from './fields';

/** Source: "List permissions" of a site. */
export const getPermissions: Operation = {
	name: 'Get Permissions',
	value: 'getPermissions',
	action: 'Get the permissions of a site',
	description: 'List which apps were granted the site (Sites.Selected)',
	permissions: ['Sites.FullControl.All'],
	permissionNote: grantNote,
	fields: [siteId, ...listFields],
	guards: siteGuards,
	list: { pageSize: () => undefined },
	request: (item) => ({ method: 'GET', path: siteAt(item, 'permissions') }),
};
