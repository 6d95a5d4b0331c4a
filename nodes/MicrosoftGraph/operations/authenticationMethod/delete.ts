import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { userId } from '../../../shared/fields/locators';
import { deleted, objectOf } from '../../../shared/fields/outputs';
import type { ItemRun } from '../../../shared/itemRun';
import { shown } from '../../../shared/parameters/values/refusal';
import { methodTypeOf } from '../../../shared/resources/authenticationMethod';
import type { Operation } from '../../operation';
import { methodId } from './fields';

/** Sources: "Get authenticationMethod", and the "Delete …" pages of the types, such as "Delete phoneAuthenticationMethod". */
export const deleteMethod: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete authentication method',
	description:
		"Remove a way in which a user can sign in. A user without another one can't sign in where multifactor authentication is required, until someone registers a method or creates a Temporary Access Pass.",
	permissions: ['UserAuthenticationMethod.ReadWrite.All'],
	fields: [userId, methodId],
	guards: [
		{
			when: { status: 400, message: /alternate ?mobile/i },
			fix: 'Delete the alternate mobile phone first.',
		},
		{
			when: { status: 400, message: /default/i },
			fix: "The user's default method can't be deleted while there are others: make another one the default, or delete the others first.",
		},
		{ when: { status: 404 }, fix: 'The user has no method with this ID: "Get Many" lists the methods.' },
	],
	steps: async (run) => await remove(run),
};

/** The type of the method decides which collection it's deleted from. */
async function remove({ item, send }: ItemRun): Promise<IDataObject[]> {
	const id = item.id('methodId');
	const authentication = ['users', item.id('userId'), 'authentication'];
	const method = objectOf(await send({ method: 'GET', path: [...authentication, 'methods', id] }));
	const { name, collection } = methodTypeOf(method['@odata.type']);
	if (collection === undefined) {
		throw requestError({
			what: `Graph can't delete a method of the type ${shown(name)}.`,
			fix: 'To replace a password, use "User: Reset Password". For other types, use the Microsoft Entra admin center.',
		});
	}
	await send({ method: 'DELETE', path: [...authentication, collection, id] });
	return deleted();
}
