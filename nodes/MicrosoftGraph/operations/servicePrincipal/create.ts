import { textField } from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { moreForOthers } from '../application/passwords';

/** Source: "Create servicePrincipal". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create service principal',
	description: 'Add an app to the tenant, so that it can sign in here and get permissions',
	permissions: ['Application.ReadWrite.OwnedBy'],
	permissionNote: moreForOthers,
	fields: [
		textField('appId', 'Application (Client) ID', {
			required: true,
			placeholder: 'e.g. 11111111-2222-3333-4444-555555555555',
			description: 'The client ID of an app registration in this tenant, or of a multitenant app',
		}),
	],
	options: [waitForReplication],
	guards: [
		{
			when: { code: 'Request_MultipleObjectsWithSameKeyValue' },
			fix: 'The tenant has a service principal of this app already.',
		},
	],
	request: (item) => ({ method: 'POST', path: ['servicePrincipals'], body: { appId: item.text('appId') } }),
};
