import { textField } from '../../../shared/fields/build';
import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { grantNote, siteGuards } from '../../../shared/resources/site';

const permissionId = textField('permissionId', 'Permission ID', {
	required: true,
	placeholder: 'e.g. aTowaS50fG1zLnNwLmV4dHw4OWVhNWM5NA',
	description: 'The "id" that Get Permissions or Grant Permission returns',
});

/** Source: "Delete permission" of a site. */
export const revokePermission: Operation = {
	name: 'Revoke Permission',
	value: 'revokePermission',
	action: 'Revoke app permission for site',
	description: "Revoke an app's access to a site (Sites.Selected)",
	permissions: ['Sites.FullControl.All'],
	permissionNote: grantNote,
	fields: [siteId, permissionId],
	guards: siteGuards,
	request: async (item, send) => ({
		method: 'DELETE',
		path: await siteAt(item, send, 'permissions', item.text('permissionId')),
	}),
	output: deleted,
};
