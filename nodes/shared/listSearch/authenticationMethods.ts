import { textIn } from '../fields/outputs';
import { methodTypeOf } from '../resources/authenticationMethod';
import { listSearch } from './listSearch';

/** The authentication methods of the user who is chosen in the node, by type and name. Source: "List methods". */
export const searchAuthenticationMethods = listSearch(
	['UserAuthenticationMethod.Read.All'],
	({ chosen }) => ({
		request: { method: 'GET', path: ['users', chosen('userId', 'user'), 'authentication', 'methods'] },
		searchHere: true,
		entry: ({ id, '@odata.type': odataType, displayName, phoneNumber, emailAddress }) => {
			const { name, collection } = methodTypeOf(odataType);
			const about = [displayName, phoneNumber, emailAddress].map(textIn).find((text) => text !== '');
			if (collection === undefined) return undefined;
			return { name: about === undefined ? name : `${name} (${about})`, value: String(id) };
		},
	}),
);
