import { locatorField } from '../build';

/** Which list of the chosen site an operation is about. */
export const listId = locatorField(
	'listId',
	'List',
	{
		list: { method: 'searchLists', placeholder: 'Select a list…' },
		example: 'e.g. 33ad4a2d-6c8b-4d2b-9a5f-0e7f3b7a9c11',
	},
	{ description: 'ID or title of the list' },
);
