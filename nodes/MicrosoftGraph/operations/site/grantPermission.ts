import { choiceField, textField } from '../../fields/build';
import { siteAt, siteId } from '../../fields/locators/site';
import { objectOf } from '../../fields/outputs';
import type { Operation } from '../../operation';
import { grantNote, siteGuards } from './fields';

const clientId = textField('grantedClientId', 'Client ID', {
	required: true,
	placeholder: 'e.g. 89ea5c94-7736-4e25-95ad-3fa95f62b66e',
	description: 'Application (client) ID of the app that gets the site; it needs Sites.Selected',
});
const appName = textField('grantedName', 'App Name', {
	required: true,
	placeholder: 'e.g. Invoices',
	description: 'Name of the app, as it is shown with the permission',
});
const role = choiceField('role', 'Role', {
	read: 'Read',
	write: 'Write',
	manage: 'Manage',
	fullcontrol: 'Full Control',
});

/** Source: "Create permission" of a site. */
export const grantPermission: Operation = {
	name: 'Grant Permission',
	value: 'grantPermission',
	action: 'Grant an app permission for a site',
	description: 'Let an app into one site (Sites.Selected)',
	permissions: ['Sites.FullControl.All'],
	permissionNote: grantNote,
	fields: [siteId, clientId, appName, role],
	guards: siteGuards,
	request: (item) => ({
		method: 'POST',
		due: 'createdOrFound',
		path: siteAt(item, 'permissions'),
		body: {
			roles: [item.text('role')],
			grantedToIdentities: [
				{ application: { id: item.text('grantedClientId'), displayName: item.text('grantedName') } },
			],
		},
	}),
	output: (response) => [objectOf(response)],
};
