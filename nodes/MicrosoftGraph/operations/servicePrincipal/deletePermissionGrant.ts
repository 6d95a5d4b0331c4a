import { textField } from '../../../shared/fields/build';
import { deleted } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

/** Source: "Delete oAuth2PermissionGrant". */
export const deletePermissionGrant: Operation = {
	name: 'Delete Permission Grant',
	value: 'deletePermissionGrant',
	action: 'Delete permission grant of service principal',
	description: 'Revoke delegated permissions of an app',
	permissions: ['DelegatedPermissionGrant.ReadWrite.All'],
	fields: [
		textField('permissionGrantId', 'Permission Grant ID', {
			required: true,
			placeholder: 'e.g. l5eW7x0ga0-WDOntXzHateQDNpSH5-lPk9HjD3Sarjk',
			description: 'The "id" of the grant, as Get Permission Grants returns it',
		}),
	],
	guards: [{ when: { status: 404 }, fix: '"Get Permission Grants" lists the grants.' }],
	request: (item) => ({ method: 'DELETE', path: ['oauth2PermissionGrants', item.text('permissionGrantId')] }),
	output: deleted,
};
