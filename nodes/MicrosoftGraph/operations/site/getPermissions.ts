import type { IDataObject } from 'n8n-workflow';

import { listFields } from '../../../shared/fields/lists';
import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { asItem } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { grantNote, siteGuards } from '../../../shared/resources/site';

/** Source: "List permissions" of a site. */
export const getPermissions: Operation = {
	name: 'Get Permissions',
	value: 'getPermissions',
	action: 'Get permissions of site',
	description: 'List the apps that have access to a site (Sites.Selected)',
	permissions: ['Sites.FullControl.All'],
	permissionNote: grantNote,
	fields: [siteId, ...listFields],
	guards: siteGuards,
	list: {
		pageSize: () => undefined,
		// The list has no roles.
		details: async (entries, { item, send }) => {
			const path = await siteAt(item, send, 'permissions');
			const read = async ({ id }: IDataObject) =>
				asItem((await send({ method: 'GET', path: [...path, String(id)] })).body as IDataObject);
			return await Promise.all(entries.map(read));
		},
	},
	request: async (item, send) => ({ method: 'GET', path: await siteAt(item, send, 'permissions') }),
};
