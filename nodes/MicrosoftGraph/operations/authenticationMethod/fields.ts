import { locatorField } from '../../../shared/fields/build';

/** The authentication method of an operation. */
export const methodId = locatorField(
	'methodId',
	'Authentication Method',
	{
		list: { method: 'searchAuthenticationMethods', placeholder: 'Select an authentication method…' },
		example: 'e.g. 3179e48a-750b-4051-897c-87b9720928f7',
	},
	{ description: 'The "id" of the method, as Get Many returns it' },
);
