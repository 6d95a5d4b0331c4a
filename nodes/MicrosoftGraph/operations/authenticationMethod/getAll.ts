import type { IDataObject } from 'n8n-workflow';

import { listFields } from '../../../shared/fields/lists';
import { userId } from '../../../shared/fields/locators';
import { methodTypeOf } from '../../../shared/resources/authenticationMethod';
import type { Operation } from '../../operation';

/** Source: "List methods". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many authentication methods',
	description:
		'List the ways in which a user can sign in, each with its type: password, phone, Microsoft Authenticator, passkey, and others',
	permissions: ['UserAuthenticationMethod.Read.All'],
	fields: [userId, ...listFields],
	// Graph supports no page size here.
	list: { pageSize: () => undefined, details: async (methods) => methods.map(withType) },
	request: (item) => ({
		method: 'GET',
		path: ['users', item.id('userId'), 'authentication', 'methods'],
	}),
};

/** A method with its type as people name it. */
function withType({ id, ...method }: IDataObject): IDataObject {
	return { id, methodType: methodTypeOf(method['@odata.type']).name, ...method };
}
